/** Links in mails, and mails that wait to be delivered. */
import type { Tables } from '../domain/ports.ts';
import type { Database } from './schema.ts';

export function mailLinkTable(db: Database): Tables['mailLinks'] {
  return {
    async insert(link) {
      await db.insertInto('mailLink').values(link).execute();
    },
    find: (purpose, tokenHash, nowMs) =>
      db
        .selectFrom('mailLink')
        .selectAll()
        .where('tokenHash', '=', tokenHash)
        .where('purpose', '=', purpose)
        .where('expiresAtMs', '>', nowMs)
        .executeTakeFirst(),
    consume: (purpose, tokenHash, nowMs) =>
      db
        .deleteFrom('mailLink')
        .where('tokenHash', '=', tokenHash)
        .where('purpose', '=', purpose)
        .where('expiresAtMs', '>', nowMs)
        .returningAll()
        .executeTakeFirst(),
    listByEmail: (purpose, emailKey, nowMs) =>
      db
        .selectFrom('mailLink')
        .selectAll()
        .where('emailKey', '=', emailKey)
        .where('purpose', '=', purpose)
        .where('expiresAtMs', '>', nowMs)
        .orderBy('createdAtMs', 'desc')
        .execute(),
    async deleteByEmail(purpose, emailKey) {
      await db
        .deleteFrom('mailLink')
        .where('emailKey', '=', emailKey)
        .where('purpose', '=', purpose)
        .execute();
    },
    async deleteByAccount(accountId) {
      const query = db.deleteFrom('mailLink').where('accountId', '=', accountId);
      await query.where('purpose', '!=', 'not_me').execute();
    },
    async deleteByAccountSince(purpose, accountId, createdAtMs) {
      await db
        .deleteFrom('mailLink')
        .where('accountId', '=', accountId)
        .where('purpose', '=', purpose)
        .where('createdAtMs', '>=', createdAtMs)
        .execute();
    },
    async deleteExpired(nowMs) {
      await db.deleteFrom('mailLink').where('expiresAtMs', '<=', nowMs).execute();
    },
  };
}

export function mailQueueTable(db: Database): Tables['mailQueue'] {
  return {
    async insert(mail) {
      await db.insertInto('mailQueue').values(mail).execute();
    },
    takeDue: (nowMs, leaseUntilMs, limit) =>
      db
        .updateTable('mailQueue')
        .set((eb) => ({ nextTryAtMs: leaseUntilMs, tries: eb('tries', '+', 1) }))
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('mailQueue')
            .select('id')
            .where('nextTryAtMs', '<=', nowMs)
            .orderBy('nextTryAtMs')
            .limit(limit),
        )
        .returningAll()
        .execute(),
    async postpone(id, nextTryAtMs) {
      await db.updateTable('mailQueue').set({ nextTryAtMs }).where('id', '=', id).execute();
    },
    async delete(id) {
      await db.deleteFrom('mailQueue').where('id', '=', id).execute();
    },
    async countDue(nowMs) {
      const row = await db
        .selectFrom('mailQueue')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('nextTryAtMs', '<=', nowMs)
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },
  };
}
