/** What an operator's program works with: the rooms joined over a data folder, without a listening service. */
import { accessSync, constants } from 'node:fs';
import { createPorts, StartError } from './compose.ts';
import type { Config } from './config.ts';
import { addKeyToFile, keyFilePath, openKeyFile, parseKeyRing } from './crypto/key-ring.ts';
import type { Ports } from './domain/ports.ts';
import { checkSmtp } from './mail/send.ts';
import { databasePath } from './storage/database-file.ts';
import { openStore } from './storage/open.ts';

export { StartError } from './compose.ts';
export { ConfigError, readConfig, type Config } from './config.ts';
export {
  createAccount,
  disableAccount,
  enableAccount,
  listAccounts,
  readActivity,
  resetFactors,
  verifyActivity,
  type AccountSummary,
} from './domain/administration.ts';
export { CountersignError } from './domain/errors.ts';
export { countSealedValues, openOneOfEach, resealValues } from './domain/sealed-values.ts';
export type { Ports } from './domain/ports.ts';
export {
  copyDatabase,
  databasePath,
  findDamage,
  isDatabaseInUse,
  placeDatabase,
} from './storage/database-file.ts';
export { serve } from './serve.ts';
export { checkSmtp, keyFilePath };

/** An installation, opened beside a service that may be running. */
export interface Installation {
  ports: Ports;
  /** Versions of the keys in the ring, the newest first. */
  keyVersions(): readonly number[];
  /** Adds a key to the file in the data folder. Undefined where the keys come from `COUNTERSIGN_KEYS`. */
  addKey: (() => number) | undefined;
  close(): Promise<void>;
}

/**
 * Opens the database and the keys of a data folder that exists; makes neither.
 * @throws StartError with the one line to print
 */
export async function openInstallation(config: Config): Promise<Installation> {
  const needed = [
    databasePath(config.dataDir),
    ...(config.keys === undefined ? [keyFilePath(config.dataDir)] : []),
  ];
  for (const path of needed) requireFile(path);
  try {
    const ring = config.keys === undefined ? openKeyFile(config.dataDir) : parseKeyRing(config.keys);
    const store = await openStore(config.dataDir);
    const settings = {
      issuer: config.name,
      accountUrl: config.accountUrl ?? `http://localhost:${config.port}`,
      authenticatorUrl: config.authenticatorUrl ?? `http://localhost:${config.authenticatorPort}`,
    };
    return {
      ports: createPorts({ ring, store, clock: { nowMs: () => Date.now() }, settings }),
      keyVersions: () => ring.versions,
      addKey: config.keys === undefined ? () => addKeyToFile(config.dataDir) : undefined,
      close: () => store.close(),
    };
  } catch (error) {
    throw new StartError((error as Error).message, { cause: error });
  }
}

function requireFile(path: string): void {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : 'cannot be read and written';
    throw new StartError(`${path} ${why}: set COUNTERSIGN_DATA_DIR to the folder of your Countersign.`, {
      cause: error,
    });
  }
}
