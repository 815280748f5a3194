// Run-time checks of what callers pass, with one wording for all of them.
import { OptionError } from './errors.ts';

/** RFC 4226 §5.3: at least 6 digits. 10 show all 31 bits; more would only add zeros. */
export const MIN_DIGITS = 6;
/** See {@link MIN_DIGITS}. */
export const MAX_DIGITS = 10;
/** Longer keys add nothing (HMAC hashes them down), and a bound keeps hostile input cheap. */
export const MAX_SECRET_BYTES = 1024;

/** Throws {@link OptionError} unless `value` is an integer from `min` to `max`. */
export function checkInteger(option: string, value: number, min: number, max: number): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `from ${min} to ${max}`;
  throw new OptionError(option, `an integer, ${range}`);
}

/** Throws {@link OptionError} unless `digits` is an integer from 6 to 10. */
export function checkDigits(digits: number): void {
  checkInteger('digits', digits, MIN_DIGITS, MAX_DIGITS);
}

/** Throws {@link OptionError} unless `secretBytes` is a Uint8Array of 1 to 1,024 bytes. */
export function checkSecretBytes(secretBytes: Uint8Array): void {
  if (secretBytes instanceof Uint8Array && secretBytes.length > 0 && secretBytes.length <= MAX_SECRET_BYTES)
    return;
  throw new OptionError('secretBytes', `a Uint8Array of 1 to ${MAX_SECRET_BYTES} bytes`);
}
