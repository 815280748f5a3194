// One entry, sealed by itself under the vault key: what is stored, and later what the relay carries.
// The format in prose: docs/protocol/vault.md.
import type { Entry } from './entry.ts';
import { decodeEntry, encodeEntry, plaintextMaxBytes, schemaVersion } from './entry-encoding.ts';
import { VaultError } from './errors.ts';

/** AES-256-GCM's nonce, NIST SP 800-38D §8.2.2: 96 random bits. */
const nonceBytes = 12;
const tagBytes = 16;

/** A sealed entry. Everything but the ciphertext may be seen; nothing in it may be changed. */
export interface SealedRecord {
  /** The entry's id. */
  id: string;
  /** 1 for a new entry, one more at each change. */
  revision: number;
  /** The version of the plaintext's format. */
  schemaVersion: number;
  /** 12 bytes, random for each sealing. */
  nonce: Uint8Array<ArrayBuffer>;
  /** The padded plaintext, encrypted, and the 16-byte tag. */
  ciphertext: Uint8Array<ArrayBuffer>;
}

/** Seals an entry as the given revision of itself. */
export async function sealEntry(vaultKey: CryptoKey, entry: Entry, revision: number): Promise<SealedRecord> {
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const header = { id: entry.id, revision, schemaVersion };
  const plaintext = encodeEntry(entry);
  try {
    const parameters = { name: 'AES-GCM', iv: nonce, additionalData: associatedData(header) };
    return {
      ...header,
      nonce,
      ciphertext: new Uint8Array(await crypto.subtle.encrypt(parameters, vaultKey, plaintext)),
    };
  } finally {
    plaintext.fill(0);
  }
}

/**
 * Opens a sealed record.
 *
 * @throws {VaultError} `schema-too-new`, `record-unreadable` or `record-malformed`. The caller keeps the record as it
 * is in each case: what this version cannot read, another may.
 */
export async function openRecord(vaultKey: CryptoKey, record: SealedRecord): Promise<Entry> {
  if (record.schemaVersion > schemaVersion)
    throw new VaultError('schema-too-new', `The record has version ${record.schemaVersion} of the format`);
  const plaintext = await decrypt(vaultKey, record);
  try {
    return decodeEntry(record.id, plaintext);
  } finally {
    plaintext.fill(0);
  }
}

async function decrypt(vaultKey: CryptoKey, record: SealedRecord): Promise<Uint8Array> {
  if (record.nonce.length !== nonceBytes || record.ciphertext.length > plaintextMaxBytes + tagBytes)
    throw new VaultError('record-unreadable', 'The record has not the shape of a sealed record');
  const parameters = { name: 'AES-GCM', iv: record.nonce, additionalData: associatedData(record) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters, vaultKey, record.ciphertext));
  } catch (cause) {
    throw new VaultError('record-unreadable', 'The record was changed, or sealed under another key', {
      cause,
    });
  }
}

// Binds the ciphertext to its place: a record that is swapped with another, or put back from an older revision under
// the number of a newer one, does not open. The lines cannot run into each other: an id has no line break.
function associatedData(
  header: Pick<SealedRecord, 'id' | 'revision' | 'schemaVersion'>,
): Uint8Array<ArrayBuffer> {
  const { id, revision, schemaVersion } = header;
  return new TextEncoder().encode(`countersign.vault.entry\n${schemaVersion}\n${id}\n${revision}`);
}
