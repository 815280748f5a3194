/** `countersign keys`: which keys seal what, and changing to a new one. */
import { countSealedValues, resealValues } from '@countersign/server/operate';
import { CommandError, type Answer, type Command } from './command.ts';
import { withInstallation } from './installation.ts';

/** A running service follows the key file within a second; values are sealed under the new key once it has. */
const SETTLE_MS = 2000;

/** The commands of the group. */
export const keyCommands: readonly Command[] = [
  {
    words: ['keys', 'list'],
    takes: [],
    summary: 'List keys, and how many values each one seals.',
    help: [
      'Lists the versions of the key ring, the newest first, with how many values of each column are sealed under them.',
      'Recovery codes are hashed under the key of the day they were made and cannot be hashed again: keep old keys.',
    ].join('\n'),
    run: listKeys,
  },
  {
    words: ['keys', 'rotate'],
    takes: [],
    summary: 'Add a key, and seal everything again under it.',
    help: [
      'Adds a key to the file in the data folder, then seals every secret in the database again under it, a few rows at a',
      'time, while the service goes on. When it is interrupted, run it with --resume. Where the keys come from',
      'COUNTERSIGN_KEYS, add one there, restart the service, then run this with --resume.',
      '',
      'Old keys stay in the ring: backups and recovery codes made under them need them.',
      '',
      '  --resume  add no key; seal again what is not under the newest one',
    ].join('\n'),
    options: { resume: { type: 'boolean', default: false } },
    run: ({ values }, progress) => rotateKeys(values['resume'] === true, progress),
  },
];

async function listKeys(): Promise<Answer> {
  return withInstallation(async ({ ports, keyVersions }) => {
    const keys = await Promise.all(
      keyVersions().map(async (version) => ({ version, seals: await countSealedValues(ports, version) })),
    );
    const lines = keys.map(({ version, seals }, index) => {
      const counts = seals.map(({ table, column, count }) => `${table}.${column} ${count}`).join(', ');
      return `${version}${index === 0 ? ' (newest)' : ''}  ${counts}`;
    });
    return { data: keys, lines };
  });
}

async function rotateKeys(resumes: boolean, progress: (line: string) => void): Promise<Answer> {
  return withInstallation(async ({ ports, keyVersions, addKey }) => {
    if (!resumes) {
      if (addKey === undefined) {
        throw new CommandError(
          'the keys come from COUNTERSIGN_KEYS: add one there, then run this with --resume',
        );
      }
      progress(`key ${add(addKey)} added; back up the key file`);
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    }
    const [newest = 0] = keyVersions();
    const resealed = await reseal(() =>
      resealValues(ports, newest, (count) => {
        progress(`${count} values sealed again`);
      }),
    );
    return {
      data: { key: newest, resealed },
      lines: [`every value is sealed under key ${newest}; ${resealed} were sealed again`],
    };
  });
}

function add(addKey: () => number): number {
  try {
    return addKey();
  } catch (error) {
    throw new CommandError((error as Error).message, { cause: error });
  }
}

async function reseal(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    throw new CommandError(`stopped, and nothing is lost: ${(error as Error).message}`, { cause: error });
  }
}
