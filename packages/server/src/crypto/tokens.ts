/** Random values, and the forms in which they may be stored. */
import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Tokens } from '../domain/ports.ts';
import { isApiTokenText, makeApiTokenText } from './api-token.ts';
import type { KeyRing } from './key-ring.ts';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RECOVERY_CODE_CHARACTERS = 16; // 5 bits each: 80
const BEARER_BYTES = 32;
const TOTP_SECRET_BYTES = 20; // RFC 4226 §4, R6 recommends 160 bits

/** The service's random values. Bearers need no keyed hash: 256 random bits cannot be searched. */
export function createTokens(ring: KeyRing): Tokens {
  return {
    bearer: () => randomBytes(BEARER_BYTES).toString('base64url'),
    nextBearer: (bearer) =>
      createHmac('sha256', ring.derive(ring.versions[0] ?? 0, 'next-bearer'))
        .update(bearer)
        .digest('base64url'),
    apiToken: makeApiTokenText,
    isApiToken: isApiTokenText,
    counterKey: (name) =>
      createHmac('sha256', ring.derive(ring.versions[0] ?? 0, 'counter'))
        .update(name)
        .digest('base64url'),
    hash: (bearer) => createHash('sha256').update(bearer).digest('base64url'),
    id: () => randomUUID(),
    totpSecret: () => new Uint8Array(randomBytes(TOTP_SECRET_BYTES)),
    recoveryCode: () =>
      Array.from(randomBytes(RECOVERY_CODE_CHARACTERS), (byte) => CROCKFORD.charAt(byte % 32)).join(''),
    recoveryCodeHashes: (accountId, code) =>
      ring.versions.map((version) =>
        createHmac('sha256', ring.derive(version, 'recovery-code'))
          .update(`${accountId}/${code}`) // an id holds no slash
          .digest('base64url'),
      ),
  };
}

/**
 * Tokens in forms: a MAC over the cookie that the form came with, so that only our own page can have made it. Any key
 * of the ring checks them; the newest makes them.
 */
export function createFormTokens(ring: KeyRing) {
  const mac = (version: number, value: string): Buffer =>
    createHmac('sha256', ring.derive(version, 'csrf')).update(value).digest();
  return {
    make: (cookieValue: string): string => mac(ring.versions[0] ?? 0, cookieValue).toString('base64url'),
    check: (cookieValue: string, token: string): boolean => {
      const given = Buffer.from(token, 'base64url');
      return ring.versions.some((version) => {
        const expected = mac(version, cookieValue);
        return expected.length === given.length && timingSafeEqual(expected, given);
      });
    },
  };
}
