// The plaintext of a sealed record: an entry as JSON, padded. The format in prose: docs/protocol/vault.md.
import { decodeBase64Url, encodeBase64Url } from './base64.ts';
import type { Entry } from './entry.ts';
import { VaultError } from './errors.ts';
import { isPosition } from './position.ts';

/** The version of the plaintext that this code writes, and the newest that it reads. */
export const schemaVersion = 1;

/** Plaintexts are padded to a multiple of this many bytes, so that a record's length tells little about its entry. */
const paddingBlockBytes = 256;

/** No entry needs more, and a hostile record should not be able to ask for more. Bytes, after padding. */
export const plaintextMaxBytes = 64 * 1024;

type Json = Record<string, unknown>;

/** An entry to the bytes that are sealed. */
export function encodeEntry(entry: Entry): Uint8Array<ArrayBuffer> {
  const json: Json = {
    type: entry.type,
    issuer: entry.issuer,
    account_name: entry.accountName,
    secret: encodeBase64Url(entry.secretBytes),
    algorithm: entry.algorithm,
    digits: entry.digits,
    ...(entry.type === 'hotp' ? { counter: entry.counter } : { period_seconds: entry.periodSeconds }),
    ...(entry.note !== undefined && { note: entry.note }),
    position: entry.position,
    created_at_ms: entry.createdAtMs,
    updated_at_ms: entry.updatedAtMs,
    ...(entry.deletedAtMs !== undefined && { deleted_at_ms: entry.deletedAtMs }),
    ...(entry.extraParameters.length > 0 && { extra_parameters: entry.extraParameters }),
  };
  return pad(new TextEncoder().encode(JSON.stringify(json)));
}

/**
 * The bytes that were sealed, back to the entry.
 *
 * @throws {VaultError} `record-malformed` when they are not an entry of {@link schemaVersion}
 */
export function decodeEntry(id: string, plaintext: Uint8Array): Entry {
  const json = parseJson(unpad(plaintext));
  const base = {
    id,
    issuer: text(json, 'issuer'),
    accountName: text(json, 'account_name'),
    secretBytes: secret(json),
    position: position(json),
    createdAtMs: integer(json, 'created_at_ms', 0),
    updatedAtMs: integer(json, 'updated_at_ms', 0),
    extraParameters: extraParameters(json),
    ...(json['note'] !== undefined && { note: text(json, 'note') }),
    ...(json['deleted_at_ms'] !== undefined && { deletedAtMs: integer(json, 'deleted_at_ms', 0) }),
  };
  if (json['type'] === 'steam')
    return { ...base, type: 'steam', algorithm: 'SHA1', digits: 5, periodSeconds: 30 };

  const code = { algorithm: algorithm(json), digits: integer(json, 'digits', 6, 10) };
  if (json['type'] === 'totp')
    return { ...base, ...code, type: 'totp', periodSeconds: integer(json, 'period_seconds', 1) };
  if (json['type'] === 'hotp')
    return { ...base, ...code, type: 'hotp', counter: integer(json, 'counter', 0) };
  throw malformed('type');
}

/** ISO/IEC 7816-4: one byte 0x80, then zeroes to the end of the block. */
function pad(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const blocks = Math.floor(bytes.length / paddingBlockBytes) + 1;
  const padded = new Uint8Array(blocks * paddingBlockBytes);
  if (padded.length > plaintextMaxBytes) throw new RangeError('The entry is too long to be stored');
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  return padded;
}

function unpad(bytes: Uint8Array): Uint8Array {
  const end = bytes.findLastIndex((byte) => byte !== 0);
  if (end === -1 || bytes[end] !== 0x80 || bytes.length > plaintextMaxBytes) throw malformed('padding');
  return bytes.subarray(0, end);
}

function parseJson(bytes: Uint8Array): Json {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw malformed('JSON', cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('JSON');
  return value as Json;
}

function text(json: Json, name: string): string {
  const value = json[name];
  if (typeof value !== 'string') throw malformed(name);
  return value;
}

function integer(json: Json, name: string, minimum: number, maximum = Number.MAX_SAFE_INTEGER): number {
  const value = json[name];
  if (!Number.isSafeInteger(value) || (value as number) < minimum || (value as number) > maximum)
    throw malformed(name);
  return value as number;
}

function secret(json: Json): Uint8Array {
  const bytes = decodeBase64Url(text(json, 'secret'));
  if (bytes === undefined || bytes.length === 0) throw malformed('secret');
  return bytes;
}

function position(json: Json): string {
  const value = text(json, 'position');
  if (!isPosition(value)) throw malformed('position');
  return value;
}

function algorithm(json: Json): Entry['algorithm'] {
  const value = json['algorithm'];
  if (value !== 'SHA1' && value !== 'SHA256' && value !== 'SHA512') throw malformed('algorithm');
  return value;
}

function extraParameters(json: Json): Entry['extraParameters'] {
  const value = json['extra_parameters'] ?? [];
  const isPair = (pair: unknown): pair is [string, string] =>
    Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string');
  if (!Array.isArray(value) || !value.every(isPair)) throw malformed('extra_parameters');
  return value;
}

function malformed(what: string, cause?: unknown): VaultError {
  return new VaultError('record-malformed', `The record opened, but its ${what} is not as specified`, {
    cause,
  });
}
