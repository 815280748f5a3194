// Secrets: made, and prepared for use. What a prepared secret holds is reachable from this package only.
import { OptionError } from './errors.ts';
import { prepareCounterMac, type Algorithm, type CounterMac } from './hmac.ts';
import { checkInteger, checkSecretBytes, MAX_SECRET_BYTES } from './options.ts';

// The one thing asked of the runtime beyond ECMAScript
declare const crypto: { getRandomValues(array: Uint8Array): Uint8Array };

/** RFC 4226 §4, R6: at least 128 bits, 160 recommended. */
const MIN_GENERATED_BYTES = 16;
const RECOMMENDED_BYTES = 20;

/**
 * Makes a new secret from the runtime's cryptographic random source.
 *
 * @param lengthBytes - 16 to 1,024; default 20, as RFC 4226 §4 (R6) recommends
 * @returns that many random bytes
 * @throws {OptionError} when `lengthBytes` is out of range
 * @example
 * ```ts
 * const setupKey = encodeBase32(generateSecretBytes()); // 32 characters
 * ```
 */
export function generateSecretBytes(lengthBytes: number = RECOMMENDED_BYTES): Uint8Array {
  checkInteger('lengthBytes', lengthBytes, MIN_GENERATED_BYTES, MAX_SECRET_BYTES);
  return crypto.getRandomValues(new Uint8Array(lengthBytes));
}

/**
 * A secret ready for use: the two HMAC states that depend on the key, kept out of reach of logs, `JSON.stringify`
 * and inspection. Made by {@link prepareSecret}.
 */
class PreparedSecret {
  /** The hash function it was prepared for. */
  readonly algorithm: Algorithm;
  readonly #counterMac: CounterMac;

  constructor(algorithm: Algorithm, counterMac: CounterMac) {
    this.algorithm = algorithm;
    this.#counterMac = counterMac;
  }

  /** The package's own door to the state; not re-exported. */
  static mac(secret: PreparedSecret, counter: number): DataView {
    return secret.#counterMac(counter);
  }
}
export type { PreparedSecret };

/**
 * Prepares a secret once for any number of codes. The bytes are not kept.
 *
 * @param secretBytes - the shared key, 1 to 1,024 bytes (RFC 4226 asks for at least 16; old services give 10)
 * @param algorithm - `'SHA1'` (default), `'SHA256'` or `'SHA512'`
 * @throws {OptionError} when the key is empty, too long or not bytes, or the algorithm unknown
 * @example
 * ```ts
 * const secret = prepareSecret(decodeBase32('JBSWY3DPEHPK3PXP'));
 * totp(secret, { timeSeconds: Date.now() / 1000 });
 * ```
 */
export function prepareSecret(secretBytes: Uint8Array, algorithm: Algorithm = 'SHA1'): PreparedSecret {
  checkSecretBytes(secretBytes);
  if (algorithm !== 'SHA1' && algorithm !== 'SHA256' && algorithm !== 'SHA512') {
    throw new OptionError('algorithm', 'SHA1, SHA256 or SHA512');
  }
  return new PreparedSecret(algorithm, prepareCounterMac(secretBytes, algorithm));
}

/**
 * Dynamic truncation (RFC 4226 §5.3): 31 bits of HMAC(K, C), taken where the last four bits of the MAC say.
 *
 * @param counter - a safe integer, 0 or more; checked by the caller
 * @returns Snum, 0 to 2^31 - 1
 */
export function truncatedMac(secret: PreparedSecret, counter: number): number {
  const mac = PreparedSecret.mac(secret, counter);
  const offset = mac.getUint8(mac.byteLength - 1) & 0xf;
  return mac.getUint32(offset) & 0x7fffffff;
}
