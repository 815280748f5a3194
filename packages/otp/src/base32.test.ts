import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Base32Error, decodeBase32, encodeBase32 } from './index.ts';

test('decoding what was encoded gives the bytes again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) =>
      assert.deepEqual(decodeBase32(encodeBase32(bytes)), bytes),
    ),
  );
});

test('case, separators and padding change nothing', () => {
  const separators = fc.array(fc.constantFrom('', ' ', '-', '\n', '\u2013'), {
    minLength: 400,
    maxLength: 400,
  });
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 200 }),
      separators,
      fc.boolean(),
      (bytes, between, lower) => {
        const text = [...encodeBase32(bytes)].map((character, i) => character + between[i]!).join('');
        assert.deepEqual(decodeBase32((lower ? text.toLowerCase() : text) + '==='), bytes);
      },
    ),
  );
});

test('a wrong character is named with its place', () => {
  const wrong = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 });
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z2-7 ]{0,40}$/), wrong, (before, character) => {
      const first = [...character][0]!;
      fc.pre(!/[A-Za-z2-7=\s\u2010-\u2015-]/u.test(first));
      assert.throws(
        () => decodeBase32(`${before}${character}MZXW`),
        (error) =>
          error instanceof Base32Error && error.character === first && error.position === before.length,
      );
    }),
  );
});

test('any text gives bytes or a Base32Error', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      try {
        assert.ok(decodeBase32(text) instanceof Uint8Array);
      } catch (error) {
        assert.ok(error instanceof Base32Error);
      }
    }),
  );
});
