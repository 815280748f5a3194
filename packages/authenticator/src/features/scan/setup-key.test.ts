import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountFromFields, EMPTY_FIELDS, shortKeyHint, type SetupKeyFields } from './setup-key.ts';

const FILLED: SetupKeyFields = { ...EMPTY_FIELDS, issuer: 'GitHub', setupKey: 'jbsw y3dp ehpk 3pxp' };

function errorOf(field: keyof SetupKeyFields, value: string): string | undefined {
  return accountFromFields({ ...FILLED, [field]: value }).errors?.[field];
}

test('what most services use needs an issuer and a key only', () => {
  assert.deepEqual(accountFromFields(FILLED).account, {
    type: 'totp',
    issuer: 'GitHub',
    accountName: '',
    secretBytes: new Uint8Array([0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x21, 0xde, 0xad, 0xbe, 0xef]),
    algorithm: 'SHA1',
    digits: 6,
    periodSeconds: 30,
    extraParameters: [],
  });
});

test('each type takes its own options and no others', () => {
  const counted = accountFromFields({
    ...FILLED,
    type: 'hotp',
    counter: '7',
    periodSeconds: 'x',
    digits: '8',
  });
  assert.equal(counted.account?.type === 'hotp' && counted.account.counter, 7);
  const steam = accountFromFields({
    ...FILLED,
    type: 'steam',
    counter: 'x',
    digits: 'x',
    algorithm: 'SHA512',
  });
  assert.deepEqual([steam.account?.digits, steam.account?.algorithm], [5, 'SHA1']);
});

test('a wrong character is named with its place and, where it is a usual mistake, the right one', () => {
  assert.match(errorOf('setupKey', 'JBSW Y3D0')!, /^“0” at position 9 cannot .* the letter O\?$/);
  assert.match(errorOf('setupKey', 'JB€W')!, /^“€” at position 3 cannot/);
  assert.match(errorOf('setupKey', '\u{1f511}\u200bAAAA')!, /^“\u{1f511}” at position 1/u);
  assert.match(errorOf('setupKey', 'AAAA\u200bAAAA')!, /^An invisible character at position 5/);
  assert.match(errorOf('setupKey', 'AAAA==BB')!, /“B” at position 7 comes after/);
});

test('a key that is missing, too short or too long is refused', () => {
  assert.match(errorOf('setupKey', ' ')!, /Enter the setup key/);
  assert.match(errorOf('setupKey', 'A')!, /too short/);
  assert.match(errorOf('setupKey', '==')!, /too short/);
  assert.match(errorOf('setupKey', 'A'.repeat(2000))!, /too long/);
});

test('numbers outside their range are refused', () => {
  for (const digits of ['5', '11', '6.5', '', '6e0', '-6', '٦']) {
    assert.match(errorOf('digits', digits)!, /from 6 to 10/, digits);
  }
  for (const period of ['0', '86401', ''])
    assert.match(errorOf('periodSeconds', period)!, /from 1 to 86,400/, period);
  const counter = accountFromFields({ ...FILLED, type: 'hotp', counter: '99999999999999999' });
  assert.match(counter.errors!.counter!, /0 or more/);
});

test('without issuer and account name there is nothing to tell the code by', () => {
  assert.match(
    accountFromFields({ ...FILLED, issuer: ' ' }).errors!.accountName!,
    /issuer or an account name/,
  );
});

test('a key shorter than most is remarked on', () => {
  assert.match(shortKeyHint('JBSWY3DP')!, /shorter than most/);
  assert.equal(shortKeyHint('JBSWY3DPEHPK3PXP'), undefined);
  assert.equal(shortKeyHint(''), undefined);
  assert.equal(shortKeyHint('1'), undefined);
});
