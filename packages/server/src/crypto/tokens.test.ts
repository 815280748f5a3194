import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { parseKeyRing } from './key-ring.ts';
import { createFormTokens, createTokens } from './tokens.ts';

const ONE = `1:${Buffer.alloc(32, 1).toString('base64')}`;
const TWO = `2:${Buffer.alloc(32, 2).toString('base64')}`;
const tokens = createTokens(parseKeyRing(ONE));

test('each random value has its shape and comes once', () => {
  const shapes: [make: () => string, shape: RegExp][] = [
    [tokens.bearer, /^[A-Za-z0-9_-]{43}$/],
    [tokens.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
    [tokens.recoveryCode, /^[0-9A-HJKMNP-TV-Z]{16}$/],
  ];
  for (const [make, shape] of shapes) {
    const made = Array.from({ length: 200 }, () => make());
    assert.ok(made.every((value) => shape.test(value)));
    assert.equal(new Set(made).size, made.length);
  }
  assert.equal(tokens.totpSecret().length, 20);
});

test('every character of a recovery code is as likely as another', () => {
  const counts = new Map<string, number>();
  for (let count = 0; count < 2000; count++) {
    for (const character of tokens.recoveryCode()) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  assert.equal(counts.size, 32);
  for (const [character, count] of counts) assert.ok(count > 850 && count < 1150, `${character}: ${count}`);
});

test('a bearer value is stored as its SHA-256', () => {
  const expected = createHash('sha256').update('a bearer').digest('base64url');
  assert.equal(tokens.hash('a bearer'), expected);
});

test('a recovery code is hashed under a key, for one account, once a key of the ring', () => {
  const code = '0123456789ABCDEF';
  const [hash, ...others] = tokens.recoveryCodeHashes('ana', code);
  assert.deepEqual(others, []);
  assert.notEqual(hash, tokens.recoveryCodeHashes('ben', code)[0]);
  assert.notEqual(hash, createTokens(parseKeyRing(TWO)).recoveryCodeHashes('ana', code)[0]);
  const rotated = createTokens(parseKeyRing(`${ONE},${TWO}`)).recoveryCodeHashes('ana', code);
  assert.equal(rotated.length, 2);
  assert.equal(rotated[1], hash, 'the current key comes first, the old one still counts');
});

test("a form token is good for its own browser's cookie, under any key of the ring", () => {
  const forms = createFormTokens(parseKeyRing(ONE));
  const token = forms.make('cookie');
  assert.ok(forms.check('cookie', token));
  assert.ok(createFormTokens(parseKeyRing(`${ONE},${TWO}`)).check('cookie', token));
  assert.ok(!createFormTokens(parseKeyRing(TWO)).check('cookie', token));
  assert.ok(!forms.check('another', token));
  for (const wrong of ['', 'x', token.slice(1), `${token}A`, 'A'.repeat(43)]) {
    assert.ok(!forms.check('cookie', wrong), wrong);
  }
});

test('the bearer value that follows another is the same each time, and another one for another key', () => {
  const bearer = tokens.bearer();
  assert.match(tokens.nextBearer(bearer), /^[A-Za-z0-9_-]{43}$/);
  assert.equal(tokens.nextBearer(bearer), tokens.nextBearer(bearer));
  assert.notEqual(tokens.nextBearer(bearer), tokens.nextBearer(tokens.bearer()));
  assert.notEqual(tokens.nextBearer(bearer), createTokens(parseKeyRing(TWO)).nextBearer(bearer));
});
