/** The chain of an account's events, accounts that wait for a new password, and the counters of password guesses. */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { chainText } from '../../domain/audit-chain.ts';
import type { AuditEvent, AuditHead } from '../../domain/ports.ts';

interface Rows {
  auditEvent: AuditEvent;
  auditHead: AuditHead & { accountId: string };
}

export async function up(db: Kysely<Rows>): Promise<void> {
  const { schema } = db;

  await schema.alterTable('account').addColumn('locked_at_ms', 'bigint').execute();

  await schema
    .createTable('password_guess')
    .addColumn('counter_key', 'text', (c) => c.primaryKey())
    .addColumn('used_until_ms', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('password_guess_by_end').on('password_guess').column('used_until_ms').execute();

  await schema.alterTable('audit_event').addColumn('factor', 'text').execute();
  await schema
    .alterTable('audit_event')
    .addColumn('sequence', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await schema
    .alterTable('audit_event')
    .addColumn('hash', 'text', (c) => c.notNull().defaultTo(''))
    .execute();
  await schema
    .createTable('audit_head')
    .addColumn('account_id', 'text', (c) => c.primaryKey().references('account.id').onDelete('cascade'))
    .addColumn('sequence', 'integer', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute();
  await chainExistingEvents(db);
  await schema.dropIndex('audit_event_by_account').execute();
  await schema
    .createIndex('audit_event_by_time')
    .on('audit_event')
    .columns(['account_id', 'at_ms', 'sequence'])
    .execute();
  await schema
    .createIndex('audit_event_by_sequence')
    .unique()
    .on('audit_event')
    .columns(['account_id', 'sequence'])
    .execute();
}

/** What happened before there was a chain is chained as it stands, in the order of its times. */
async function chainExistingEvents(db: Kysely<Rows>): Promise<void> {
  const events = await db
    .selectFrom('auditEvent')
    .selectAll()
    .orderBy('accountId')
    .orderBy('atMs')
    .orderBy('id')
    .execute();
  let head = { accountId: '', sequence: 0, hash: '' };
  for (const event of events) {
    if (event.accountId !== head.accountId) head = { accountId: event.accountId, sequence: 0, hash: '' };
    const sequence = head.sequence + 1;
    const hash = createHash('sha256')
      .update(chainText({ ...event, sequence }, head.hash))
      .digest('base64url');
    await db.updateTable('auditEvent').set({ sequence, hash }).where('id', '=', event.id).execute();
    head = { accountId: event.accountId, sequence, hash };
    await db
      .insertInto('auditHead')
      .values(head)
      .onConflict((conflict) => conflict.column('accountId').doUpdateSet({ sequence, hash }))
      .execute();
  }
}
