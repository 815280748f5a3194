import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateDeviceKeys, publicKeyBytes } from './device-keys.ts';
import { VaultError } from './errors.ts';
import { createDeviceLocalSlot, generateDeviceLocalKey, openDeviceLocalSlot } from './key-slot.ts';

function isSlotUnreadable(error: unknown): boolean {
  return error instanceof VaultError && error.code === 'slot-unreadable';
}

test('a slot opens to one and the same vault key, which cannot be taken out', async () => {
  const deviceLocalKey = await generateDeviceLocalKey();
  const slot = await createDeviceLocalSlot(deviceLocalKey);
  const [first, second] = [
    await openDeviceLocalSlot(deviceLocalKey, slot),
    await openDeviceLocalSlot(deviceLocalKey, slot),
  ];
  const parameters = { name: 'AES-GCM', iv: new Uint8Array(12) };
  const sealed = await crypto.subtle.encrypt(parameters, first, new Uint8Array([1, 2, 3]));
  assert.deepEqual(
    new Uint8Array(await crypto.subtle.decrypt(parameters, second, sealed)),
    new Uint8Array([1, 2, 3]),
  );
  await assert.rejects(crypto.subtle.exportKey('raw', first));
  await assert.rejects(crypto.subtle.exportKey('raw', deviceLocalKey));
  await assert.rejects(crypto.subtle.encrypt(parameters, deviceLocalKey, new Uint8Array(1)));
});

test('a slot does not open with another key, under another id, or changed', async () => {
  const deviceLocalKey = await generateDeviceLocalKey();
  const slot = await createDeviceLocalSlot(deviceLocalKey);
  const wrappedKey = slot.wrappedKey.slice();
  wrappedKey[0] = (wrappedKey[0] ?? 0) ^ 1;
  await assert.rejects(openDeviceLocalSlot(await generateDeviceLocalKey(), slot), isSlotUnreadable);
  await assert.rejects(
    openDeviceLocalSlot(deviceLocalKey, { ...slot, id: crypto.randomUUID() }),
    isSlotUnreadable,
  );
  await assert.rejects(openDeviceLocalSlot(deviceLocalKey, { ...slot, wrappedKey }), isSlotUnreadable);
});

test('the keys of a device cannot be taken out, their public halves are 32 bytes', async () => {
  const keys = await generateDeviceKeys();
  for (const pair of [keys.signing, keys.receiving]) {
    assert.equal((await publicKeyBytes(pair)).length, 32);
    await assert.rejects(crypto.subtle.exportKey('pkcs8', pair.privateKey));
  }
});
