/** What API tokens may do, how they came to be, and log-ins of a command line that wait for a browser. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;

  await schema.alterTable('session').addColumn('step_up_by', 'text').execute();

  const apiToken = () => schema.alterTable('api_token');
  await apiToken()
    .addColumn('scopes', 'text', (c) => c.notNull().defaultTo('account:read'))
    .execute();
  await apiToken()
    .addColumn('updated_at_ms', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute();
  await apiToken()
    .addColumn('birth_factor', 'text', (c) => c.notNull().defaultTo('password'))
    .execute();
  await apiToken()
    .addColumn('birth_factor_age_ms', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute();

  await schema
    .alterTable('enrolment')
    .addColumn('revokes_api_token_ids', 'text', (c) => c.notNull().defaultTo(''))
    .execute();

  await schema
    .createTable('command_line_log_in')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('account_id', 'text', (c) => c.references('account.id').onDelete('cascade'))
    .addColumn('birth_factor', 'text')
    .addColumn('proved_at_ms', 'bigint')
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('expires_at_ms', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .createIndex('command_line_log_in_by_expiry')
    .on('command_line_log_in')
    .column('expires_at_ms')
    .execute();
}
