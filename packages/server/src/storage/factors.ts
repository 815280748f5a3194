/** Factors, enrolments, and recovery codes. */
import type { Tables } from '../domain/ports.ts';
import type { Database } from './schema.ts';

export function factorTable(db: Database): Tables['factors'] {
  return {
    async insert(factor) {
      await db.insertInto('factor').values(factor).execute();
    },
    list: (accountId) =>
      db.selectFrom('factor').selectAll().where('accountId', '=', accountId).orderBy('createdAtMs').execute(),
    async touch(id, lastUsedAtMs) {
      await db.updateTable('factor').set({ lastUsedAtMs }).where('id', '=', id).execute();
    },
    async rename(id, name) {
      await db.updateTable('factor').set({ name }).where('id', '=', id).execute();
    },
    async delete(accountId, id) {
      const query = db.deleteFrom('factor').where('id', '=', id).where('accountId', '=', accountId);
      return (await query.executeTakeFirst()).numDeletedRows === 1n;
    },
    async deleteAll(accountId) {
      await db.deleteFrom('factor').where('accountId', '=', accountId).execute();
    },
  };
}

export function enrolmentTable(db: Database): Tables['enrolments'] {
  return {
    async put(enrolment) {
      const { accountId: _key, ...rest } = enrolment;
      await db
        .insertInto('enrolment')
        .values(enrolment)
        .onConflict((conflict) => conflict.column('accountId').doUpdateSet(rest))
        .execute();
    },
    findByAccount: (accountId, nowMs) =>
      db
        .selectFrom('enrolment')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('expiresAtMs', '>', nowMs)
        .executeTakeFirst(),
    async noteFarCode(id, { farTimeStep, farAtMs }) {
      await db.updateTable('enrolment').set({ farTimeStep, farAtMs }).where('id', '=', id).execute();
    },
    async consume(id) {
      return (await db.deleteFrom('enrolment').where('id', '=', id).executeTakeFirst()).numDeletedRows === 1n;
    },
    async deleteExpired(nowMs) {
      await db.deleteFrom('enrolment').where('expiresAtMs', '<=', nowMs).execute();
    },
  };
}

export function recoveryCodeTable(db: Database): Tables['recoveryCodes'] {
  const deleteAll = async (accountId: string): Promise<void> => {
    await db.deleteFrom('recoveryCode').where('accountId', '=', accountId).execute();
  };
  return {
    deleteAll,
    async replaceAll(accountId, codeHashes, madeAtMs) {
      await deleteAll(accountId);
      const rows = codeHashes.map((codeHash) => ({ accountId, codeHash, madeAtMs, usedAtMs: null }));
      await db.insertInto('recoveryCode').values(rows).execute();
    },
    async insert(accountId, codeHash, madeAtMs) {
      await db.insertInto('recoveryCode').values({ accountId, codeHash, madeAtMs, usedAtMs: null }).execute();
    },
    async has(accountId, codeHashes) {
      const row = await db
        .selectFrom('recoveryCode')
        .select('codeHash')
        .where('accountId', '=', accountId)
        .where('codeHash', 'in', codeHashes)
        .where('usedAtMs', 'is', null)
        .executeTakeFirst();
      return row !== undefined;
    },
    async consume(accountId, codeHashes, usedAtMs) {
      const result = await db
        .updateTable('recoveryCode')
        .set({ usedAtMs })
        .where('accountId', '=', accountId)
        .where('codeHash', 'in', codeHashes)
        .where('usedAtMs', 'is', null)
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    async countLeft(accountId) {
      const row = await db
        .selectFrom('recoveryCode')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('accountId', '=', accountId)
        .where('usedAtMs', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },
    async lastMadeAtMs(accountId) {
      const row = await db
        .selectFrom('recoveryCode')
        .select('madeAtMs')
        .where('accountId', '=', accountId)
        .orderBy('madeAtMs', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.madeAtMs;
    },
  };
}
