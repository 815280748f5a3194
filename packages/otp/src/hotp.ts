// HOTP (RFC 4226): codes from a counter, and the matching of a passcode against a range of counters.
import { checkDigits, checkInteger } from './options.ts';
import { truncatedMac, type PreparedSecret } from './secret.ts';

/** Digits of a code where the caller says nothing; what every authenticator shows. */
export const DEFAULT_DIGITS = 6;
/** A wider search makes guessing easier in proportion (RFC 4226 §7.3) and costs time. */
export const MAX_WINDOW_STEPS = 1000;
const DEFAULT_LOOK_AHEAD_STEPS = 10;

// 32-bit integers, so that the remainder is an integer instruction and not a call for doubles
const POWER_OF_TEN = Int32Array.from({ length: 10 }, (_, exponent) => 10 ** exponent);
const THREE_DIGITS = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, '0'));

/** Options of {@link hotp}. */
export interface HotpOptions {
  /** Length of the code, 6 to 10. Default 6. */
  digits?: number;
}

/**
 * The HOTP value of a counter (RFC 4226 §5.3).
 *
 * @param secret - from {@link prepareSecret}
 * @param counter - the moving factor, a safe integer, 0 or more
 * @returns exactly `digits` ASCII digits, leading zeros kept. Nine and ten digits hold no more than the 31 bits that
 *   RFC 4226 takes from the MAC, so a ten-digit code begins with 0, 1 or 2.
 * @throws {OptionError} when an argument is out of range
 * @example
 * ```ts
 * const secret = prepareSecret(new TextEncoder().encode('12345678901234567890'));
 * hotp(secret, 0); // '755224'
 * ```
 */
export function hotp(secret: PreparedSecret, counter: number, options: HotpOptions = {}): string {
  const { digits = DEFAULT_DIGITS } = options;
  checkInteger('counter', counter, 0, Number.MAX_SAFE_INTEGER);
  checkDigits(digits);
  return formatCode(codeValue(secret, counter, digits), digits);
}

/** Options of {@link matchHotp}. */
export interface MatchHotpOptions extends HotpOptions {
  /** The next counter the service expects. */
  counter: number;
  /** How many further counters to look at (RFC 4226 §7.4), 0 to 1,000. Default 10. */
  lookAheadSteps?: number;
}

/**
 * Finds the counter that a passcode belongs to, from `counter` to `counter + lookAheadSteps`.
 *
 * Where the passcode fits two counters, the later one is returned, so that storing `match + 1` as the next counter
 * leaves no way to use the same passcode again (RFC 4226 §7.2). Every counter is looked at, whether or not an
 * earlier one matched, and codes are compared as whole numbers: the time taken tells nothing about digits.
 *
 * @param passcode - what the person typed, spaces removed by the caller; anything but exactly `digits` ASCII digits
 *   matches nothing
 * @returns the matching counter, or undefined
 * @throws {OptionError} when an option is out of range
 * @example
 * ```ts
 * const secret = prepareSecret(new TextEncoder().encode('12345678901234567890'));
 * matchHotp(secret, '969429', { counter: 1 }); // 3
 * ```
 */
export function matchHotp(
  secret: PreparedSecret,
  passcode: string,
  options: MatchHotpOptions,
): number | undefined {
  const { counter, lookAheadSteps = DEFAULT_LOOK_AHEAD_STEPS, digits = DEFAULT_DIGITS } = options;
  checkInteger('counter', counter, 0, Number.MAX_SAFE_INTEGER);
  checkInteger('lookAheadSteps', lookAheadSteps, 0, MAX_WINDOW_STEPS);
  checkDigits(digits);
  return lastMatchingCounter(secret, passcode, digits, counter, counter + lookAheadSteps);
}

/** The last counter from `first` to `last`, both included, whose code is `passcode`. Arguments are checked. */
export function lastMatchingCounter(
  secret: PreparedSecret,
  passcode: string,
  digits: number,
  first: number,
  last: number,
): number | undefined {
  const value = parsePasscode(passcode, digits);
  if (value === undefined) return undefined;
  const lastCounter = Math.min(last, Number.MAX_SAFE_INTEGER);
  let match: number | undefined;
  for (let counter = first; counter <= lastCounter; counter++) {
    // One comparison of two numbers: it cannot stop at the first wrong digit
    if (codeValue(secret, counter, digits) === value) match = counter;
  }
  return match;
}

/** The number that `passcode` writes, or undefined where it is not exactly `digits` ASCII digits. */
function parsePasscode(passcode: string, digits: number): number | undefined {
  // Passcodes come from requests: an array or a number gets the answer of a wrong passcode, not an exception
  if (typeof passcode !== 'string' || passcode.length !== digits) return undefined;
  let value = 0;
  for (let i = 0; i < digits; i++) {
    const digit = passcode.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

/** Snum mod 10^Digit (RFC 4226 §5.3, step 3). Ten digits hold every 31-bit number, so there is nothing to divide. */
function codeValue(secret: PreparedSecret, counter: number, digits: number): number {
  const snum = truncatedMac(secret, counter);
  return digits < 10 ? snum % POWER_OF_TEN[digits]! : snum;
}

/** Exactly `digits` ASCII digits, from the right in groups of three. */
function formatCode(value: number, digits: number): string {
  let rest = value;
  let code = '';
  let length = 0;
  for (; length + 3 <= digits; length += 3) {
    code = THREE_DIGITS[rest % 1000]! + code;
    rest = (rest / 1000) | 0;
  }
  return length < digits ? String(rest).padStart(digits - length, '0') + code : code;
}
