// otpauth URIs, the text inside set-up QR codes, as https://github.com/google/google-authenticator/wiki/Key-Uri-Format
// describes them and as services write them in practice. Parsed by hand: `URL` lower-cases what it takes for a host,
// cuts at '#', and refuses raw characters that authenticators read.
//
// Leniency, in one place:
// - the scheme, the type and the parameters' names in any case; white space around the whole is dropped
// - any character may stand raw; '#' is an ordinary character; a '%' that begins no UTF-8 sequence means itself
// - '+' is a space in parameters (as HTML forms write it) and a plus in the label
// - an empty parameter is a missing one; a repeated parameter is fine while it says the same
// Nothing else is guessed: what would change the code is refused with a reason.
import { decodeBase32, encodeBase32 } from './base32.ts';
import { Base32Error, OtpauthUriError, type OtpauthUriErrorCode } from './errors.ts';
import type { Algorithm } from './hmac.ts';
import { MAX_DIGITS, MAX_SECRET_BYTES, MIN_DIGITS } from './options.ts';

/** More than a QR code holds; longer texts are refused unread. */
const MAX_URI_LENGTH = 4096;
/** A day. What is longer is a mistake: no one waits for it, and timers of that length overflow. */
const MAX_PERIOD_SECONDS = 86_400;
const DEFAULT_DIGITS = 6;
const DEFAULT_PERIOD_SECONDS = 30;

/** What all types of otpauth accounts have. */
export interface OtpauthBase {
  /** Who issued the secret. The `issuer` parameter wins over the label's prefix. Absent when neither says it. */
  issuer?: string;
  /** The label's prefix where it contradicts `issuer`; kept so that nothing is lost, not meant for display. */
  labelIssuer?: string;
  /** The account's name at the issuer, usually an email address; may be empty. */
  accountName: string;
  /** The shared key, 1 to 1,024 bytes. */
  secretBytes: Uint8Array;
  /** The hash function of the HMAC. */
  algorithm: Algorithm;
  /** Length of the code, 6 to 10. */
  digits: number;
  /** Parameters this package does not know, decoded, in their order. */
  extraParameters: readonly (readonly [name: string, value: string])[];
}

/** An account whose codes come from the time (RFC 6238). */
export interface TotpAccount extends OtpauthBase {
  type: 'totp';
  /** Seconds in a time step, 1 to 86,400. */
  periodSeconds: number;
}

/** An account whose codes come from a counter (RFC 4226). */
export interface HotpAccount extends OtpauthBase {
  type: 'hotp';
  /** The next counter to use, a safe integer, 0 or more. */
  counter: number;
}

/** A Steam Guard account: see {@link steamCode}. */
export interface SteamAccount extends OtpauthBase {
  type: 'steam';
  periodSeconds: 30;
  digits: 5;
  algorithm: 'SHA1';
}

/** What an otpauth URI says; `type` tells the three apart. */
export type OtpauthAccount = TotpAccount | HotpAccount | SteamAccount;

/**
 * Reads an otpauth URI.
 *
 * @param uri - at most 4,096 characters
 * @returns the account, with defaults filled in (SHA1, 6 digits, 30 seconds) and names trimmed
 * @throws {OtpauthUriError} with a `code` and a message for people; nothing else is thrown, whatever the text
 * @example
 * ```ts
 * const account = parseOtpauthUri('otpauth://totp/Acme:bob@example.com?secret=JBSWY3DPEHPK3PXP&issuer=Acme');
 * account.issuer; // 'Acme'
 * account.accountName; // 'bob@example.com'
 * ```
 */
export function parseOtpauthUri(uri: string): OtpauthAccount {
  if (uri.length > MAX_URI_LENGTH) throw tooLong();
  const { type, label, query } = splitUri(uri);
  const parameters = readParameters(query);
  if (type !== 'totp' && type !== 'hotp' && type !== 'steam') throw unknownType(type);
  const encoder = parameters.take('encoder')?.toLowerCase();
  if (encoder !== undefined && (encoder !== 'steam' || type === 'hotp')) {
    throw new OtpauthUriError(
      'unsupported_encoder',
      `${type} codes in the form ${quote(encoder)} are not supported`,
    );
  }
  if (type === 'hotp') return readHotp(label, parameters);
  // KeePassXC writes Steam accounts as totp with encoder=steam
  return type === 'steam' || encoder === 'steam' ? readSteam(label, parameters) : readTotp(label, parameters);
}

