/** Security keys, and the WebAuthn ceremonies under way. */
import type { Tables } from '../domain/ports.ts';
import type { Database } from './schema.ts';

export function securityKeyTable(db: Database): Tables['securityKeys'] {
  return {
    async insert(key) {
      const result = await db
        .insertInto('securityKey')
        .values(key)
        .onConflict((conflict) => conflict.column('credentialId').doNothing())
        .executeTakeFirst();
      return result.numInsertedOrUpdatedRows === 1n;
    },
    list: (accountId) =>
      db
        .selectFrom('securityKey')
        .selectAll()
        .where('accountId', '=', accountId)
        .orderBy('createdAtMs')
        .execute(),
    findByCredentialId: (credentialId) =>
      db.selectFrom('securityKey').selectAll().where('credentialId', '=', credentialId).executeTakeFirst(),
    async advance(id, signCount) {
      const result = await db
        .updateTable('securityKey')
        .set({ signCount })
        .where('id', '=', id)
        .where((eb) => (signCount === 0 ? eb('signCount', '=', 0) : eb('signCount', '<', signCount)))
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    async touch(id, lastUsedAtMs) {
      await db.updateTable('securityKey').set({ lastUsedAtMs }).where('id', '=', id).execute();
    },
    async rename(accountId, id, name) {
      const result = await db
        .updateTable('securityKey')
        .set({ name })
        .where('id', '=', id)
        .where('accountId', '=', accountId)
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    delete: (accountId, id) =>
      db
        .deleteFrom('securityKey')
        .where('id', '=', id)
        .where('accountId', '=', accountId)
        .returningAll()
        .executeTakeFirst(),
    async deleteAll(accountId) {
      await db.deleteFrom('securityKey').where('accountId', '=', accountId).execute();
    },
  };
}

export function ceremonyTable(db: Database): Tables['ceremonies'] {
  return {
    async insert(ceremony) {
      await db.insertInto('ceremony').values(ceremony).execute();
    },
    async consume({ challengeHash, purpose, boundTo }, nowMs) {
      const result = await db
        .deleteFrom('ceremony')
        .where('challengeHash', '=', challengeHash)
        .where('purpose', '=', purpose)
        .where('boundTo', '=', boundTo)
        .where('expiresAtMs', '>', nowMs)
        .executeTakeFirst();
      return result.numDeletedRows === 1n;
    },
    async deleteExpired(nowMs) {
      await db.deleteFrom('ceremony').where('expiresAtMs', '<=', nowMs).execute();
    },
  };
}
