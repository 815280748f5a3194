/** Accounts that an operator disabled. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('account').addColumn('disabled_at_ms', 'bigint').execute();
}