/**
 * Writes an account as an otpauth URI: `otpauth://type/Issuer:account?secret=...&issuer=...&algorithm=...&digits=...`
 * and `&period=...` or `&counter=...`, then the extra parameters, percent-encoded as RFC 3986 §2 asks.
 *
 * `parseOtpauthUri(formatOtpauthUri(account))` equals `account`, as long as its names carry no surrounding white
 * space and no lone surrogates.
 *
 * @throws {OtpauthUriError} when a value is out of its range, or the URI would be too long to be read again
 * @example
 * ```ts
 * formatOtpauthUri({
 *   type: 'totp',
 *   issuer: 'Acme',
 *   accountName: 'bob@example.com',
 *   secretBytes: decodeBase32('JBSWY3DPEHPK3PXP'),
 *   algorithm: 'SHA1',
 *   digits: 6,
 *   periodSeconds: 30,
 *   extraParameters: [],
 * }); // 'otpauth://totp/Acme:bob%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Acme&algorithm=SHA1&digits=6&period=30'
 * ```
 */
export function formatOtpauthUri(account: OtpauthAccount): string {
  checkAccount(account);
  const parameters: (readonly [string, string])[] = [['secret', encodeBase32(account.secretBytes)]];
  const issuer = account.issuer?.trim();
  if (issuer) parameters.push(['issuer', issuer]);
  parameters.push(['algorithm', account.algorithm], ['digits', String(account.digits)]);
  if (account.type === 'hotp') parameters.push(['counter', String(account.counter)]);
  else parameters.push(['period', String(account.periodSeconds)]);
  parameters.push(...account.extraParameters);

  const query = parameters.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  const uri = `otpauth://${account.type}/${formatLabel(account)}?${query}`;
  if (uri.length > MAX_URI_LENGTH) throw tooLong();
  return uri;
}

// ---- the URI's parts

function splitUri(uri: string): { type: string; label: string; query: string } {
  const match = /^otpauth:\/\/([^/?]*)\/?([^?]*)\??(.*)$/is.exec(uri.trim().toWellFormed());
  if (!match) {
    const isMigration = /^\s*otpauth-migration:/i.test(uri);
    throw new OtpauthUriError(
      'not_otpauth',
      isMigration
        ? 'This is a batch of accounts (otpauth-migration), not a single one'
        : 'Not an otpauth:// URI',
    );
  }
  const [, type = '', label = '', query = ''] = match;
  return { type: type.toLowerCase(), label, query };
}

interface Parameters {
  /** Removes a parameter by its lower-case name; undefined where it is missing or empty. */
  take(name: string): string | undefined;
  /** What was not taken, in order. */
  rest(): (readonly [name: string, value: string])[];
}

function readParameters(query: string): Parameters {
  let entries = query
    .split('&')
    .filter((part) => part !== '')
    .map(readParameter);
  return {
    take(name) {
      const values = entries.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value.trim());
      entries = entries.filter(([key]) => key.toLowerCase() !== name);
      const distinct = new Set(values.filter((value) => value !== ''));
      if (distinct.size > 1) {
        throw new OtpauthUriError(
          'duplicate_parameter',
          `"${name}" is given more than once, with different values`,
        );
      }
      return distinct.values().next().value;
    },
    rest: () => entries,
  };
}

function readParameter(part: string): readonly [name: string, value: string] {
  const equals = part.includes('=') ? part.indexOf('=') : part.length;
  const text = (raw: string) => decode(raw.replaceAll('+', ' '));
  return [text(part.slice(0, equals)), text(part.slice(equals + 1))];
}

/** Percent-decoding (RFC 3986 §2.1) of UTF-8; what is no UTF-8 stays as it is written. */
function decode(raw: string): string {
  return raw.replace(/(?:%[0-9a-f]{2})+/gi, (sequence) => {
    try {
      return decodeURIComponent(sequence);
    } catch {
      return sequence;
    }
  });
}

