import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseKeyRing } from './key-ring.ts';
import { createSecretBox } from './secret-box.ts';

const ONE = `1:${Buffer.alloc(32, 1).toString('base64')}`;
const TWO = `2:${Buffer.alloc(32, 2).toString('base64')}`;
const box = createSecretBox(parseKeyRing(ONE));
const place = { table: 'factor', column: 'secret_sealed', row: 'ana/1' };
const plaintext = new TextEncoder().encode('12345678901234567890');

test('what is sealed opens at its place, and two seals differ', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      assert.deepEqual(new Uint8Array(box.open(box.seal(bytes, place), place)), bytes);
      assert.notEqual(box.seal(bytes, place), box.seal(bytes, place));
    }),
    { numRuns: 200 },
  );
});

test('attack: a sealed value moved to another place does not open', () => {
  const sealed = box.seal(plaintext, place);
  const elsewhere = [
    { ...place, row: 'ben/1' },
    { ...place, column: 'other' },
    { ...place, table: 'enrolment' },
    { table: 'factor","secret_sealed', column: 'x', row: 'ana/1' },
    { table: 'factor', column: 'secret_sealed","ana/1', row: '' },
  ];
  for (const other of elsewhere) assert.throws(() => box.open(sealed, other));
});

test('attack: a sealed value altered in any character does not open', () => {
  const sealed = box.seal(plaintext, place);
  for (let index = 2; index < sealed.length; index++) {
    const other = sealed[index] === 'A' ? 'B' : 'A';
    const altered = sealed.slice(0, index) + other + sealed.slice(index + 1);
    if (Buffer.from(altered.slice(2), 'base64url').equals(Buffer.from(sealed.slice(2), 'base64url')))
      continue;
    assert.throws(() => box.open(altered, place), `character ${index}`);
  }
});

test('attack: a sealed value cut short does not open, whatever the length of its tag', () => {
  const bytes = Buffer.from(box.seal(plaintext, place).slice(2), 'base64url');
  for (let length = 0; length < bytes.length; length++) {
    assert.throws(() => box.open(`1.${bytes.subarray(0, length).toString('base64url')}`, place));
  }
  for (const text of ['', '.', '1', '1.', 'x.AAAA', 'nonsense']) assert.throws(() => box.open(text, place));
});

test('the newest key seals, every key of the ring opens, and no other', () => {
  const both = createSecretBox(parseKeyRing(`${ONE},${TWO}`));
  const old = box.seal(plaintext, place);
  assert.deepEqual(new Uint8Array(both.open(old, place)), plaintext);
  const current = both.seal(plaintext, place);
  assert.match(current, /^2\./);
  assert.throws(() => box.open(current, place), /the key ring has no key 2/);
  assert.throws(() => both.open(`1.${current.slice(2)}`, place), 'under the name of another key');
});
