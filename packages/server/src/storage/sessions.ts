/** Sessions, and log-ins that wait for the second step. */
import type { Tables } from '../domain/ports.ts';
import type { Database } from './schema.ts';

export function sessionTable(db: Database): Tables['sessions'] {
  return {
    async insert(session) {
      await db.insertInto('session').values(session).execute();
    },
    findByTokenHash: (tokenHash, nowMs) =>
      db
        .selectFrom('session')
        .selectAll()
        .where('tokenHash', '=', tokenHash)
        .where('expiresAtMs', '>', nowMs)
        .executeTakeFirst(),
    list: (accountId, nowMs) =>
      db
        .selectFrom('session')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('expiresAtMs', '>', nowMs)
        .orderBy('createdAtMs', 'desc')
        .execute(),
    async touch(id, lastUsedAtMs, address) {
      await db.updateTable('session').set({ lastUsedAtMs, address }).where('id', '=', id).execute();
    },
    async rotate(id, tokenHash, stepUpAtMs, stepUpBy) {
      await db.updateTable('session').set({ tokenHash, stepUpAtMs, stepUpBy }).where('id', '=', id).execute();
    },
    async setPendingRecoveryCodes(id, sealed) {
      await db
        .updateTable('session')
        .set({ pendingRecoveryCodesSealed: sealed })
        .where('id', '=', id)
        .execute();
    },
    async clearPendingRecoveryCodes(accountId) {
      await db
        .updateTable('session')
        .set({ pendingRecoveryCodesSealed: null })
        .where('accountId', '=', accountId)
        .execute();
    },
    delete: (accountId, id) =>
      db
        .deleteFrom('session')
        .where('id', '=', id)
        .where('accountId', '=', accountId)
        .returningAll()
        .executeTakeFirst(),
    async deleteAll(accountId, exceptId) {
      let query = db.deleteFrom('session').where('accountId', '=', accountId);
      if (exceptId !== undefined) query = query.where('id', '!=', exceptId);
      return Number((await query.executeTakeFirst()).numDeletedRows);
    },
    async deleteExpired(nowMs) {
      await db.deleteFrom('session').where('expiresAtMs', '<=', nowMs).execute();
    },
  };
}

export function challengeTable(db: Database): Tables['challenges'] {
  return {
    async insert(challenge) {
      await db.insertInto('challenge').values(challenge).execute();
    },
    findByTokenHash: (tokenHash, nowMs) =>
      db
        .selectFrom('challenge')
        .selectAll()
        .where('tokenHash', '=', tokenHash)
        .where('expiresAtMs', '>', nowMs)
        .executeTakeFirst(),
    async noteFarCode(id, { farTimeStep, farAtMs }) {
      await db.updateTable('challenge').set({ farTimeStep, farAtMs }).where('id', '=', id).execute();
    },
    async consume(id) {
      return (await db.deleteFrom('challenge').where('id', '=', id).executeTakeFirst()).numDeletedRows === 1n;
    },
    async deleteAll(accountId) {
      await db.deleteFrom('challenge').where('accountId', '=', accountId).execute();
    },
    async deleteExpired(nowMs) {
      await db.deleteFrom('challenge').where('expiresAtMs', '<=', nowMs).execute();
    },
  };
}