/** Percent-encodes all but RFC 3986's unreserved characters and !'()*, which are free to stand in a label or value. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

// ---- label: [issuer ":"] account

function readNames(
  label: string,
  issuerParameter: string | undefined,
): Pick<OtpauthBase, 'issuer' | 'labelIssuer' | 'accountName'> {
  const { prefix, accountName } = splitLabel(label);
  const issuer = issuerParameter ?? prefix;
  const contradicts = issuerParameter !== undefined && prefix !== '' && prefix !== issuerParameter;
  return {
    ...(issuer !== '' && { issuer }),
    ...(contradicts && { labelIssuer: prefix }),
    accountName,
  };
}

/**
 * Splits before decoding, so that a name can hold an encoded colon; only where no colon stands raw does an encoded
 * one separate, as the format's description allows.
 */
function splitLabel(label: string): { prefix: string; accountName: string } {
  const separator = /:/.exec(label) ?? /%3a/i.exec(label);
  if (!separator) return { prefix: '', accountName: decode(label).trim() };
  return {
    prefix: decode(label.slice(0, separator.index)).trim(),
    accountName: decode(label.slice(separator.index + separator[0].length)).trim(),
  };
}

function formatLabel(account: OtpauthAccount): string {
  const prefix = account.labelIssuer?.trim() || account.issuer?.trim() || '';
  const accountName = account.accountName.trim();
  // A colon in the name needs the raw one before it, even after an empty prefix, to be read back as part of the name
  if (prefix === '' && !accountName.includes(':')) return encode(accountName);
  return `${encode(prefix)}:${encode(accountName)}`;
}

// ---- types

function readTotp(label: string, parameters: Parameters): TotpAccount {
  return {
    type: 'totp',
    ...readNames(label, parameters.take('issuer')),
    secretBytes: readSecret(parameters),
    algorithm: readAlgorithm(parameters),
    digits: readInteger(parameters, DIGITS) ?? DEFAULT_DIGITS,
    periodSeconds: readInteger(parameters, PERIOD) ?? DEFAULT_PERIOD_SECONDS,
    extraParameters: parameters.rest(),
  };
}

function readHotp(label: string, parameters: Parameters): HotpAccount {
  const counter = readInteger(parameters, COUNTER);
  if (counter === undefined) {
    // A guess would show codes that the service refuses, or, worse, refuse the right ones later
    throw new OtpauthUriError(
      'missing_counter',
      'A counter-based (HOTP) account needs the parameter "counter"',
    );
  }
  return {
    type: 'hotp',
    ...readNames(label, parameters.take('issuer')),
    secretBytes: readSecret(parameters),
    algorithm: readAlgorithm(parameters),
    digits: readInteger(parameters, DIGITS) ?? DEFAULT_DIGITS,
    counter,
    extraParameters: parameters.rest(),
  };
}

function readSteam(label: string, parameters: Parameters): SteamAccount {
  readInteger(parameters, STEAM_DIGITS);
  readInteger(parameters, STEAM_PERIOD);
  checkSteamAlgorithm(readAlgorithm(parameters));
  return {
    type: 'steam',
    ...readNames(label, parameters.take('issuer')),
    secretBytes: readSecret(parameters),
    algorithm: 'SHA1',
    digits: 5,
    periodSeconds: 30,
    extraParameters: parameters.rest(),
  };
}

function checkAccount(account: OtpauthAccount): void {
  checkSecret(account.secretBytes);
  if (parseAlgorithm(account.algorithm) !== account.algorithm) throw unsupportedAlgorithm(account.algorithm);
  if (account.type === 'totp') {
    checkRange(account.digits, DIGITS);
    checkRange(account.periodSeconds, PERIOD);
  } else if (account.type === 'hotp') {
    checkRange(account.digits, DIGITS);
    checkRange(account.counter, COUNTER);
  } else if (account.type === 'steam') {
    checkRange(account.digits, STEAM_DIGITS);
    checkRange(account.periodSeconds, STEAM_PERIOD);
    checkSteamAlgorithm(account.algorithm);
  } else {
    throw unknownType((account as OtpauthAccount).type);
  }
  checkExtraParameters(account);
}

