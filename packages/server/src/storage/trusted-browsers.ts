/** Browsers that an account's owner trusts at the second step. */
import type { Tables } from '../domain/ports.ts';
import type { Database } from './schema.ts';

export function trustedBrowserTable(db: Database): Tables['trustedBrowsers'] {
  return {
    async insert(browser) {
      await db.insertInto('trustedBrowser').values(browser).execute();
    },
    findBySeriesHash: (seriesHash, nowMs) =>
      db
        .selectFrom('trustedBrowser')
        .selectAll()
        .where('seriesHash', '=', seriesHash)
        .where('expiresAtMs', '>', nowMs)
        .executeTakeFirst(),
    list: (accountId, nowMs) =>
      db
        .selectFrom('trustedBrowser')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('expiresAtMs', '>', nowMs)
        .orderBy('createdAtMs', 'desc')
        .execute(),
    async rotate(id, fromSecretHash, toSecretHash, rotatedAtMs) {
      const result = await db
        .updateTable('trustedBrowser')
        .set({ secretHash: toSecretHash, previousSecretHash: fromSecretHash, rotatedAtMs })
        .where('id', '=', id)
        .where('secretHash', '=', fromSecretHash)
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    async touch(id, lastUsedAtMs, origin) {
      const { address, userAgent } = origin;
      await db
        .updateTable('trustedBrowser')
        .set({ lastUsedAtMs, address, userAgent })
        .where('id', '=', id)
        .execute();
    },
    delete: (accountId, id) =>
      db
        .deleteFrom('trustedBrowser')
        .where('id', '=', id)
        .where('accountId', '=', accountId)
        .returningAll()
        .executeTakeFirst(),
    async deleteAll(accountId) {
      const result = await db
        .deleteFrom('trustedBrowser')
        .where('accountId', '=', accountId)
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    },
    async deleteExpired(nowMs) {
      await db.deleteFrom('trustedBrowser').where('expiresAtMs', '<=', nowMs).execute();
    },
  };
}
