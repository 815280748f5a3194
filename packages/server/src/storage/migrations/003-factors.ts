/** Several authenticators an account, trusted browsers, and what the recovery drill and the clock doctor remember. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;

  await schema.createIndex('factor_by_name').on('factor').columns(['account_id', 'name']).unique().execute();

  for (const table of ['challenge', 'enrolment']) {
    await schema.alterTable(table).addColumn('far_time_step', 'bigint').execute();
    await schema.alterTable(table).addColumn('far_at_ms', 'bigint').execute();
  }

  await schema
    .alterTable('recovery_code')
    .addColumn('made_at_ms', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute();

  await schema
    .createTable('trusted_browser')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id').onDelete('cascade'))
    .addColumn('series_hash', 'text', (c) => c.notNull().unique())
    .addColumn('secret_hash', 'text', (c) => c.notNull())
    .addColumn('previous_secret_hash', 'text')
    .addColumn('rotated_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('last_used_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('expires_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('user_agent', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .execute();
  // A new authenticator took the place of the one before it; now it is added.
  await sql`update audit_event set kind = 'authenticator_added' where kind = 'authenticator_replaced'`.execute(
    db,
  );

  await schema.createIndex('trusted_browser_by_account').on('trusted_browser').column('account_id').execute();
  await schema
    .createIndex('trusted_browser_by_expiry')
    .on('trusted_browser')
    .column('expires_at_ms')
    .execute();
}