function unknownType(type: string): OtpauthUriError {
  return new OtpauthUriError(
    'unknown_type',
    `${quote(type)} is not a type of one-time password (totp, hotp, steam)`,
  );
}

function checkExtraParameters(account: OtpauthAccount): void {
  const reserved = ['secret', 'issuer', 'algorithm', 'digits', 'encoder'];
  reserved.push(account.type === 'hotp' ? 'counter' : 'period');
  for (const [name] of account.extraParameters) {
    if (!reserved.includes(name.toLowerCase())) continue;
    throw new OtpauthUriError('reserved_parameter', `"${name}" cannot be an extra parameter`);
  }
}

// ---- parameters

function readSecret(parameters: Parameters): Uint8Array {
  const text = parameters.take('secret');
  if (text === undefined) throw new OtpauthUriError('missing_secret', 'The parameter "secret" is missing');
  try {
    const secretBytes = decodeBase32(text);
    checkSecret(secretBytes);
    return secretBytes;
  } catch (cause) {
    if (!(cause instanceof Base32Error)) throw cause;
    throw new OtpauthUriError('invalid_secret', `The secret cannot be read: ${cause.message}`, { cause });
  }
}

function checkSecret(secretBytes: Uint8Array): void {
  if (secretBytes.length > 0 && secretBytes.length <= MAX_SECRET_BYTES) return;
  throw new OtpauthUriError('invalid_secret', `The secret must have 1 to ${MAX_SECRET_BYTES} bytes`);
}

function readAlgorithm(parameters: Parameters): Algorithm {
  const text = parameters.take('algorithm');
  if (text === undefined) return 'SHA1';
  const algorithm = parseAlgorithm(text);
  if (algorithm === undefined) throw unsupportedAlgorithm(text);
  return algorithm;
}

/** SHA1, SHA-1, HmacSHA1 (Java's name), hmac-sha1 and so on; undefined for any other algorithm. */
function parseAlgorithm(text: string): Algorithm | undefined {
  const size = /^(?:hmac)?[-_ ]?sha[-_ ]?(1|256|512)$/i.exec(text)?.[1];
  return size === undefined ? undefined : (`SHA${size}` as Algorithm);
}

function unsupportedAlgorithm(text: string): OtpauthUriError {
  return new OtpauthUriError(
    'unsupported_algorithm',
    `The algorithm ${quote(text)} is not SHA1, SHA256 or SHA512`,
  );
}

function checkSteamAlgorithm(algorithm: Algorithm): void {
  if (algorithm === 'SHA1') return;
  throw new OtpauthUriError('unsupported_algorithm', 'Steam codes are made with SHA1 only');
}

interface IntegerParameter {
  name: string;
  code: OtpauthUriErrorCode;
  min: number;
  max: number;
}

const DIGITS: IntegerParameter = { name: 'digits', code: 'invalid_digits', min: MIN_DIGITS, max: MAX_DIGITS };
const PERIOD: IntegerParameter = { name: 'period', code: 'invalid_period', min: 1, max: MAX_PERIOD_SECONDS };
const COUNTER: IntegerParameter = {
  name: 'counter',
  code: 'invalid_counter',
  min: 0,
  max: Number.MAX_SAFE_INTEGER,
};
const STEAM_DIGITS: IntegerParameter = { name: 'digits', code: 'invalid_digits', min: 5, max: 5 };
const STEAM_PERIOD: IntegerParameter = { name: 'period', code: 'invalid_period', min: 30, max: 30 };

function readInteger(parameters: Parameters, parameter: IntegerParameter): number | undefined {
  const text = parameters.take(parameter.name);
  if (text === undefined) return undefined;
  const value = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  checkRange(value, parameter, text);
  return value;
}

function checkRange(value: number, { name, code, min, max }: IntegerParameter, text = String(value)): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  const range = min === max ? `${min}` : `a whole number from ${min} to ${max}`;
  throw new OtpauthUriError(code, `"${name}" must be ${range}, not ${quote(text)}`);
}

function quote(text: string): string {
  return text.length <= 20 ? `"${text}"` : `"${text.slice(0, 20)}..."`;
}

function tooLong(): OtpauthUriError {
  return new OtpauthUriError('too_long', `An otpauth URI has at most ${MAX_URI_LENGTH} characters`);
}
