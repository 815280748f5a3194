// Steam Guard's codes: TOTP whose 31 bits are written as five characters instead of decimal digits. Valve has not
// published it; the alphabet and the order of characters are what its app shows.
import { OptionError } from './errors.ts';
import { timeStepAt } from './totp.ts';
import { truncatedMac, type PreparedSecret } from './secret.ts';

const ALPHABET = '23456789BCDFGHJKMNPQRTVWXY';
const LENGTH = 5;

/**
 * The Steam Guard code at a moment.
 *
 * @param secret - prepared with SHA1, the only algorithm Steam uses
 * @param options - `timeSeconds`: Unix time in seconds; the period is always 30 seconds
 * @returns five characters, the low-order one first
 * @throws {OptionError} when the secret was prepared for another algorithm, or the time is out of range
 * @example
 * ```ts
 * const secret = prepareSecret(new TextEncoder().encode('12345678901234567890'));
 * steamCode(secret, { timeSeconds: 59 });
 * ```
 */
export function steamCode(secret: PreparedSecret, options: { timeSeconds: number }): string {
  if (secret.algorithm !== 'SHA1') throw new OptionError('secret', 'prepared with SHA1');
  let rest = truncatedMac(secret, timeStepAt(options.timeSeconds));
  let code = '';
  for (let i = 0; i < LENGTH; i++) {
    code += ALPHABET[rest % ALPHABET.length]!;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return code;
}
