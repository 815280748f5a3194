/** `/relay/v1/devices`: registering an authenticator, and what it may ask of itself. Every request is signed by the device. */
import { claimedKeyId, decodeBase64Url, verifyRequestSignature } from '@countersign/vault';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { registerDevice, removeDevice, resendDeviceLink } from '../../domain/devices.ts';
import { CountersignError } from '../../domain/errors.ts';
import type { Device, Ports } from '../../domain/ports.ts';
import type { Log } from '../../ops/log.ts';
import { problem, problemOf } from '../problem.ts';

const MAX_BODY_BYTES = 16 * 1024;
/** The key id of a device that has none yet: it signs with the key it registers. */
const NEW_DEVICE = 'new';

const registration = z.strictObject({
  email: z.string().max(320),
  device_name: z.string().max(256),
  signing_key: z.string().max(64),
  receiving_key: z.string().max(64),
});

/** A request whose signature does not hold; `code` is the verdict's, and `expired` lets the device set its clock. */
class SignatureRefusedError extends Error {
  override readonly name = 'SignatureRefusedError';
  readonly code: string;
  constructor(code: string) {
    super(`signature refused: ${code}`);
    this.code = code;
  }
}

/** The relay's device routes. */
export function deviceRoutes(ports: Ports, log: Log): Hono {
  const app = new Hono();
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (c) => problem(c, 413, 'too_large', 'The request is too large.'),
    }),
  );
  app.onError((error, c) => {
    if (error instanceof SignatureRefusedError) {
      return problem(
        c,
        401,
        `signature_${error.code.replaceAll('-', '_')}`,
        'The signature was not accepted.',
      );
    }
    if (!(error instanceof CountersignError)) log.error('relay_failed', error, { path: c.req.path });
    return problemOf(c, error);
  });

  app.post('/devices', async (c) => {
    const bodyBytes = new Uint8Array(await c.req.arrayBuffer());
    const body = registration.safeParse(parseJson(bodyBytes));
    if (!body.success) return problem(c, 400, 'invalid_body', 'The body is not a registration.');
    if (claimedKeyId(c.req.raw.headers) !== NEW_DEVICE) throw new SignatureRefusedError('malformed');
    await requireSignature(ports, c, body.data.signing_key, bodyBytes);
    const device = await registerDevice(ports, {
      email: body.data.email,
      deviceName: body.data.device_name,
      signingKey: body.data.signing_key,
      receivingKey: body.data.receiving_key,
    });
    return c.json(present(device), 201);
  });

  app.get('/devices/self', async (c) => {
    const device = await requireDevice(ports, c);
    return c.json({ ...present(device), server_time_ms: ports.clock.nowMs() });
  });

  app.post('/devices/self/verification-mail', async (c) => {
    await resendDeviceLink(ports, await requireDevice(ports, c));
    return c.body(null, 202);
  });

  app.delete('/devices/self', async (c) => {
    await removeDevice(ports, await requireDevice(ports, c));
    return c.body(null, 204);
  });

  app.all('*', (c) => problem(c, 404, 'not_found', 'There is nothing at this address.'));
  return app;
}

/** The device that signed the request. @throws SignatureRefusedError */
async function requireDevice(ports: Ports, c: Context): Promise<Device> {
  const keyId = claimedKeyId(c.req.raw.headers);
  const device = keyId === undefined ? undefined : await ports.store.read.devices.find(keyId);
  if (device === undefined) throw new SignatureRefusedError('unknown-device');
  await requireSignature(ports, c, device.signingKey, new Uint8Array(await c.req.arrayBuffer()));
  return device;
}

async function requireSignature(
  ports: Ports,
  c: Context,
  signingKey: string,
  bodyBytes: Uint8Array,
): Promise<void> {
  const url = new URL(c.req.url);
  const verdict = await verifyRequestSignature(
    {
      method: c.req.method,
      // The address people reach us at, whatever Host says.
      targetUri: `${ports.settings.authenticatorUrl}${url.pathname}${url.search}`,
      headers: c.req.raw.headers,
      bodyBytes,
    },
    { publicKeyBytes: readKey(signingKey), nowSeconds: Math.floor(ports.clock.nowMs() / 1000) },
  );
  if (!verdict.ok) throw new SignatureRefusedError(verdict.code);
}

function readKey(text: string): Uint8Array {
  try {
    return decodeBase64Url(text) ?? new Uint8Array();
  } catch {
    return new Uint8Array();
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function present(device: Device): Record<string, string | number | null> {
  return {
    device_id: device.id,
    email: device.email,
    device_name: device.name,
    email_verified_at_ms: device.emailVerifiedAtMs,
  };
}
