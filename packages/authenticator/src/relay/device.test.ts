import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test, type TestContext } from 'node:test';
import { decodeBase64Url, verifyRequestSignature, type SignatureVerdict } from '@countersign/vault';
import { deleteDB } from 'idb';
import { openDatabase, registrationName, type Database } from '../vault/database.ts';
import { createDevice, type Device } from './device.ts';
import type { Registration } from './registration.ts';
import { RelayError } from './relay-client.ts';

class SilentChannel {
  onmessage: unknown = null;
  postMessage(): void {
    // no other tab
  }
}
Object.assign(globalThis, { BroadcastChannel: SilentChannel, location: { origin: 'https://auth.example' } });

const details = { email: 'alice@example.com', deviceName: 'Phone' };
const databases: Database[] = [];

async function openDevice(): Promise<Device> {
  const database = await openDatabase({ onBlocked: () => undefined, onClosed: () => undefined });
  databases.push(database);
  const stored = (await database.get('device', registrationName)) as Registration | undefined;
  return createDevice(database, stored ?? { status: 'none' });
}

afterEach(async () => {
  for (const database of databases.splice(0)) database.close();
  await deleteDB('countersign');
});

/** A relay in a few lines: it verifies every signature, by a clock that may differ from the device's. */
class Relay {
  clockAheadSeconds = 0;
  isVerified = false;
  isDown = false;
  registeredKeys: string[] = [];
  isKnown = false;
  readonly verdicts: SignatureVerdict[] = [];

  async answer(url: string, init: RequestInit): Promise<Response> {
    const method = init.method ?? '';
    const bodyBytes = init.body instanceof Uint8Array ? init.body : new Uint8Array();
    if (method === 'POST' && url.endsWith('/devices')) {
      const { signing_key: key } = JSON.parse(new TextDecoder().decode(bodyBytes)) as { signing_key: string };
      this.registeredKeys.push(key);
      this.isKnown = true;
    }
    if (this.isDown) throw new TypeError('fetch failed');
    const nowSeconds = Date.now() / 1000 + this.clockAheadSeconds;
    const date = new Date(nowSeconds * 1000).toUTCString();
    if (!this.isKnown) return this.#refuse('signature_unknown_device', date);
    const verdict = await verifyRequestSignature(
      { method, targetUri: url, headers: new Headers(init.headers), bodyBytes },
      { publicKeyBytes: decodeBase64Url(this.registeredKeys.at(-1) ?? '') ?? new Uint8Array(), nowSeconds },
    );
    this.verdicts.push(verdict);
    if (!verdict.ok) return this.#refuse(`signature_${verdict.code}`, date);
    if (method === 'DELETE') return new Response(null, { status: 204 });
    const device = { device_id: 'd1', email: details.email, device_name: details.deviceName };
    return Response.json(
      { ...device, email_verified_at_ms: this.isVerified ? 1 : null },
      { headers: { date } },
    );
  }

  #refuse(code: string, date: string): Response {
    return Response.json({ code }, { status: 401, headers: { date } });
  }
}

function startRelay(t: TestContext): Relay {
  const relay = new Relay();
  t.mock.method(globalThis, 'fetch', (url: string, init: RequestInit) => relay.answer(url, init));
  return relay;
}

function hasCode(code: string) {
  return (error: unknown) => error instanceof RelayError && error.code === code;
}

test('registering, waiting and being verified each survive a restart', async (t) => {
  const relay = startRelay(t);
  await (await openDevice()).register(details);
  const waiting = await openDevice();
  assert.equal(waiting.registration().status, 'waiting');
  await waiting.checkVerified();
  assert.equal(waiting.registration().status, 'waiting');

  relay.isVerified = true;
  await waiting.checkVerified();
  assert.deepEqual((await openDevice()).registration(), { status: 'registered', deviceId: 'd1', ...details });
});

test('a registration whose answer was lost is sent again with the same keys', async (t) => {
  const relay = startRelay(t);
  relay.isDown = true;
  await assert.rejects((await openDevice()).register(details), hasCode('unreachable'));
  relay.isDown = false;
  await (await openDevice()).register(details);
  assert.equal(relay.registeredKeys.length, 2);
  assert.equal(relay.registeredKeys[0], relay.registeredKeys[1]);
});

test('a device whose clock is wrong learns the time of the relay and signs again, once', async (t) => {
  const relay = startRelay(t);
  relay.clockAheadSeconds = 3600;
  const device = await openDevice();
  await device.register(details);
  await device.checkVerified();
  assert.deepEqual(
    relay.verdicts.map((verdict) => (verdict.ok ? 'ok' : verdict.code)),
    ['expired', 'ok', 'ok'],
  );
});

test('a device that the relay has forgotten says so, and can register anew', async (t) => {
  const relay = startRelay(t);
  const device = await openDevice();
  await device.register(details);
  const [firstKey] = relay.registeredKeys;
  relay.isKnown = false;
  await device.checkVerified();
  assert.deepEqual(device.registration(), { status: 'none', wasForgotten: true });
  await device.register(details);
  assert.notEqual(relay.registeredKeys.at(-1), firstKey);
});

test('a refused signature or a relay that is down does not make a device forget', async (t) => {
  const relay = startRelay(t);
  const device = await openDevice();
  await device.register(details);
  relay.registeredKeys = ['AAAA'];
  await assert.rejects(device.checkVerified(), hasCode('failed'));
  relay.isDown = true;
  await assert.rejects(device.checkVerified(), hasCode('unreachable'));
  await assert.rejects(device.unregister(), hasCode('unreachable'));
  assert.equal((await openDevice()).registration().status, 'waiting');
});

test('not now, before and while waiting, is remembered', async (t) => {
  startRelay(t);
  const device = await openDevice();
  await device.putOff();
  assert.deepEqual((await openDevice()).registration(), { status: 'not-now' });
  await device.register(details);
  await device.putOff();
  const { status, isPutOff } = (await openDevice()).registration() as { status: string; isPutOff: boolean };
  assert.deepEqual([status, isPutOff], ['waiting', true]);
});

test('another address starts over with other keys, even when the relay cannot be reached', async (t) => {
  const relay = startRelay(t);
  const device = await openDevice();
  await device.register(details);
  const [firstKey] = relay.registeredKeys;
  relay.isDown = true;
  await device.startOver();
  assert.deepEqual(device.registration(), { status: 'none' });
  relay.isDown = false;
  await device.register(details);
  assert.notEqual(relay.registeredKeys.at(-1), firstKey);
});
