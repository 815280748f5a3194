// TOTP (RFC 6238): HOTP whose counter is the time step. Time is an argument; nothing here reads a clock.
import { DEFAULT_DIGITS, hotp, lastMatchingCounter, MAX_WINDOW_STEPS } from './hotp.ts';
import { checkDigits, checkInteger } from './options.ts';
import { OptionError } from './errors.ts';
import type { PreparedSecret } from './secret.ts';

/** RFC 6238 §4.1: X, the default time step. */
const DEFAULT_PERIOD_SECONDS = 30;
/** RFC 6238 §5.2: at most one time step for the network's delay. */
const DEFAULT_WINDOW_STEPS = 1;

/** How time is cut into steps. */
export interface TimeStepOptions {
  /** RFC 6238's X: seconds in a time step, a positive integer. Default 30. */
  periodSeconds?: number;
  /** RFC 6238's T0: Unix time at which steps begin, an integer. Default 0. */
  t0Seconds?: number;
}

/** Options of {@link totp}. */
export interface TotpOptions extends TimeStepOptions {
  /** Unix time in seconds; fractions are fine (`Date.now() / 1000`). Not before `t0Seconds`. */
  timeSeconds: number;
  /** Length of the code, 6 to 10. Default 6. */
  digits?: number;
}

/** Options of {@link matchTotp}. */
export interface MatchTotpOptions extends TotpOptions {
  /** Steps looked at on either side of now, 0 to 1,000. Default 1, as RFC 6238 §5.2 recommends. */
  windowSteps?: number;
  /** The last time step that was used; only later ones match (RFC 6238 §5.2: one-time only). Default: none was. */
  laterThanStep?: number;
}

/**
 * The time step that a moment lies in: T = floor((time - T0) / X) (RFC 6238 §4.2).
 *
 * @param timeSeconds - Unix time in seconds; fractions are fine
 * @returns T, an integer, 0 or more
 * @throws {OptionError} when an argument is out of range, or the time is before `t0Seconds`
 * @example
 * ```ts
 * timeStepAt(59); // 1
 * ```
 */
export function timeStepAt(timeSeconds: number, options: TimeStepOptions = {}): number {
  const { periodSeconds = DEFAULT_PERIOD_SECONDS, t0Seconds = 0 } = options;
  checkInteger('periodSeconds', periodSeconds, 1, Number.MAX_SAFE_INTEGER);
  checkInteger('t0Seconds', t0Seconds, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  // Whole seconds first: the quotient of two safe integers is never rounded up to the next step
  const elapsedSeconds = Math.floor(timeSeconds - t0Seconds);
  if (!Number.isSafeInteger(elapsedSeconds) || elapsedSeconds < 0) {
    throw new OptionError('timeSeconds', 'a Unix time in seconds, not before t0Seconds');
  }
  return Math.floor(elapsedSeconds / periodSeconds);
}

/**
 * The code at a moment (RFC 6238 §4).
 *
 * @param secret - from {@link prepareSecret}
 * @returns exactly `digits` ASCII digits, leading zeros kept
 * @throws {OptionError} when an option is out of range
 * @example
 * ```ts
 * const secret = prepareSecret(new TextEncoder().encode('12345678901234567890'));
 * totp(secret, { timeSeconds: 59, digits: 8 }); // '94287082'
 * ```
 */
export function totp(secret: PreparedSecret, options: TotpOptions): string {
  return hotp(secret, timeStepAt(options.timeSeconds, options), options);
}

/**
 * Finds the time step that a passcode belongs to, within `windowSteps` of now and later than `laterThanStep`.
 *
 * The caller keeps the returned step and gives it as `laterThanStep` next time; a passcode then works once
 * (RFC 6238 §5.2). Where a passcode fits two steps, the later one is returned, so that this holds even then.
 * Every step is looked at, whether or not an earlier one matched, and codes are compared as whole numbers: the time
 * taken tells nothing about digits.
 *
 * @param passcode - what the person typed. Removing spaces (`'123 456'`) is the caller's part; anything but exactly
 *   `digits` ASCII digits matches nothing, other scripts' digits included
 * @returns the matching time step, or undefined
 * @throws {OptionError} when an option is out of range
 * @example
 * ```ts
 * const secret = prepareSecret(new TextEncoder().encode('12345678901234567890'));
 * matchTotp(secret, '287082', { timeSeconds: 75 }); // 1
 * matchTotp(secret, '287082', { timeSeconds: 75, laterThanStep: 1 }); // undefined
 * ```
 */
export function matchTotp(
  secret: PreparedSecret,
  passcode: string,
  options: MatchTotpOptions,
): number | undefined {
  const { windowSteps = DEFAULT_WINDOW_STEPS, laterThanStep = -1, digits = DEFAULT_DIGITS } = options;
  checkInteger('windowSteps', windowSteps, 0, MAX_WINDOW_STEPS);
  checkInteger('laterThanStep', laterThanStep, -1, Number.MAX_SAFE_INTEGER);
  checkDigits(digits);
  const now = timeStepAt(options.timeSeconds, options);
  const first = Math.max(now - windowSteps, laterThanStep + 1);
  return lastMatchingCounter(secret, passcode, digits, first, now + windowSteps);
}
