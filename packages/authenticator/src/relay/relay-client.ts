// The relay's interface as the device uses it: signed JSON over HTTP. Specified in docs/protocol/relay.md.
import { signRequest } from '@countersign/vault';

/**
 * Why the relay did not do it. Stable.
 *
 * - `unreachable`: no answer; the device is offline, or the server is
 * - `too-many`: asked too often; wait a little
 * - `unknown-device`: the relay does not know this device, or not any more
 * - `invalid`: a value was refused; `field` says which
 * - `failed`: anything else
 */
export type RelayErrorCode = 'unreachable' | 'too-many' | 'unknown-device' | 'invalid' | 'failed';

/** A refusal of the relay; its message is for the person. */
export class RelayError extends Error {
  readonly code: RelayErrorCode;
  /** The member of the request's body that was refused. */
  readonly field: string | undefined;

  constructor(
    code: RelayErrorCode,
    message: string,
    options?: ErrorOptions & { field?: string | undefined },
  ) {
    super(message, options);
    this.name = 'RelayError';
    this.code = code;
    this.field = options?.field;
  }
}

/** Who signs. */
export interface Signer {
  signingKey: CryptoKey;
  /** The device id, or `new` at registration. */
  keyId: string;
}

/** What the relay knows of a device. */
export interface DeviceRecord {
  device_id: string;
  email: string;
  device_name: string;
  email_verified_at_ms: number | null;
}

export interface NewDevice {
  email: string;
  device_name: string;
  /** Raw Ed25519 public key, Base64url. */
  signing_key: string;
  /** Raw X25519 public key, Base64url. */
  receiving_key: string;
}

const timeoutMs = 15_000;
const selfPath = '/relay/v1/devices/self';

// The relay's clock minus this device's, as last learnt. Only for signing: codes follow the device's own clock.
let clockOffsetMs = 0;

/** Registers a device; the relay sends the mail. Signed with the key being registered. */
export async function registerDevice(signer: Signer, device: NewDevice): Promise<DeviceRecord> {
  return (await send(signer, 'POST', '/relay/v1/devices', device)).json() as Promise<DeviceRecord>;
}

/** The device as the relay knows it. */
export async function fetchSelf(signer: Signer): Promise<DeviceRecord> {
  return (await send(signer, 'GET', selfPath)).json() as Promise<DeviceRecord>;
}

/** Has the mail sent once more. */
export async function requestVerificationMail(signer: Signer): Promise<void> {
  await send(signer, 'POST', `${selfPath}/verification-mail`);
}

/** Makes the relay forget the device. */
export async function deleteSelf(signer: Signer): Promise<void> {
  await send(signer, 'DELETE', selfPath);
}

async function send(signer: Signer, method: string, path: string, body?: object): Promise<Response> {
  const response = await sendOnce(signer, method, path, body);
  if (response.ok) return response;
  // A device with a wrong clock signs with a wrong time: learn the relay's time from Date and try once more.
  if (response.status === 401 && learnClock(response.headers)) {
    const retried = await sendOnce(signer, method, path, body);
    if (retried.ok) return retried;
    throw await errorFrom(retried);
  }
  throw await errorFrom(response);
}

async function sendOnce(signer: Signer, method: string, path: string, body?: object): Promise<Response> {
  const targetUri = new URL(path, location.origin).href;
  const bodyBytes = body && new TextEncoder().encode(JSON.stringify(body));
  const request = { method, targetUri, ...(bodyBytes && { bodyBytes }) };
  const createdSeconds = Math.floor((Date.now() + clockOffsetMs) / 1000);
  const signatureHeaders = await signRequest(request, { ...signer, createdSeconds });
  const headers = { ...signatureHeaders, ...(bodyBytes && { 'content-type': 'application/json' }) };
  const init: RequestInit = { method, headers, cache: 'no-store', signal: AbortSignal.timeout(timeoutMs) };
  try {
    return await fetch(targetUri, bodyBytes ? { ...init, body: bodyBytes } : init);
  } catch (cause) {
    throw new RelayError('unreachable', 'The server cannot be reached. Check the connection and try again.', {
      cause,
    });
  }
}

function learnClock(headers: Headers): boolean {
  const relayNowMs = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(relayNowMs)) return false;
  const offsetMs = relayNowMs - Date.now();
  const changed = Math.abs(offsetMs - clockOffsetMs) > 30_000;
  clockOffsetMs = offsetMs;
  return changed;
}

/** RFC 9457 problem details, as far as they are used here. */
interface Problem {
  code?: unknown;
  title?: unknown;
  field?: unknown;
}

async function errorFrom(response: Response): Promise<RelayError> {
  const problem = (await response.json().catch(() => ({}))) as Problem;
  const title = typeof problem.title === 'string' ? problem.title : undefined;
  const field = typeof problem.field === 'string' ? problem.field : undefined;
  if (response.status === 429)
    return new RelayError('too-many', title ?? 'That was asked for too often. Wait a little and try again.');
  // Only this one word makes the device forget its registration; any other refusal may pass.
  if (problem.code === 'signature_unknown_device')
    return new RelayError('unknown-device', 'The server does not know this device any more.');
  if (response.status === 400)
    return new RelayError('invalid', title ?? 'The server did not accept this. Check it and try again.', {
      field,
    });
  return new RelayError('failed', 'The server could not do this. Try again later.');
}
