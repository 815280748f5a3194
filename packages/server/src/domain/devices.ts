/** Devices: installations of the authenticator, known by their keys and a verified address, without a password. */
import { parseEmailAddress } from './email-address.ts';
import { InvalidValueError, LinkGoneError } from './errors.ts';
import { enqueueMail } from './mail.ts';
import { consumeLink, findLink, issueLink } from './mail-links.ts';
import { parseName } from './name.ts';
import type { Device, Ports, Tables } from './ports.ts';

const KEY_PATTERN = /^[A-Za-z0-9_-]{43}$/;

/**
 * Registers a device and mails the link that verifies its address. The caller has checked that the request is signed
 * by `signingKey`.
 * @throws InvalidEmailError, InvalidNameError, InvalidValueError, TooOftenError
 */
export async function registerDevice(
  ports: Ports,
  request: { email: string; deviceName: string; signingKey: string; receivingKey: string },
): Promise<Device> {
  const address = parseEmailAddress(request.email);
  const name = parseName('device_name', request.deviceName);
  if (!KEY_PATTERN.test(request.signingKey))
    throw new InvalidValueError('signing_key', 'Send 32 bytes in base64url.');
  if (!KEY_PATTERN.test(request.receivingKey)) {
    throw new InvalidValueError('receiving_key', 'Send 32 bytes in base64url.');
  }
  const device: Device = {
    id: ports.tokens.id(),
    ...address,
    name,
    signingKey: request.signingKey,
    receivingKey: request.receivingKey,
    createdAtMs: ports.clock.nowMs(),
    emailVerifiedAtMs: null,
  };
  await ports.store.transaction(async (tables) => {
    await tables.devices.insert(device);
    await sendDeviceLink(ports, tables, device);
  });
  return device;
}

/** Sends the link again. @throws TooOftenError */
export async function resendDeviceLink(ports: Ports, device: Device): Promise<void> {
  if (device.emailVerifiedAtMs !== null) return;
  await ports.store.transaction((tables) => sendDeviceLink(ports, tables, device));
}

async function sendDeviceLink(ports: Ports, tables: Tables, device: Device): Promise<void> {
  const { email, emailKey, id: deviceId } = device;
  const token = await issueLink(ports, tables, { purpose: 'verify_device', email, emailKey, deviceId });
  const link = `${ports.settings.authenticatorUrl}/verify-email?token=${token}`;
  await enqueueMail(ports, tables, { to: email, template: 'verify_device', link, deviceName: device.name });
}

/** The device a link would verify, without using the link up. @throws LinkGoneError */
export async function viewDeviceVerification(ports: Ports, token: string): Promise<Device> {
  const link = await findLink(ports, 'verify_device', token);
  const device = link?.deviceId == null ? undefined : await ports.store.read.devices.find(link.deviceId);
  if (device === undefined) throw new LinkGoneError();
  return device;
}

/** Verifies the device's address: the press of the button behind the link. @throws LinkGoneError */
export async function verifyDevice(ports: Ports, token: string): Promise<Device> {
  return ports.store.transaction(async (tables) => {
    const link = await consumeLink(ports, tables, 'verify_device', token);
    const device = link?.deviceId == null ? undefined : await tables.devices.find(link.deviceId);
    if (device === undefined) throw new LinkGoneError();
    await tables.devices.markVerified(device.id, ports.clock.nowMs());
    return device;
  });
}

/** Forgets a device. */
export async function removeDevice(ports: Ports, device: Device): Promise<void> {
  await ports.store.transaction((tables) => tables.devices.delete(device.id));
}
