// The vault key and its slots. Entries are encrypted under the vault key only; each slot holds that key once, wrapped
// for one way of opening the vault. A new way is a new slot, and no entry is encrypted again.
import { VaultError } from './errors.ts';

/** The vault key wrapped under a key that cannot leave this browser. */
export interface DeviceLocalSlot {
  kind: 'device-local';
  /** A random UUID. */
  id: string;
  /** The version of the slot's format; 1. */
  formatVersion: 1;
  /** 12 bytes, random. */
  nonce: Uint8Array<ArrayBuffer>;
  /** 32 bytes of key, encrypted, and the 16-byte tag. */
  wrappedKey: Uint8Array<ArrayBuffer>;
}

/** A new AES-256-GCM key for {@link createDeviceLocalSlot}: not extractable, it can wrap and unwrap and nothing else. */
export function generateDeviceLocalKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey']);
}

/** A new vault: its random 256-bit key, wrapped in its first slot. Open the slot to use it. */
export async function createDeviceLocalSlot(deviceLocalKey: CryptoKey): Promise<DeviceLocalSlot> {
  const vaultKey = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, [
    'encrypt',
    'decrypt',
  ]);
  const id = crypto.randomUUID();
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const wrapped = await crypto.subtle.wrapKey('raw', vaultKey, deviceLocalKey, wrapParameters(id, nonce));
  return { kind: 'device-local', id, formatVersion: 1, nonce, wrappedKey: new Uint8Array(wrapped) };
}

/**
 * Opens a slot: the vault key, not extractable, for `sealEntry` and `openRecord`.
 *
 * @throws {VaultError} `slot-unreadable`
 */
export async function openDeviceLocalSlot(
  deviceLocalKey: CryptoKey,
  slot: DeviceLocalSlot,
): Promise<CryptoKey> {
  const parameters = wrapParameters(slot.id, slot.nonce);
  try {
    return await crypto.subtle.unwrapKey(
      'raw',
      slot.wrappedKey,
      deviceLocalKey,
      parameters,
      'AES-GCM',
      false,
      ['encrypt', 'decrypt'],
    );
  } catch (cause) {
    throw new VaultError('slot-unreadable', 'The key slot does not open with this key', { cause });
  }
}

function wrapParameters(slotId: string, nonce: Uint8Array<ArrayBuffer>): AesGcmParams {
  const additionalData = new TextEncoder().encode(`countersign.vault.key-slot\n1\ndevice-local\n${slotId}`);
  return { name: 'AES-GCM', iv: nonce, additionalData };
}
