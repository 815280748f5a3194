// From a cold start to the vault key, in one read of the database.
import {
  createDeviceLocalSlot,
  generateDeviceLocalKey,
  openDeviceLocalSlot,
  type DeviceLocalSlot,
  type SealedRecord,
} from '@countersign/vault';
import type { Registration } from '../relay/registration.ts';
import { deviceLocalKeyName, registrationName, type Database } from './database.ts';

export interface OpenedVault {
  /** Not extractable. */
  vaultKey: CryptoKey;
  records: SealedRecord[];
  registration: Registration;
}

interface LocalSlot {
  deviceLocalKey: CryptoKey;
  slot: DeviceLocalSlot;
}

/**
 * Opens the vault of this device, or makes one at the first start.
 *
 * @throws {VaultError} `slot-unreadable`; nothing is changed then
 */
export async function openVault(database: Database): Promise<OpenedVault> {
  const transaction = database.transaction(['entries', 'key-slots', 'device']);
  const device = transaction.objectStore('device');
  const [records, slots, deviceLocalKey, registration] = await Promise.all([
    transaction.objectStore('entries').getAll(),
    transaction.objectStore('key-slots').getAll(),
    device.get(deviceLocalKeyName) as Promise<CryptoKey | undefined>,
    device.get(registrationName) as Promise<Registration | undefined>,
  ]);
  const slot = slots[0];
  const local = slot && deviceLocalKey ? { slot, deviceLocalKey } : await createLocalSlot(database);
  const vaultKey = await openDeviceLocalSlot(local.deviceLocalKey, local.slot);
  return { vaultKey, records, registration: registration ?? { status: 'none' } };
}

// Two tabs may come here at once: the keys are made first, and the one that stores them first wins.
async function createLocalSlot(database: Database): Promise<LocalSlot> {
  const deviceLocalKey = await generateDeviceLocalKey();
  const slot = await createDeviceLocalSlot(deviceLocalKey);
  const transaction = database.transaction(['key-slots', 'device'], 'readwrite', { durability: 'strict' });
  const slots = transaction.objectStore('key-slots');
  const device = transaction.objectStore('device');
  const storedKey = (await device.get(deviceLocalKeyName)) as CryptoKey | undefined;
  const [storedSlot] = await slots.getAll();
  if (storedKey && storedSlot) return { deviceLocalKey: storedKey, slot: storedSlot };
  await Promise.all([slots.put(slot), device.put(deviceLocalKey, deviceLocalKeyName), transaction.done]);
  return { deviceLocalKey, slot };
}
