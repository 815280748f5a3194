import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HotpEntry, SteamEntry, TotpEntry } from '@countersign/vault';
import { codeAt, codeForCounter, codeHalves, secondsLeft } from './entry-code.ts';

const base = {
  id: '3f0c2a51-9f6e-4b7d-8a1c-5d2e7b904c66',
  issuer: 'Example',
  accountName: 'alice',
  secretBytes: new TextEncoder().encode('12345678901234567890'),
  position: '1',
  createdAtMs: 0,
  updatedAtMs: 0,
  extraParameters: [],
};
const totp: TotpEntry = { ...base, type: 'totp', algorithm: 'SHA1', digits: 8, periodSeconds: 30 };

test('a code is the one of its time step, to the last millisecond', () => {
  assert.equal(codeAt(totp, 59_999), '94287082'); // RFC 6238 Appendix B
  assert.notEqual(codeAt(totp, 60_000), '94287082');
  assert.equal(
    codeAt({ ...totp, periodSeconds: 60 }, 119_999),
    codeAt({ ...totp, periodSeconds: 60 }, 60_000),
  );
});

test('a counter has its code, and Steam its five characters', () => {
  const hotp: HotpEntry = { ...base, type: 'hotp', algorithm: 'SHA1', digits: 6, counter: 0 };
  assert.equal(codeForCounter(hotp, 1), '287082'); // RFC 4226 Appendix D
  const steam: SteamEntry = { ...base, type: 'steam', algorithm: 'SHA1', digits: 5, periodSeconds: 30 };
  assert.match(codeAt(steam, 0), /^[2-9BCDFGHJKMNPQRTVWXY]{5}$/);
});

test('the seconds left go from the period down to 1', () => {
  assert.equal(secondsLeft(30, 0), 30);
  assert.equal(secondsLeft(30, 999), 30);
  assert.equal(secondsLeft(30, 29_999), 1);
  assert.equal(secondsLeft(30, 30_000), 30);
});

test('codes are shown in halves, Steam’s in one piece', () => {
  assert.deepEqual(codeHalves('123456'), ['123', '456']);
  assert.deepEqual(codeHalves('1234567'), ['1234', '567']);
  assert.deepEqual(codeHalves('12345678'), ['1234', '5678']);
  assert.deepEqual(codeHalves('BCDFG'), ['BCDFG', '']);
});
