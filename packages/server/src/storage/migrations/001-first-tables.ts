/** The first tables. Times are Unix milliseconds in UTC; sealed values and hashes are text, the same on each database. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  const belongsToAccount = 'account.id';

  await schema
    .createTable('account')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('email', 'text', (c) => c.notNull())
    .addColumn('email_key', 'text', (c) => c.notNull().unique())
    .addColumn('password_hash', 'text', (c) => c.notNull())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .execute();

  await schema
    .createTable('attempt_ledger')
    .addColumn('account_id', 'text', (c) => c.primaryKey().references(belongsToAccount).onDelete('cascade'))
    .addColumn('consecutive_failures', 'integer', (c) => c.notNull())
    .addColumn('next_attempt_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('spent_time_step', 'bigint', (c) => c.notNull())
    .execute();

  await schema
    .createTable('session')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('account_id', 'text', (c) => c.notNull().references(belongsToAccount).onDelete('cascade'))
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('last_used_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('expires_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('step_up_at_ms', 'bigint')
    .addColumn('user_agent', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('pending_recovery_codes_sealed', 'text')
    .execute();
  await schema
    .createIndex('session_by_account')
    .on('session')
    .columns(['account_id', 'created_at_ms'])
    .execute();
  await schema.createIndex('session_by_expiry').on('session').column('expires_at_ms').execute();

  await schema
    .createTable('challenge')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('account_id', 'text', (c) => c.notNull().references(belongsToAccount).onDelete('cascade'))
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('expires_at_ms', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('challenge_by_account').on('challenge').column('account_id').execute();
  await schema.createIndex('challenge_by_expiry').on('challenge').column('expires_at_ms').execute();

  await schema
    .createTable('factor')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('account_id', 'text', (c) => c.notNull().references(belongsToAccount).onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('secret_sealed', 'text', (c) => c.notNull())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('last_used_at_ms', 'bigint')
    .execute();
  await schema.createIndex('factor_by_account').on('factor').column('account_id').execute();

  await schema
    .createTable('enrolment')
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('account_id', 'text', (c) => c.primaryKey().references(belongsToAccount).onDelete('cascade'))
    .addColumn('session_id', 'text', (c) => c.notNull())
    .addColumn('secret_sealed', 'text', (c) => c.notNull())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('expires_at_ms', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('enrolment_by_expiry').on('enrolment').column('expires_at_ms').execute();

  await schema
    .createTable('recovery_code')
    .addColumn('account_id', 'text', (c) => c.notNull().references(belongsToAccount).onDelete('cascade'))
    .addColumn('code_hash', 'text', (c) => c.notNull())
    .addColumn('used_at_ms', 'bigint')
    .addPrimaryKeyConstraint('recovery_code_key', ['account_id', 'code_hash'])
    .execute();

  await schema
    .createTable('mail_link')
    .addColumn('token_hash', 'text', (c) => c.primaryKey())
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('email', 'text', (c) => c.notNull())
    .addColumn('email_key', 'text', (c) => c.notNull())
    .addColumn('account_id', 'text', (c) => c.references(belongsToAccount).onDelete('cascade'))
    .addColumn('device_id', 'text')
    .addColumn('password_hash', 'text')
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('expires_at_ms', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('mail_link_by_email').on('mail_link').columns(['email_key', 'purpose']).execute();
  await schema.createIndex('mail_link_by_account').on('mail_link').column('account_id').execute();
  await schema.createIndex('mail_link_by_expiry').on('mail_link').column('expires_at_ms').execute();

  await schema
    .createTable('known_browser')
    .addColumn('account_id', 'text', (c) => c.notNull().references(belongsToAccount).onDelete('cascade'))
    .addColumn('browser_hash', 'text', (c) => c.notNull())
    .addColumn('first_seen_at_ms', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('known_browser_key', ['account_id', 'browser_hash'])
    .execute();

  await schema
    .createTable('api_token')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('account_id', 'text', (c) => c.notNull().references(belongsToAccount).onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('expires_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('last_used_at_ms', 'bigint')
    .addColumn('last_used_address', 'text')
    .execute();
  await schema.createIndex('api_token_by_account').on('api_token').column('account_id').execute();

  await schema
    .createTable('audit_event')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('account_id', 'text', (c) => c.notNull().references(belongsToAccount).onDelete('cascade'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('at_ms', 'bigint', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('user_agent', 'text', (c) => c.notNull())
    .addColumn('subject', 'text')
    .execute();
  await schema
    .createIndex('audit_event_by_account')
    .on('audit_event')
    .columns(['account_id', 'at_ms'])
    .execute();

  await schema
    .createTable('mail_queue')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('content_sealed', 'text', (c) => c.notNull())
    .addColumn('tries', 'integer', (c) => c.notNull())
    .addColumn('next_try_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('mail_queue_by_due').on('mail_queue').column('next_try_at_ms').execute();

  await schema
    .createTable('device')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('email', 'text', (c) => c.notNull())
    .addColumn('email_key', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('signing_key', 'text', (c) => c.notNull())
    .addColumn('receiving_key', 'text', (c) => c.notNull())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('email_verified_at_ms', 'bigint')
    .execute();
  await schema.createIndex('device_by_email').on('device').column('email_key').execute();
  await schema
    .createIndex('device_unverified')
    .on('device')
    .column('created_at_ms')
    .where(sql.ref('email_verified_at_ms'), 'is', null)
    .execute();
}
