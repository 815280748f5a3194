/** Security activity. */
import type { Tables } from '../domain/ports.ts';
import type { Database } from './schema.ts';

export function auditTable(db: Database): Tables['audit'] {
  return {
    advance: (accountId) =>
      db
        .insertInto('auditHead')
        .values({ accountId, sequence: 1, hash: '' })
        .onConflict((conflict) =>
          conflict.column('accountId').doUpdateSet((eb) => ({ sequence: eb('auditHead.sequence', '+', 1) })),
        )
        .returning(['sequence', 'hash'])
        .executeTakeFirstOrThrow(),
    async append(event) {
      const { accountId, sequence, hash } = event;
      await db.insertInto('auditEvent').values(event).execute();
      await db
        .updateTable('auditHead')
        .set({ hash })
        .where('accountId', '=', accountId)
        .where('sequence', '=', sequence)
        .execute();
    },
    head: (accountId) =>
      db
        .selectFrom('auditHead')
        .select(['sequence', 'hash'])
        .where('accountId', '=', accountId)
        .executeTakeFirst(),
    list(accountId, { kinds, fromMs, untilMs, before, limit }) {
      let query = db.selectFrom('auditEvent').selectAll().where('accountId', '=', accountId);
      if (kinds !== undefined) query = query.where('kind', 'in', kinds);
      if (fromMs !== undefined) query = query.where('atMs', '>=', fromMs);
      if (untilMs !== undefined) query = query.where('atMs', '<', untilMs);
      if (before !== undefined) {
        query = query.where((eb) =>
          eb.or([
            eb('atMs', '<', before.atMs),
            eb.and([eb('atMs', '=', before.atMs), eb('sequence', '<', before.sequence)]),
          ]),
        );
      }
      return query.orderBy('atMs', 'desc').orderBy('sequence', 'desc').limit(limit).execute();
    },
    chain: (accountId, { afterSequence, upToSequence, limit }) =>
      db
        .selectFrom('auditEvent')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('sequence', '>', afterSequence)
        .where('sequence', '<=', upToSequence)
        .orderBy('sequence')
        .limit(limit)
        .execute(),
  };
}
