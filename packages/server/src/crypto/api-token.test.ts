import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isApiTokenText, makeApiTokenText } from './api-token.ts';

/** From docs/api-tokens.md; CRC-32 by Python's zlib, 0xaa866f5c. */
const SAMPLE = 'csn_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg37cCQ0';

test('a token has its shape, and every character of base62 is as likely as another', () => {
  const counts = new Map<string, number>();
  for (let made = 0; made < 1000; made++) {
    const token = makeApiTokenText();
    assert.match(token, /^csn_[0-9A-Za-z]{49}$/);
    assert.ok(isApiTokenText(token));
    for (const character of token.slice(4, 47)) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  assert.equal(counts.size, 62);
  for (const [character, count] of counts) assert.ok(count > 520 && count < 880, `${character}: ${count}`);
});

test('the sample of the documentation has the checksum that is printed there', () => {
  assert.ok(isApiTokenText(SAMPLE));
});

test('one wrong character, or two that changed places, is no token', () => {
  for (let index = 0; index < SAMPLE.length; index++) {
    const other = SAMPLE[index] === 'x' ? 'y' : 'x';
    assert.ok(!isApiTokenText(SAMPLE.slice(0, index) + other + SAMPLE.slice(index + 1)), String(index));
  }
  assert.ok(!isApiTokenText(SAMPLE.replace('01', '10')));
});

test('what only looks like a token is none', () => {
  for (const text of [
    '',
    'csn_',
    SAMPLE.slice(4),
    `${SAMPLE}x`,
    ` ${SAMPLE}`,
    `${SAMPLE}\n`,
    SAMPLE.slice(0, -1),
  ]) {
    assert.ok(!isApiTokenText(text), JSON.stringify(text));
  }
});
