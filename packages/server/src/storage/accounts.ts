/** Accounts, and the browsers they were used from. */
import type { Tables } from '../domain/ports.ts';
import type { Database } from './schema.ts';

export function accountTable(db: Database): Tables['accounts'] {
  return {
    async insert(account) {
      await db.insertInto('account').values(account).execute();
    },
    find: (id) => db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst(),
    findByEmailKey: (emailKey) =>
      db.selectFrom('account').selectAll().where('emailKey', '=', emailKey).executeTakeFirst(),
    listAll: () => db.selectFrom('account').selectAll().orderBy('createdAtMs').orderBy('id').execute(),
    async setDisabled(id, disabledAtMs) {
      await db.updateTable('account').set({ disabledAtMs }).where('id', '=', id).execute();
    },
    async updatePassword(id, passwordHash) {
      await db.updateTable('account').set({ passwordHash, lockedAtMs: null }).where('id', '=', id).execute();
    },
    async lockPassword(id, passwordHash, lockedAtMs) {
      await db.updateTable('account').set({ passwordHash, lockedAtMs }).where('id', '=', id).execute();
    },
    async updateEmail(id, email, emailKey) {
      await db.updateTable('account').set({ email, emailKey }).where('id', '=', id).execute();
    },
    async lock(id) {
      // An update that changes nothing: the same row lock on either database.
      await db.updateTable('account').set({ id }).where('id', '=', id).execute();
    },
    async delete(id) {
      await db.deleteFrom('account').where('id', '=', id).execute(); // the rest goes by its foreign keys
    },
  };
}

export function browserTable(db: Database): Tables['browsers'] {
  return {
    async remember(accountId, browserHash, nowMs) {
      const result = await db
        .insertInto('knownBrowser')
        .values({ accountId, browserHash, firstSeenAtMs: nowMs })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return result.numInsertedOrUpdatedRows === 1n;
    },
    async has(accountId, browserHash) {
      const row = await db
        .selectFrom('knownBrowser')
        .select('firstSeenAtMs')
        .where('accountId', '=', accountId)
        .where('browserHash', '=', browserHash)
        .executeTakeFirst();
      return row !== undefined;
    },
    async deleteAll(accountId) {
      await db.deleteFrom('knownBrowser').where('accountId', '=', accountId).execute();
    },
    async count(accountId) {
      const row = await db
        .selectFrom('knownBrowser')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('accountId', '=', accountId)
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },
  };
}
