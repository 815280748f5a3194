/** From a request to its caller: the Authorization header, the code beside it, where it comes from. */
import type { Context } from 'hono';
import { authenticateCaller, type Caller, type Credentials } from '../../domain/api-caller.ts';
import { WrongCredentialsError } from '../../domain/errors.ts';
import type { Origin } from '../../domain/ports.ts';
import { createClientAddress } from '../client-address.ts';
import type { HttpParts } from '../context.ts';
import { peerAddress, userAgentOf } from '../guards.ts';

const MAX_HEADER_CHARACTERS = 2048;
const CODE_HEADER = 'heroku-two-factor-code';

/** Reads callers of one application. */
export interface CallerReader {
  /** @throws WrongCredentialsError, TwoFactorRequiredError, SecondStepRefusedError, TooBusyError */
  callerOf(c: Context): Promise<Caller>;
  originOf(c: Context): Origin;
}

/** Makes the reader for an application's ports and proxies. */
export function createCallerReader(parts: HttpParts): CallerReader {
  const clientAddress = createClientAddress(parts.trustedProxies);
  const originOf = (c: Context): Origin => ({
    address: clientAddress(peerAddress(c), c.req.header('x-forwarded-for')),
    userAgent: userAgentOf(c),
    browserHash: '',
  });
  return {
    originOf,
    callerOf: async (c) => {
      const credentials = readCredentials(c.req.header('authorization'), c.req.header(CODE_HEADER));
      if (credentials === undefined) throw new WrongCredentialsError();
      return authenticateCaller(parts.ports, credentials, originOf(c));
    },
  };
}

/** The bearer value of a request; undefined without one. */
export function readBearer(authorization = ''): string | undefined {
  return /^Bearer ([\x21-\x7e]{1,256})$/i.exec(authorization)?.[1];
}

/** Whether a request came with a password (RFC 7617). */
export function isBasic(authorization = ''): boolean {
  return /^Basic /i.test(authorization);
}

function readCredentials(authorization = '', code?: string): Credentials | undefined {
  if (authorization.length > MAX_HEADER_CHARACTERS) return undefined;
  const token = readBearer(authorization);
  if (token !== undefined) return { kind: 'api_token', token, code };
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  // RFC 7617 §2: the first colon ends the name; a password may hold more of them.
  const [, email = '', password] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return password === undefined ? undefined : { kind: 'password', email, password, code };
}
