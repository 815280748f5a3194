import { hotp, prepareSecret, steamCode, totp, type PreparedSecret } from '@countersign/otp';
import type { Entry, HotpEntry, SteamEntry, TotpEntry } from '@countersign/vault';

const prepared = new WeakMap<Uint8Array, PreparedSecret>();

/** The code of an entry that goes by the clock, at the given time. */
export function codeAt(entry: TotpEntry | SteamEntry, timeMs: number): string {
  const timeSeconds = Math.floor(timeMs / 1000);
  if (entry.type === 'steam') return steamCode(preparedSecret(entry), { timeSeconds });
  const { digits, periodSeconds } = entry;
  return totp(preparedSecret(entry), { timeSeconds, digits, periodSeconds });
}

/** The code of an HOTP entry for a counter that has been taken. */
export function codeForCounter(entry: HotpEntry, counter: number): string {
  return hotp(preparedSecret(entry), counter, { digits: entry.digits });
}

/** Whole seconds until the code changes: from the period down to 1. */
export function secondsLeft(periodSeconds: number, timeMs: number): number {
  return periodSeconds - (Math.floor(timeMs / 1000) % periodSeconds);
}

/** A code in two halves, easier to read and to keep in mind: `123 456`. Steam's five characters stay together. */
export function codeHalves(code: string): [string, string] {
  const middle = code.length < 6 ? code.length : Math.ceil(code.length / 2);
  return [code.slice(0, middle), code.slice(middle)];
}

function preparedSecret({ secretBytes, algorithm }: Entry): PreparedSecret {
  let secret = prepared.get(secretBytes);
  if (secret === undefined) prepared.set(secretBytes, (secret = prepareSecret(secretBytes, algorithm)));
  return secret;
}
