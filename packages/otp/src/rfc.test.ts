import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hotp, prepareSecret } from './index.ts';

test('hotp', () => {
  assert.equal(hotp(prepareSecret(new TextEncoder().encode('12345678901234567890')), 0), '755224');
});
