// An entry: one account in the vault. What it holds, where it comes from, and when two are the same.
import type { Algorithm, OtpauthAccount } from '@countersign/otp';

interface EntryBase {
  /** A random UUID, lower case; never used again. */
  id: string;
  /** Who asks for the code. Empty when unknown. */
  issuer: string;
  accountName: string;
  secretBytes: Uint8Array;
  algorithm: Algorithm;
  digits: number;
  /** A remark of the person's own. */
  note?: string;
  /** The place in the list; see `positionBetween`. */
  position: string;
  createdAtMs: number;
  updatedAtMs: number;
  /** When it was put in the trash; absent while it is in use. */
  deletedAtMs?: number;
  /** Parameters of the otpauth URI that mean nothing to us, kept for whoever they mean something to. */
  extraParameters: readonly (readonly [name: string, value: string])[];
}

/** Codes by the clock. RFC 6238. */
export interface TotpEntry extends EntryBase {
  type: 'totp';
  periodSeconds: number;
}

/** Codes by a counter. RFC 4226. */
export interface HotpEntry extends EntryBase {
  type: 'hotp';
  /** The counter of the next code to show. RFC 4226 §5.1. */
  counter: number;
}

/** Steam Guard: five characters, 30 seconds, SHA-1. */
export interface SteamEntry extends EntryBase {
  type: 'steam';
  periodSeconds: 30;
  digits: 5;
  algorithm: 'SHA1';
}

/** One account in the vault. */
export type Entry = TotpEntry | HotpEntry | SteamEntry;

/** Makes a new entry from what a QR code, a link or a form said. */
export function entryFromAccount(account: OtpauthAccount, place: { position: string; nowMs: number }): Entry {
  const base = {
    id: crypto.randomUUID(),
    issuer: account.issuer ?? '',
    accountName: account.accountName,
    secretBytes: account.secretBytes.slice(),
    position: place.position,
    createdAtMs: place.nowMs,
    updatedAtMs: place.nowMs,
    extraParameters: account.extraParameters,
  };
  const { algorithm, digits } = account;
  switch (account.type) {
    case 'totp':
      return { ...base, type: 'totp', algorithm, digits, periodSeconds: account.periodSeconds };
    case 'hotp':
      return { ...base, type: 'hotp', algorithm, digits, counter: account.counter };
    case 'steam':
      return { ...base, type: 'steam', algorithm: 'SHA1', digits: 5, periodSeconds: 30 };
  }
}

/** The entry as an otpauth account, to show or hand over. */
export function accountFromEntry(entry: Entry): OtpauthAccount {
  const base = {
    ...(entry.issuer !== '' && { issuer: entry.issuer }),
    accountName: entry.accountName,
    secretBytes: entry.secretBytes.slice(),
    extraParameters: entry.extraParameters,
  };
  const { algorithm, digits } = entry;
  switch (entry.type) {
    case 'totp':
      return { ...base, type: 'totp', algorithm, digits, periodSeconds: entry.periodSeconds };
    case 'hotp':
      return { ...base, type: 'hotp', algorithm, digits, counter: entry.counter };
    case 'steam':
      return { ...base, type: 'steam', algorithm: 'SHA1', digits: 5, periodSeconds: 30 };
  }
}

/**
 * Whether two give the same codes: the same secret, type, algorithm, digits and period. Names do not count, and
 * neither does HOTP's counter, which moves.
 */
export function isSameSecret(a: Entry | OtpauthAccount, b: Entry | OtpauthAccount): boolean {
  return (
    a.type === b.type &&
    a.algorithm === b.algorithm &&
    a.digits === b.digits &&
    periodOf(a) === periodOf(b) &&
    sameBytes(a.secretBytes, b.secretBytes)
  );
}

/** The entry that `account` would double, if there is one. */
export function findDuplicate(entries: Iterable<Entry>, account: OtpauthAccount): Entry | undefined {
  for (const entry of entries) if (isSameSecret(entry, account)) return entry;
  return undefined;
}

/** The order of the list: by position, then by id, so that every device sees the same. */
export function compareEntries(a: Entry, b: Entry): number {
  if (a.position !== b.position) return a.position < b.position ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

function periodOf(item: Entry | OtpauthAccount): number | undefined {
  return item.type === 'hotp' ? undefined : item.periodSeconds;
}

// Not in constant time: both sides are the person's own, on their own device.
function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
