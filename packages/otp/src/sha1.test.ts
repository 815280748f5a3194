import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { sha1 } from './sha1.ts';

test('SHA-1 equals node:crypto for every length from 0 to 200 bytes', () => {
  for (let length = 0; length <= 200; length++) {
    const message = new Uint8Array(length).map((_, i) => (i * 151 + length) & 0xff);
    assert.equal(
      Buffer.from(sha1(message)).toString('hex'),
      createHash('sha1').update(message).digest('hex'),
      `length ${length}`,
    );
  }
});

test('SHA-1 leaves its message as it was', () => {
  const message = Uint8Array.of(1, 2, 3);
  sha1(message);
  assert.deepEqual(message, Uint8Array.of(1, 2, 3));
});
