// This device and the relay: registering, waiting for the mail to be answered, and being forgotten. The state lives in
// the database, so that a reload at any step goes on where it was, and all tabs show the same.
import { encodeBase64Url, generateDeviceKeys, publicKeyBytes, type DeviceKeys } from '@countersign/vault';
import { deviceKeysName, registrationName, type Database } from '../vault/database.ts';
import { storeErrorFrom } from '../vault/store-error.ts';
import type { Registration } from './registration.ts';
import {
  deleteSelf,
  fetchSelf,
  registerDevice,
  RelayError,
  requestVerificationMail,
  type Signer,
} from './relay-client.ts';

/** This device. What talks to the relay throws `RelayError`, what writes throws `StoreError`. */
export interface Device {
  registration(): Registration;
  /** Calls the listener after each change, whichever tab made it; returns how to stop. */
  subscribe(listener: () => void): () => void;
  /** **Not now**: use the app without registering, or without waiting. */
  putOff(): Promise<void>;
  /** Makes the device's keys, registers them, and has the mail sent. */
  register(details: { email: string; deviceName: string }): Promise<void>;
  /** Asks whether the address has been verified, and moves on if so. */
  checkVerified(): Promise<void>;
  sendMailAgain(): Promise<void>;
  /** Back to the start, to register with another address. */
  startOver(): Promise<void>;
  /** Makes the relay forget this device. Every entry stays. */
  unregister(): Promise<void>;
}

const channelName = 'countersign-device';

/** The device as the database has it. */
export function createDevice(database: Database, stored: Registration): Device {
  const listeners = new Set<() => void>();
  const channel = new BroadcastChannel(channelName);
  let registration = stored;

  channel.onmessage = async () => {
    registration = ((await database.get('device', registrationName)) as Registration | undefined) ?? {
      status: 'none',
    };
    publish();
  };

  function publish(): void {
    for (const listener of listeners) listener();
  }

  async function move(next: Registration): Promise<void> {
    await database.put('device', next, registrationName).catch((cause: unknown) => {
      throw storeErrorFrom(cause);
    });
    registration = next;
    channel.postMessage('changed');
    publish();
  }

  // The keys are stored before the relay hears of them: an answer that is lost is asked for again with the same keys.
  async function deviceKeys(): Promise<DeviceKeys> {
    const storedKeys = (await database.get('device', deviceKeysName)) as DeviceKeys | undefined;
    if (storedKeys) return storedKeys;
    const keys = await generateDeviceKeys();
    await database.put('device', keys, deviceKeysName);
    return keys;
  }

  async function signer(): Promise<Signer> {
    if (registration.status !== 'waiting' && registration.status !== 'registered')
      throw new RelayError('unknown-device', 'This device is not registered.');
    return { signingKey: (await deviceKeys()).signing.privateKey, keyId: registration.deviceId };
  }

  async function forget(next: Registration): Promise<void> {
    await database.delete('device', deviceKeysName);
    await move(next);
  }

  async function askToForget(): Promise<void> {
    await deleteSelf(await signer()).catch((error: unknown) => {
      if (!isUnknownDevice(error)) throw error;
    });
  }

  return {
    registration: () => registration,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    putOff: () =>
      move(registration.status === 'waiting' ? { ...registration, isPutOff: true } : { status: 'not-now' }),
    async register({ email, deviceName }) {
      const keys = await deviceKeys();
      const [signingKey, receivingKey] = await Promise.all([
        publicKeyBytes(keys.signing),
        publicKeyBytes(keys.receiving),
      ]);
      const record = await registerDevice(
        { signingKey: keys.signing.privateKey, keyId: 'new' },
        {
          email,
          device_name: deviceName,
          signing_key: encodeBase64Url(signingKey),
          receiving_key: encodeBase64Url(receivingKey),
        },
      );
      const { device_id: deviceId } = record;
      await move({
        status: 'waiting',
        deviceId,
        email: record.email,
        deviceName: record.device_name,
        isPutOff: false,
      });
    },
    async checkVerified() {
      const asked = registration;
      if (asked.status !== 'waiting') return;
      try {
        const record = await fetchSelf(await signer());
        if (record.email_verified_at_ms === null || registration !== asked) return;
        const { deviceId, email, deviceName } = asked;
        await move({ status: 'registered', deviceId, email, deviceName });
      } catch (error) {
        if (isUnknownDevice(error)) await forget({ status: 'none', wasForgotten: true });
        else throw error;
      }
    },
    async sendMailAgain() {
      await requestVerificationMail(await signer());
    },
    async startOver() {
      await askToForget().catch(() => undefined); // an address that nobody verifies is forgotten by itself
      await forget({ status: 'none' });
    },
    async unregister() {
      await askToForget();
      await forget({ status: 'not-now' });
    },
  };
}

function isUnknownDevice(error: unknown): boolean {
  return error instanceof RelayError && error.code === 'unknown-device';
}
