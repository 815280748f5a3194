/**
 * The key ring: versioned 256-bit master keys, from which each use derives its own key (HKDF-SHA-256, RFC 5869), so
 * that no key serves two purposes. The newest version seals; every version opens.
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

const MASTER_KEY_BYTES = 32;
const REFRESH_INTERVAL_MS = 1000;

/** What a derived key is for. */
export type KeyPurpose = 'seal' | 'recovery-code' | 'csrf' | 'next-bearer' | 'counter';

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

/** The key file of a data folder. */
export function keyFilePath(dataDir: string): string {
  return join(dataDir, 'keys');
}

/**
 * Reads the ring kept in the data folder, making it at first use: readable by its owner only. The ring follows the file:
 * a key that is added while the service runs is used within a second, and at once where a value asks for it.
 */
export function openKeyFile(dataDir: string): KeyRing {
  const path = keyFilePath(dataDir);
  if (!existsSync(path)) writeNewFile(path, newKeyLine(1));
  let ring = readKeyFile(path);
  let checkedAtMs = Date.now();
  const refresh = (): void => {
    checkedAtMs = Date.now();
    ring = readKeyFile(path);
  };
  // A file that cannot be read for a while takes nothing away.
  const refreshWherePossible = (): void => {
    try {
      refresh();
    } catch {
      checkedAtMs = Date.now();
    }
  };
  return {
    get versions() {
      if (Date.now() - checkedAtMs > REFRESH_INTERVAL_MS) refreshWherePossible();
      return ring.versions;
    },
    derive(version, purpose) {
      if (!ring.versions.includes(version)) refresh();
      return ring.derive(version, purpose);
    },
  };
}

/**
 * Adds a key to the file: written beside it, brought to the disk, then put in its place, so that the file is whole at
 * every moment. Only one process may do so at a time.
 * @returns the new key's version
 * @throws Error when another process is at it, or was interrupted
 */
export function addKeyToFile(dataDir: string): number {
  const path = keyFilePath(dataDir);
  const text = readFileSync(path, 'utf8').trimEnd();
  const version = Math.max(...parseKeyRing(text).versions) + 1;
  const arriving = `${path}.arriving`;
  if (existsSync(arriving)) {
    throw new Error(
      `${arriving} is there: another process adds a key, or one was interrupted and you can remove it`,
    );
  }
  writeNewFile(arriving, `${text}\n${newKeyLine(version)}`);
  try {
    renameSync(arriving, path);
  } catch (error) {
    rmSync(arriving, { force: true });
    throw error;
  }
  syncFolder(dataDir);
  return version;
}

function readKeyFile(path: string): KeyRing {
  try {
    return parseKeyRing(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`the key file ${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function newKeyLine(version: number): string {
  return `${String(version)}:${randomBytes(MASTER_KEY_BYTES).toString('base64')}\n`;
}

function writeNewFile(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A rename is on the disk once its folder is. */
function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
