/** API tokens. */
import type { Tables } from '../domain/ports.ts';
import type { Database } from './schema.ts';

export function apiTokenTable(db: Database): Tables['apiTokens'] {
  return {
    async insert(token) {
      await db.insertInto('apiToken').values(token).execute();
    },
    findByTokenHash: (tokenHash, nowMs) =>
      db
        .selectFrom('apiToken')
        .selectAll()
        .where('tokenHash', '=', tokenHash)
        .where('expiresAtMs', '>', nowMs)
        .executeTakeFirst(),
    find: (accountId, id, nowMs) =>
      db
        .selectFrom('apiToken')
        .selectAll()
        .where('id', '=', id)
        .where('accountId', '=', accountId)
        .where('expiresAtMs', '>', nowMs)
        .executeTakeFirst(),
    list: (accountId, nowMs) =>
      db
        .selectFrom('apiToken')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('expiresAtMs', '>', nowMs)
        .orderBy('createdAtMs', 'desc')
        .execute(),
    async touch(id, lastUsedAtMs, lastUsedAddress) {
      await db.updateTable('apiToken').set({ lastUsedAtMs, lastUsedAddress }).where('id', '=', id).execute();
    },
    update: (accountId, id, changes) =>
      db
        .updateTable('apiToken')
        .set(changes)
        .where('id', '=', id)
        .where('accountId', '=', accountId)
        .returningAll()
        .executeTakeFirst(),
    delete: (accountId, id) =>
      db
        .deleteFrom('apiToken')
        .where('id', '=', id)
        .where('accountId', '=', accountId)
        .returningAll()
        .executeTakeFirst(),
    async deleteAll(accountId) {
      await db.deleteFrom('apiToken').where('accountId', '=', accountId).execute();
    },
  };
}
