/**
 * The key ring: versioned 256-bit master keys, from which each use derives its own key (HKDF-SHA-256, RFC 5869), so
 * that no key serves two purposes. The newest version seals; every version opens.
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const MASTER_KEY_BYTES = 32;

/** What a derived key is for. */
export type KeyPurpose = 'seal' | 'recovery-code' | 'csrf' | 'next-bearer';

/** Master keys by version, the newest first. */
export interface KeyRing {
  readonly versions: readonly number[];
  /** The 32-byte key of a purpose. @throws when the ring has no such version */
  derive(version: number, purpose: KeyPurpose): Buffer;
}

/**
 * Reads a ring from its text: `version:base64` pairs, separated by commas or line ends.
 * @throws Error with one line that names what is wrong
 */
export function parseKeyRing(text: string): KeyRing {
  const keys = new Map<number, Buffer>();
  for (const part of text.split(/[,\n]/).map((line) => line.trim())) {
    if (part === '') continue;
    const match = /^([1-9][0-9]{0,8}):([A-Za-z0-9+/_-]+=*)$/.exec(part);
    if (match?.[1] === undefined || match[2] === undefined)
      throw new Error('a key must look like 1:<base64>');
    const key = Buffer.from(match[2], 'base64');
    const version = Number(match[1]);
    if (key.length !== MASTER_KEY_BYTES) throw new Error(`key ${String(version)} must be 32 bytes in base64`);
    if (keys.has(version)) throw new Error(`key ${String(version)} is there twice`);
    keys.set(version, key);
  }
  if (keys.size === 0) throw new Error('there is no key');
  return keyRing(keys);
}

function keyRing(keys: Map<number, Buffer>): KeyRing {
  const derived = new Map<string, Buffer>();
  return {
    versions: [...keys.keys()].sort((a, b) => b - a),
    derive(version, purpose) {
      const name = `${String(version)}/${purpose}`;
      const known = derived.get(name);
      if (known !== undefined) return known;
      const master = keys.get(version);
      if (master === undefined) throw new Error(`the key ring has no key ${String(version)}`);
      const key = Buffer.from(hkdfSync('sha256', master, '', `countersign/v1/${purpose}`, MASTER_KEY_BYTES));
      derived.set(name, key);
      return key;
    },
  };
}

/** Reads the ring kept in the data folder, making it at first use: readable by its owner only. */
export function openKeyFile(dataDir: string): KeyRing {
  const path = join(dataDir, 'keys');
  try {
    return parseKeyRing(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new Error(`the key file ${path} cannot be read: ${(error as Error).message}`, { cause: error });
    }
  }
  const text = `1:${randomBytes(MASTER_KEY_BYTES).toString('base64')}\n`;
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return parseKeyRing(text);
}
