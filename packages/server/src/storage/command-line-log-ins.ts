/** Log-ins of a command line that wait for a browser. */
import type { Tables } from '../domain/ports.ts';
import type { Database } from './schema.ts';

export function commandLineLogInTable(db: Database): Tables['commandLineLogIns'] {
  return {
    async insert(logIn) {
      await db.insertInto('commandLineLogIn').values(logIn).execute();
    },
    find: (id, nowMs) =>
      db
        .selectFrom('commandLineLogIn')
        .selectAll()
        .where('id', '=', id)
        .where('expiresAtMs', '>', nowMs)
        .executeTakeFirst(),
    findByTokenHash: (tokenHash, nowMs) =>
      db
        .selectFrom('commandLineLogIn')
        .selectAll()
        .where('tokenHash', '=', tokenHash)
        .where('expiresAtMs', '>', nowMs)
        .executeTakeFirst(),
    async decide(id, decision, nowMs) {
      const result = await db
        .updateTable('commandLineLogIn')
        .set(decision)
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .where('expiresAtMs', '>', nowMs)
        .executeTakeFirst();
      return result.numUpdatedRows === 1n;
    },
    async consume(id) {
      const query = db.deleteFrom('commandLineLogIn').where('id', '=', id);
      return (await query.executeTakeFirst()).numDeletedRows === 1n;
    },
    async deleteByAccount(accountId) {
      await db.deleteFrom('commandLineLogIn').where('accountId', '=', accountId).execute();
    },
    async deleteExpired(nowMs) {
      await db.deleteFrom('commandLineLogIn').where('expiresAtMs', '<=', nowMs).execute();
    },
  };
}
