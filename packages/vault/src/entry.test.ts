import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatOtpauthUri, parseOtpauthUri } from '@countersign/otp';
import { accountFromEntry, compareEntries, entryFromAccount, findDuplicate, isSameSecret } from './entry.ts';

const uri = 'otpauth://totp/Example:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example';
const place = { position: '1', nowMs: 1000 };

function entryOf(text: string) {
  return entryFromAccount(parseOtpauthUri(text), place);
}

test('an account keeps all of itself as an entry', () => {
  const uris = [
    `${uri}&image=https%3A%2F%2Fexample.com%2Fx.png`,
    `${uri}&algorithm=SHA512&digits=8&period=60`,
    'otpauth://totp/alice?secret=GEZDGNBVGY3TQOJQ',
    'otpauth://hotp/Example:alice?secret=GEZDGNBVGY3TQOJQ&issuer=Example&counter=41',
    'otpauth://steam/Steam:gabe?secret=GEZDGNBVGY3TQOJQ&issuer=Steam',
  ];
  for (const text of uris) {
    const account = parseOtpauthUri(text);
    assert.equal(
      formatOtpauthUri(accountFromEntry(entryFromAccount(account, place))),
      formatOtpauthUri(account),
    );
  }
});

test('the entry has a secret of its own', () => {
  const account = parseOtpauthUri(uri);
  const entry = entryFromAccount(account, place);
  account.secretBytes.fill(0);
  assert.notDeepEqual(entry.secretBytes, account.secretBytes);
});

test('the same secret under another name is a duplicate', () => {
  const entry = entryOf(uri);
  const renamed = parseOtpauthUri(uri.replaceAll('Example', 'Other').replace('alice', 'bob'));
  assert.equal(findDuplicate([entryOf(uri.replace('GEZD', 'AAAA')), entry], renamed), entry);
});

test('other parameters or another secret are no duplicate', () => {
  const entry = entryOf(uri);
  for (const change of ['&digits=8', '&period=60', '&algorithm=SHA256'])
    assert.equal(isSameSecret(entry, parseOtpauthUri(uri + change)), false, change);
  assert.equal(isSameSecret(entry, parseOtpauthUri(uri.replace('GEZD', 'GEZA'))), false);
  assert.equal(isSameSecret(entry, parseOtpauthUri(uri.replace('totp', 'hotp') + '&counter=0')), false);
});

test('a counter that has moved on is still the same secret', () => {
  const hotp = 'otpauth://hotp/alice?secret=GEZDGNBVGY3TQOJQ&counter=';
  assert.equal(isSameSecret(entryOf(`${hotp}1`), parseOtpauthUri(`${hotp}9`)), true);
});

test('entries go by position, then by id', () => {
  const [a, b] = [entryOf(uri), entryOf(uri)].sort((x, y) => (x.id < y.id ? -1 : 1));
  assert.ok(a && b);
  const first = { ...entryOf(uri), position: '0z' };
  assert.deepEqual([b, a, first].sort(compareEntries), [first, a, b]);
});
