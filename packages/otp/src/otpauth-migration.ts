// otpauth-migration URIs: what Google Authenticator's "Transfer accounts" shows as QR codes, several accounts in
// each. The payload is a protobuf message that Google has not published; every authenticator reads it as:
//
//   message MigrationPayload {
//     repeated OtpParameters otp_parameters = 1;
//     int32 version = 2;  int32 batch_size = 3;  int32 batch_index = 4;  int32 batch_id = 5;
//   }
//   message OtpParameters {
//     bytes secret = 1;  string name = 2;  string issuer = 3;
//     Algorithm algorithm = 4;   // 0 unspecified, 1 SHA1, 2 SHA256, 3 SHA512, 4 MD5
//     DigitCount digits = 5;     // 0 unspecified, 1 six, 2 eight, 3 seven
//     OtpType type = 6;          // 0 unspecified, 1 HOTP, 2 TOTP
//     int64 counter = 7;
//   }
import { MigrationUriError } from './errors.ts';
import type { Algorithm } from './hmac.ts';
import { checkInteger, MAX_SECRET_BYTES } from './options.ts';
import type { OtpauthAccount } from './otpauth-uri.ts';
import { bytesField, ProtobufError, readFields, varintField, type Field } from './protobuf.ts';

// UTF-8 is all we ask of the runtime here
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** Several times what a QR code holds; longer texts are refused unread. */
const MAX_URI_LENGTH = 16_384;
const PERIOD_SECONDS = 30;
const MAX_INT32 = 2 ** 31 - 1;

/** One QR code of a transfer. */
export interface MigrationBatch {
  /** The accounts that could be read. */
  accounts: OtpauthAccount[];
  /** Those that could not, by place in the payload (from 0), with a reason for people. */
  unreadable: { index: number; reason: string }[];
  /** Version of the payload. */
  version: number;
  /** How many QR codes the transfer has. */
  batchSize: number;
  /** Which of them this is, from 0. */
  batchIndex: number;
  /** The same number in all of them. */
  batchId: number;
}

/** Which QR code of a transfer {@link formatMigrationUri} writes. */
export interface MigrationBatchPlace {
  /** How many QR codes the transfer has. Default 1. */
  batchSize?: number;
  /** Which of them this is, from 0. Default 0. */
  batchIndex?: number;
  /** The same number in all of them, a signed 32-bit integer. Default 0. */
  batchId?: number;
}

/**
 * Reads one QR code of a Google Authenticator transfer.
 *
 * An account that cannot be read does not take the others with it: it is named in `unreadable`.
 *
 * @param uri - `otpauth-migration://offline?data=<Base64>`, at most 16,384 characters
 * @throws {MigrationUriError} when the URI or its payload as a whole cannot be read
 * @example
 * ```ts
 * const batch = parseMigrationUri(scannedText);
 * if (batch.batchSize > 1) console.log(`QR code ${batch.batchIndex + 1} of ${batch.batchSize}`);
 * ```
 */
export function parseMigrationUri(uri: string): MigrationBatch {
  const payload = decodeBase64(readData(uri));
  const fields = readPayload(payload);
  const batch: MigrationBatch = {
    accounts: [],
    unreadable: [],
    version: int32(fields, 2),
    batchSize: int32(fields, 3),
    batchIndex: int32(fields, 4),
    batchId: int32(fields, 5),
  };
  const messages = fields.flatMap((field) => (field.number === 1 && 'bytes' in field ? [field.bytes] : []));
  messages.forEach((message, index) => {
    const account = readAccount(message);
    if (typeof account === 'string') batch.unreadable.push({ index, reason: account });
    else batch.accounts.push(account);
  });
  return batch;
}

/**
 * Writes accounts as one QR code of a transfer, as Google Authenticator reads it.
 *
 * @throws {OptionError} when the place in the transfer is out of range
 * @throws {MigrationUriError} `too_long` when there are too many accounts for one QR code, and `not_representable` when an account is not one the format can hold: TOTP of 30 seconds or
 *   HOTP, of 6, 7 or 8 digits. Extra parameters are left out
 * @example
 * ```ts
 * const uri = formatMigrationUri([account], { batchSize: 2, batchIndex: 0, batchId: 1234 });
 * ```
 */
export function formatMigrationUri(
  accounts: readonly OtpauthAccount[],
  place: MigrationBatchPlace = {},
): string {
  const { batchSize = 1, batchIndex = 0, batchId = 0 } = place;
  checkInteger('batchSize', batchSize, 1, MAX_INT32);
  checkInteger('batchIndex', batchIndex, 0, batchSize - 1);
  checkInteger('batchId', batchId, -MAX_INT32 - 1, MAX_INT32);
  const payload = [
    ...accounts.flatMap((account) => bytesField(1, accountMessage(account))),
    ...varintField(2, 1),
    ...varintField(3, batchSize),
    ...varintField(4, batchIndex),
    ...varintField(5, batchId),
  ];
  const uri = `otpauth-migration://offline?data=${encodeURIComponent(encodeBase64(payload))}`;
  if (uri.length > MAX_URI_LENGTH) throw tooLong();
  return uri;
}

// ---- URI and payload

function readData(uri: string): string {
  if (uri.length > MAX_URI_LENGTH) throw tooLong();
  const query = /^otpauth-migration:\/\/offline\/?\?(.*)$/is.exec(uri.trim())?.[1];
  if (query === undefined) throw new MigrationUriError('not_migration', 'Not an otpauth-migration:// URI');
  const data = /(?:^|&)data=([^&]*)/i.exec(query)?.[1];
  if (!data) throw new MigrationUriError('missing_data', 'The parameter "data" is missing');
  return data;
}

