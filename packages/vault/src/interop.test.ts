// The vectors of ../../../interop/vault-record.json, which were not written by this code.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { VaultError } from './errors.ts';
import { openRecord } from './sealed-record.ts';

interface Vector {
  id: string;
  record: { id: string; revision: number; schemaVersion: number; nonceHex: string; ciphertextHex: string };
  verdict: 'valid' | 'invalid';
  error?: string;
  entry?: Record<string, unknown> & { secretHex: string };
}

const file = new URL('../../../interop/vault-record.json', import.meta.url);
const { vaultKeyHex, vectors } = JSON.parse(readFileSync(file, 'utf8')) as {
  vaultKeyHex: string;
  vectors: Vector[];
};
const vaultKey = await crypto.subtle.importKey('raw', fromHex(vaultKeyHex), 'AES-GCM', false, ['decrypt']);

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

function open({ nonceHex, ciphertextHex, ...header }: Vector['record']) {
  return openRecord(vaultKey, { ...header, nonce: fromHex(nonceHex), ciphertext: fromHex(ciphertextHex) });
}

for (const { id, record, verdict, error, entry } of vectors) {
  test(`vault-record.json: ${id}`, async () => {
    if (verdict === 'invalid')
      return assert.rejects(open(record), (thrown) => thrown instanceof VaultError && thrown.code === error);
    assert.ok(entry);
    const { secretHex, ...members } = entry;
    assert.deepEqual(await open(record), { ...members, id: record.id, secretBytes: fromHex(secretHex) });
  });
}
