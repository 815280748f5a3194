/** Security activity. */
import type { Tables } from '../domain/ports.ts';
import type { Database } from './schema.ts';

export function auditTable(db: Database): Tables['audit'] {
  return {
    async insert(event) {
      await db.insertInto('auditEvent').values(event).execute();
    },
    list: (accountId, page) =>
      db
        .selectFrom('auditEvent')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('atMs', '<', page.beforeMs)
        .orderBy('atMs', 'desc')
        .limit(page.limit)
        .execute(),
  };
}