function tooLong(): MigrationUriError {
  return new MigrationUriError('too_long', `A migration URI has at most ${MAX_URI_LENGTH} characters`);
}

function readPayload(payload: Uint8Array): Field[] {
  try {
    return readFields(payload);
  } catch (cause) {
    if (!(cause instanceof ProtobufError)) throw cause;
    throw new MigrationUriError('malformed_payload', `The payload cannot be read: ${cause.message}`, {
      cause,
    });
  }
}

// ---- accounts

const ALGORITHMS: readonly (Algorithm | undefined)[] = ['SHA1', 'SHA1', 'SHA256', 'SHA512'];
const DIGITS: readonly (number | undefined)[] = [6, 6, 8, 7];
const TYPES: readonly ('hotp' | 'totp' | undefined)[] = ['totp', 'hotp', 'totp'];

/** The account, or the reason why there is none. */
function readAccount(message: Uint8Array): OtpauthAccount | string {
  let fields: Field[];
  try {
    fields = readFields(message);
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    return `The entry is damaged: ${error.message}`;
  }
  const secretBytes = lastBytes(fields, 1).slice();
  const algorithm = ALGORITHMS[int32(fields, 4)];
  const digits = DIGITS[int32(fields, 5)];
  const type = TYPES[int32(fields, 6)];
  const counter = Number(BigInt.asIntN(64, lastVarint(fields, 7)));
  if (secretBytes.length === 0) return 'The secret is missing';
  if (secretBytes.length > MAX_SECRET_BYTES) return `The secret has more than ${MAX_SECRET_BYTES} bytes`;
  if (algorithm === undefined)
    return `The algorithm is not SHA1, SHA256 or SHA512 (number ${int32(fields, 4)})`;
  if (digits === undefined) return `The number of digits is not known (number ${int32(fields, 5)})`;
  if (type === undefined) return `The type is not known (number ${int32(fields, 6)})`;
  if (type === 'hotp' && !(Number.isSafeInteger(counter) && counter >= 0))
    return 'The counter is out of range';

  const base = { ...readNames(fields), secretBytes, algorithm, digits, extraParameters: [] };
  return type === 'hotp' ? { type, ...base, counter } : { type, ...base, periodSeconds: PERIOD_SECONDS };
}

/** Google's app writes the name as `issuer:account` or as `account` alone; the issuer may be told apart only there. */
function readNames(fields: readonly Field[]): { issuer?: string; accountName: string } {
  const issuer = text(fields, 3);
  const name = text(fields, 2);
  if (issuer !== '') {
    return {
      issuer,
      accountName: name.startsWith(`${issuer}:`) ? name.slice(issuer.length + 1).trim() : name,
    };
  }
  const colon = name.indexOf(':');
  const prefix = name.slice(0, Math.max(colon, 0)).trim();
  const accountName = name.slice(colon + 1).trim();
  return prefix === '' ? { accountName } : { issuer: prefix, accountName };
}

function accountMessage(account: OtpauthAccount): number[] {
  const digits = DIGITS.lastIndexOf(account.digits);
  const isRepresentable =
    account.type !== 'steam' &&
    digits > 0 &&
    (account.type === 'hotp' || account.periodSeconds === PERIOD_SECONDS);
  if (!isRepresentable) {
    throw new MigrationUriError(
      'not_representable',
      'Only 30-second TOTP and HOTP of 6, 7 or 8 digits can be transferred',
    );
  }
  const utf8 = new TextEncoder();
  return [
    ...bytesField(1, account.secretBytes),
    ...bytesField(2, utf8.encode(account.accountName)),
    ...bytesField(3, utf8.encode(account.issuer ?? '')),
    ...varintField(4, ALGORITHMS.lastIndexOf(account.algorithm)),
    ...varintField(5, digits),
    ...varintField(6, TYPES.lastIndexOf(account.type)),
    ...(account.type === 'hotp' ? varintField(7, account.counter) : []),
  ];
}

// ---- fields. Of a field that is given twice the last one counts, as protobuf rules

function lastVarint(fields: readonly Field[], number: number): bigint {
  const field = fields.findLast((candidate) => candidate.number === number && 'value' in candidate);
  return field && 'value' in field ? field.value : 0n;
}

function int32(fields: readonly Field[], number: number): number {
  return Number(BigInt.asIntN(32, lastVarint(fields, number)));
}

function lastBytes(fields: readonly Field[], number: number): Uint8Array {
  const field = fields.findLast((candidate) => candidate.number === number && 'bytes' in candidate);
  return field && 'bytes' in field ? field.bytes : new Uint8Array(0);
}

function text(fields: readonly Field[], number: number): string {
  return new TextDecoder().decode(lastBytes(fields, number)).trim();
}

// ---- Base64 (RFC 4648 §4), which no runtime-independent library function reads

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Reads Base64 as it stands in a query: percent-encoded or not, '+' perhaps a space by now, padding or none. */
function decodeBase64(data: string): Uint8Array {
  const characters = data
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll(/[ -]/g, '+')
    .replaceAll('_', '/')
    .replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((characters.length * 6) / 8));
  let length = 0;
  let buffer = 0;
  let bits = 0;
  for (const character of characters) {
    const value = BASE64.indexOf(character);
    if (value < 0) throw new MigrationUriError('malformed_base64', 'The data is not Base64');
    buffer = ((buffer << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = buffer >>> bits;
  }
  return bytes;
}

function encodeBase64(bytes: readonly number[]): string {
  let encoded = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let j = 0; j < 4; j++)
      encoded += i + j > bytes.length ? '=' : BASE64[(group >>> (18 - 6 * j)) & 63]!;
  }
  return encoded;
}
