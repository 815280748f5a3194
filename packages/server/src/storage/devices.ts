/** Installations of the authenticator. */
import type { Tables } from '../domain/ports.ts';
import type { Database } from './schema.ts';

export function deviceTable(db: Database): Tables['devices'] {
  return {
    async insert(device) {
      await db.insertInto('device').values(device).execute();
    },
    find: (id) => db.selectFrom('device').selectAll().where('id', '=', id).executeTakeFirst(),
    async markVerified(id, atMs) {
      await db.updateTable('device').set({ emailVerifiedAtMs: atMs }).where('id', '=', id).execute();
    },
    async delete(id) {
      await db.deleteFrom('mailLink').where('deviceId', '=', id).execute();
      await db.deleteFrom('device').where('id', '=', id).execute();
    },
    async deleteUnverified(createdBeforeMs) {
      await db
        .deleteFrom('device')
        .where('emailVerifiedAtMs', 'is', null)
        .where('createdAtMs', '<', createdBeforeMs)
        .execute();
    },
  };
}
