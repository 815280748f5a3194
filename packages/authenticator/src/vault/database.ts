// The browser's database of this app: its shape, and what happens when several tabs hold it at once.
import type { DeviceKeys, DeviceLocalSlot, SealedRecord } from '@countersign/vault';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Registration } from '../relay/registration.ts';

/** The object stores. Nothing in them can be read as an entry without the device-local key, which cannot leave. */
export interface Schema extends DBSchema {
  /** Sealed entries, by entry id. */
  entries: { key: string; value: SealedRecord };
  /** The vault key, wrapped, by slot id. */
  'key-slots': { key: string; value: DeviceLocalSlot };
  /** What belongs to this installation, by name. */
  device: { key: string; value: CryptoKey | DeviceKeys | Registration };
}

export type Database = IDBPDatabase<Schema>;

/** Keys of the `device` store. */
export const deviceLocalKeyName = 'device-local-key';
export const deviceKeysName = 'device-keys';
export const registrationName = 'registration';

const databaseName = 'countersign';
const databaseVersion = 1;

/** What other tabs, or the browser, may do to the connection. */
export interface DatabaseEvents {
  /** Another tab still holds an older version of the database; opening goes on when it is closed. */
  onBlocked(): void;
  /** The connection is gone: a newer version of the app needs the database, or the browser took it away. */
  onClosed(): void;
}

/** Opens the database, making or migrating it where needed. */
export async function openDatabase(events: DatabaseEvents): Promise<Database> {
  const database = await openDB<Schema>(databaseName, databaseVersion, {
    upgrade(database) {
      database.createObjectStore('entries', { keyPath: 'id' });
      database.createObjectStore('key-slots', { keyPath: 'id' });
      database.createObjectStore('device');
    },
    blocked: () => events.onBlocked(),
    blocking() {
      database.close();
      events.onClosed();
    },
    terminated: () => events.onClosed(),
  });
  return database;
}
