import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Entry } from './entry.ts';
import { VaultError, type VaultErrorCode } from './errors.ts';
import { openRecord, sealEntry, type SealedRecord } from './sealed-record.ts';

const entry: Entry = {
  id: '7c9d3f5e-0b1a-4c2d-8e3f-4a5b6c7d8e9f',
  type: 'totp',
  issuer: 'Example',
  accountName: 'alice@example.com',
  secretBytes: new TextEncoder().encode('12345678901234567890'),
  algorithm: 'SHA1',
  digits: 6,
  periodSeconds: 30,
  position: '1',
  createdAtMs: 1_800_000_000_000,
  updatedAtMs: 1_800_000_000_000,
  extraParameters: [],
};

function generateVaultKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

async function assertRefused(key: CryptoKey, record: SealedRecord, code: VaultErrorCode) {
  await assert.rejects(
    openRecord(key, record),
    (error) => error instanceof VaultError && error.code === code,
  );
}

/** Any JSON under a valid seal: what a faulty writer, or a hostile one who has the key, could store. */
async function sealJson(key: CryptoKey, json: unknown): Promise<SealedRecord> {
  const header = { id: entry.id, revision: 1, schemaVersion: 1 };
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(`countersign.vault.entry\n1\n${entry.id}\n1`);
  const plaintext = new TextEncoder().encode(`${JSON.stringify(json)}\u0000`);
  plaintext[plaintext.length - 1] = 0x80;
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData }, key, plaintext);
  return { ...header, nonce, ciphertext: new Uint8Array(sealed) };
}

const text = fc.string({ unit: 'grapheme', maxLength: 300 });
const base = {
  id: fc.uuid(),
  issuer: text,
  accountName: text,
  secretBytes: fc.uint8Array({ minLength: 1, maxLength: 128 }),
  position: fc.stringMatching(/^[0-9a-z]{0,8}[1-9a-z]$/),
  createdAtMs: fc.nat(),
  updatedAtMs: fc.nat(),
  extraParameters: fc.array(fc.tuple(text, text), { maxLength: 3 }),
};
const optional = {
  note: fc.option(text, { nil: undefined }),
  deletedAtMs: fc.option(fc.nat(), { nil: undefined }),
};
const code = {
  algorithm: fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
  digits: fc.integer({ min: 6, max: 10 }),
};
const entries = fc
  .oneof(
    fc.record({
      ...base,
      ...optional,
      ...code,
      type: fc.constant('totp'),
      periodSeconds: fc.integer({ min: 1 }),
    }),
    fc.record({ ...base, ...optional, ...code, type: fc.constant('hotp'), counter: fc.maxSafeNat() }),
    fc.record({
      ...base,
      ...optional,
      type: fc.constant('steam'),
      algorithm: fc.constant('SHA1'),
      digits: fc.constant(5),
      periodSeconds: fc.constant(30),
    }),
  )
  .map(
    (made) =>
      Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)) as unknown as Entry,
  );

test('opening what was sealed gives the entry back', async () => {
  const key = await generateVaultKey();
  await fc.assert(
    fc.asyncProperty(entries, fc.integer({ min: 1 }), async (made, revision) => {
      assert.deepEqual(await openRecord(key, await sealEntry(key, made, revision)), made);
    }),
  );
});

test('any changed bit, another place, another revision or another key is refused', async () => {
  const key = await generateVaultKey();
  const record = await sealEntry(key, entry, 3);
  for (const index of [0, record.ciphertext.length - 1]) {
    const ciphertext = record.ciphertext.slice();
    ciphertext[index] = (ciphertext[index] ?? 0) ^ 1;
    await assertRefused(key, { ...record, ciphertext }, 'record-unreadable');
  }
  await assertRefused(key, { ...record, id: crypto.randomUUID() }, 'record-unreadable');
  await assertRefused(key, { ...record, revision: 4 }, 'record-unreadable');
  await assertRefused(key, { ...record, schemaVersion: 0 }, 'record-unreadable');
  await assertRefused(key, { ...record, nonce: new Uint8Array(12) }, 'record-unreadable');
  await assertRefused(key, { ...record, nonce: new Uint8Array(16) }, 'record-unreadable');
  await assertRefused(key, { ...record, ciphertext: new Uint8Array(0) }, 'record-unreadable');
  await assertRefused(await generateVaultKey(), record, 'record-unreadable');
});

test('a record of a newer version is named, not guessed at', async () => {
  const key = await generateVaultKey();
  await assertRefused(key, { ...(await sealEntry(key, entry, 1)), schemaVersion: 2 }, 'schema-too-new');
});

test('names of different length seal to records of one length', async () => {
  const key = await generateVaultKey();
  const short = await sealEntry(key, { ...entry, issuer: 'X', accountName: 'y' }, 1);
  const long = await sealEntry(
    key,
    { ...entry, issuer: 'Example Bank', accountName: 'alice@mail.example.com' },
    1,
  );
  assert.equal(short.ciphertext.length, long.ciphertext.length);
});

test('the same entry sealed twice shows nothing in common', async () => {
  const key = await generateVaultKey();
  const [a, b] = [await sealEntry(key, entry, 1), await sealEntry(key, entry, 1)];
  assert.notDeepEqual(a.nonce, b.nonce);
  assert.notDeepEqual(a.ciphertext, b.ciphertext);
});

test('what opens but is no entry is refused', async () => {
  const key = await generateVaultKey();
  const good = {
    type: 'totp',
    issuer: '',
    account_name: 'a',
    secret: 'AAAA',
    algorithm: 'SHA1',
    digits: 6,
    period_seconds: 30,
    position: '1',
    created_at_ms: 1,
    updated_at_ms: 1,
  };
  await openRecord(key, await sealJson(key, good));
  const bad: unknown[] = [
    null,
    [],
    'text',
    { ...good, type: 'yaotp' },
    { ...good, issuer: 7 },
    { ...good, secret: '' },
    { ...good, secret: 'A===' },
    { ...good, algorithm: 'MD5' },
    { ...good, digits: 11 },
    { ...good, digits: 6.5 },
    { ...good, period_seconds: 0 },
    { ...good, type: 'hotp' },
    { ...good, position: '' },
    { ...good, position: '10' },
    { ...good, created_at_ms: '1' },
    { ...good, extra_parameters: [['one']] },
  ];
  for (const json of bad) await assertRefused(key, await sealJson(key, json), 'record-malformed');
});

test('an entry that is too long is refused before anything is sealed', async () => {
  const key = await generateVaultKey();
  await assert.rejects(sealEntry(key, { ...entry, note: 'x'.repeat(64 * 1024) }, 1), RangeError);
});
