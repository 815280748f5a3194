/** `countersign backup` and `countersign restore`. */
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  copyDatabase,
  databasePath,
  findDamage,
  isDatabaseInUse,
  keyFilePath,
  openInstallation,
  openOneOfEach,
  placeDatabase,
} from '@countersign/server/operate';
import { CommandError, type Answer, type Command } from './command.ts';
import { readSettings } from './installation.ts';

/** Copies the database. */
export const backupCommand: Command = {
  words: ['backup'],
  takes: ['FILE'],
  summary: 'Copy the database to a file, while the service runs.',
  help: [
    'Copies the database as it is at one moment, looks whether the copy is sound, and proves that the keys open it. FILE',
    'must not exist yet. The keys are not in it: keep a copy of them elsewhere, for whoever has both has everything.',
  ].join('\n'),
  async run({ positionals: [file = ''] }) {
    const config = readSettings();
    const target = resolve(file);
    if (!existsSync(databasePath(config.dataDir))) {
      throw new CommandError(`there is no database in ${config.dataDir}: set COUNTERSIGN_DATA_DIR`);
    }
    await attempt(() => copyDatabase(config.dataDir, target));
    const opened = await prove(target);
    return {
      data: { file: target, sealed_values_opened: opened },
      lines: [
        `${target} is a sound copy; ${describeProof(opened)}`,
        'The keys are not in it: back them up elsewhere.',
      ],
    };
  },
};

/** Puts a copy in the place of the database. */
export const restoreCommand: Command = {
  words: ['restore'],
  takes: ['FILE'],
  summary: 'Put a copy in the place of the database. The service must be stopped.',
  help: [
    'Looks whether the copy is sound, and proves that the keys open its secrets, before anything is touched. Then puts',
    'the copy in place. A database that is there needs --replace, and is kept beside it, with the time in its name.',
    '',
    '  --replace  there is a database, and it is to be replaced',
  ].join('\n'),
  options: { replace: { type: 'boolean', default: false } },
  run: ({ positionals: [file = ''], values }) => restore(resolve(file), values['replace'] === true),
};

async function restore(file: string, replaces: boolean): Promise<Answer> {
  const { dataDir } = readSettings();
  if (!existsSync(file)) throw new CommandError(`${file} is not there`);
  if (existsSync(databasePath(dataDir)) && !replaces) {
    throw new CommandError(`there is a database in ${dataDir}: --replace replaces it, and keeps it beside`);
  }
  if (await attempt(() => Promise.resolve(isDatabaseInUse(dataDir)))) {
    throw new CommandError('the database is in use: stop the service first');
  }
  const opened = await prove(file);
  const old = `countersign.db.before-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  const wasThere = await attempt(() => placeDatabase(dataDir, file, old));
  return {
    data: {
      database: databasePath(dataDir),
      kept: wasThere ? join(dataDir, old) : null,
      sealed_values_opened: opened,
    },
    lines: [
      `${databasePath(dataDir)} is restored; ${describeProof(opened)}`,
      ...(wasThere ? [`What was there is ${join(dataDir, old)}`] : []),
    ],
  };
}

/**
 * Looks whether a copy is sound, and opens a sealed value of every kind with the keys that the settings name. It does
 * so on a copy of the copy, in a folder of its own: opening brings a database up to date, and a backup stays as it is.
 */
async function prove(file: string): Promise<number> {
  const [damage] = findDamage(file);
  if (damage !== undefined) throw new CommandError(`${file} is damaged: ${damage}`);
  const config = readSettings();
  const folder = await mkdtemp(join(tmpdir(), 'countersign-proof-'));
  try {
    await cp(file, databasePath(folder));
    if (config.keys === undefined) await attempt(() => cp(keyFilePath(config.dataDir), keyFilePath(folder)));
    const installation = await openInstallation({ ...config, dataDir: folder });
    try {
      return await openOneOfEach(installation.ports);
    } finally {
      await installation.close();
    }
  } catch (error) {
    const { message } = error as Error;
    throw new CommandError(`${file} and these keys do not belong together: ${message}`, { cause: error });
  } finally {
    await rm(folder, { recursive: true });
  }
}

function describeProof(opened: number): string {
  return opened === 0 ? 'it holds no secret to try the keys on' : 'the keys open its secrets';
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new CommandError((error as Error).message, { cause: error });
  }
}
