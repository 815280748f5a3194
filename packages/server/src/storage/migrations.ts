/** The migrations, in order. A name once released never changes. */
import { Migrator, type Migration } from 'kysely';
import type { Database } from './schema.ts';
import * as firstTables from './migrations/001-first-tables.ts';
import * as apiTokens from './migrations/002-api-tokens.ts';
import * as factors from './migrations/003-factors.ts';
import * as securityKeys from './migrations/004-security-keys.ts';
import * as activity from './migrations/005-activity.ts';
import * as disabledAccounts from './migrations/006-disabled-accounts.ts';

const MIGRATIONS: Record<string, Migration> = {
  '001-first-tables': firstTables,
  '002-api-tokens': apiTokens,
  '003-factors': factors,
  '004-security-keys': securityKeys,
  '005-activity': activity,
  '006-disabled-accounts': disabledAccounts,
};

/**
 * Brings the schema up to date.
 * @throws Error with one line when the database is newer than this program, or a migration failed
 */
export async function migrate(db: Database): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const reason = error instanceof Error ? error.message : 'a migration failed';
  throw new Error(`the database cannot be brought up to date: ${reason}`, { cause: error });
}
