/** The SQLite file as a whole: copying it while it is in use, putting a copy back, looking whether it is sound. */
import { constants, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';

const NAME = 'countersign.db';
const BUSY_TIMEOUT_MS = 5000;
const SIDE_FILES = ['-wal', '-shm'];

/** The database of a data folder. */
export function databasePath(dataDir: string): string {
  return join(dataDir, NAME);
}

/**
 * Copies the database as it is at one moment, while others read and write it. The copy is complete and on the disk when
 * this resolves, or is not there.
 * @param target a file that does not exist yet
 * @throws Error when it exists
 */
export async function copyDatabase(dataDir: string, target: string): Promise<void> {
  if (existsSync(target)) throw new Error(`${target} exists: choose another name`);
  const unfinished = `${target}.unfinished`;
  await rm(unfinished, { force: true });
  const source = new DatabaseSync(databasePath(dataDir), { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    await backup(source, unfinished, { rate: 256 });
    await chmod(unfinished, 0o600);
    // One file, without the log that the original writes beside itself.
    const copy = new DatabaseSync(unfinished);
    copy.exec('pragma journal_mode = delete');
    copy.close();
    await replaceFile(unfinished, target);
  } finally {
    source.close();
    for (const suffix of ['', ...SIDE_FILES]) await rm(`${unfinished}${suffix}`, { force: true });
  }
}

/**
 * Puts a copy in the place of a database that nobody uses. What was there stays beside it under another name.
 * @param name what the old database is called from now on
 * @returns whether there was one
 */
export async function placeDatabase(dataDir: string, copy: string, name: string): Promise<boolean> {
  const path = databasePath(dataDir);
  const arriving = `${path}.arriving`;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await copyFile(copy, arriving);
  await chmod(arriving, 0o600);
  const wasThere = existsSync(path);
  if (wasThere) await rename(path, join(dataDir, name));
  // A log that was left behind belongs to the old database, and would be read into the new one.
  for (const suffix of SIDE_FILES) await rm(`${path}${suffix}`, { force: true });
  await replaceFile(arriving, path);
  return wasThere;
}

/** Whether another process has the database open: the last one to close it takes its log away. */
export function isDatabaseInUse(dataDir: string): boolean {
  const path = databasePath(dataDir);
  if (!existsSync(path)) return false;
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  database.exec('pragma journal_mode = wal; select count(*) from sqlite_schema;');
  database.close();
  return existsSync(`${path}-wal`);
}

/** What SQLite finds wrong with a file; nothing when it is sound. */
export function findDamage(path: string): string[] {
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    try {
      const rows = [
        ...database
          .prepare('pragma integrity_check(5)')
          .all()
          .map((row) => String(row['integrity_check'])),
        ...database
          .prepare('pragma foreign_key_check')
          .all()
          .map((row) => `a row of ${String(row['table'])} belongs to nothing`),
      ];
      return rows.filter((line) => line !== 'ok');
    } finally {
      database.close();
    }
  } catch (error) {
    return [(error as Error).message];
  }
}

/** Renames, with the content and the folder's entry on the disk first and last. */
async function replaceFile(from: string, to: string): Promise<void> {
  await sync(from);
  await rename(from, to);
  await sync(dirname(to));
}

async function sync(path: string): Promise<void> {
  const file = await open(path, constants.O_RDONLY);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
