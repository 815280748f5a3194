/**
 * SQLite, the embedded default: everything in which it differs from PostgreSQL. One connection writes and another
 * reads (WAL). Waiting transactions share one commit and so one fsync, each behind a savepoint of its own.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { CamelCasePlugin, Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import type { Store, Tables } from '../domain/ports.ts';
import { migrate } from './migrations.ts';
import type { Schema } from './schema.ts';
import { createTables } from './tables.ts';

const BUSY_TIMEOUT_MS = 5000;
const MAX_BATCH = 256;

/**
 * Opens the database file, creating it or bringing it up to date.
 * @param path the file; its folder must exist
 */
export async function openSqliteStore(path: string): Promise<Store> {
  const writer = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  // FULL: a commit is on the disk before anybody is told of it.
  writer.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;');
  const writerDb = openKysely(writer);
  await migrate(writerDb);
  const reader = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  const readerDb = openKysely(reader);
  const commits = createGroupCommit(writer, createTables(writerDb));
  return {
    read: createTables(readerDb),
    transaction: commits.transaction,
    async ping() {
      // A write that changes nothing: a full or read-only disk shows here, not at the next log-in.
      await commits.transaction((tables) => tables.challenges.deleteExpired(0));
    },
    async close() {
      await commits.drained();
      await readerDb.destroy();
      await writerDb.destroy();
    },
  };
}

/** Kysely on one connection. */
export function openKysely(database: DatabaseSync): Kysely<Schema> {
  return new Kysely<Schema>({
    dialect: new SqliteDialect({ database: adapt(database) }),
    plugins: [new CamelCasePlugin()],
  });
}

/** node:sqlite in the shape Kysely knows, each statement prepared once. */
function adapt(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => {
      database.close();
    },
    prepare(sql) {
      const known = prepared.get(sql);
      if (known !== undefined) return known;
      const statement = adaptStatement(database.prepare(sql));
      prepared.set(sql, statement);
      return statement;
    },
  };
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
    run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
    iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
  };
}

interface Job {
  run(): Promise<() => void>;
  fail(error: unknown): void;
}

/**
 * Group commit. A batch is one transaction; each piece of work has a savepoint, so that one that fails undoes itself
 * and not its neighbours; nobody is answered before the batch is on the disk.
 */
function createGroupCommit(
  writer: DatabaseSync,
  tables: Tables,
): { transaction: Store['transaction']; drained(): Promise<void> } {
  let waiting: Job[] = [];
  let draining: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH);
      waiting = waiting.slice(MAX_BATCH);
      await commitBatch(writer, batch);
    }
    draining = undefined;
  }

  return {
    transaction: (work) =>
      new Promise((resolve, reject) => {
        waiting.push({
          async run() {
            const value = await inSavepoint(writer, () => work(tables));
            return () => {
              resolve(value);
            };
          },
          fail: reject,
        });
        // A turn of the event loop lets requests that arrived together share the commit.
        draining ??= new Promise((next) => setImmediate(next)).then(drain);
      }),
    drained: () => draining ?? Promise.resolve(),
  };
}

async function commitBatch(writer: DatabaseSync, batch: Job[]): Promise<void> {
  const done: { job: Job; answer: () => void }[] = [];
  try {
    writer.exec('begin immediate');
    for (const job of batch) {
      const answer = await job.run().catch((error: unknown) => {
        job.fail(error);
        return undefined;
      });
      if (answer !== undefined) done.push({ job, answer });
      // A full disk or an I/O error may have rolled the whole transaction back.
      if (!writer.isTransaction) throw new Error('the database ended the transaction');
    }
    writer.exec('commit');
  } catch (error) {
    for (const job of batch) job.fail(error); // for those already failed this changes nothing
    rollBack(writer);
    return;
  }
  for (const { answer } of done) answer();
}

/** Best effort: when even this fails, the next `begin` says so to whoever asks for it. */
function rollBack(writer: DatabaseSync): void {
  try {
    if (writer.isTransaction) writer.exec('rollback');
  } catch {
    // The failure that led here has been told already.
  }
}

async function inSavepoint<T>(writer: DatabaseSync, work: () => Promise<T>): Promise<T> {
  writer.exec('savepoint work');
  try {
    const value = await work();
    writer.exec('release work');
    return value;
  } catch (error) {
    if (writer.isTransaction) writer.exec('rollback to work; release work');
    throw error;
  }
}
