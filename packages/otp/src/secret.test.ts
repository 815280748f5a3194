import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { generateSecretBytes, OptionError, prepareSecret } from './index.ts';

test('generated secrets have 160 bits where nothing else is asked, and differ', () => {
  assert.equal(generateSecretBytes().length, 20);
  assert.equal(generateSecretBytes(64).length, 64);
  assert.notDeepEqual(generateSecretBytes(), generateSecretBytes());
});

test('fewer than 128 bits are refused (RFC 4226 R6)', () => {
  assert.throws(() => generateSecretBytes(15), OptionError);
  assert.throws(() => generateSecretBytes(1025), OptionError);
});

test('attack: a prepared secret that ends up in a log or in JSON shows its algorithm only', () => {
  const secret = prepareSecret(new TextEncoder().encode('12345678901234567890'));
  assert.equal(JSON.stringify(secret), '{"algorithm":"SHA1"}');
  assert.equal(inspect(secret, { showHidden: true, depth: 9 }), "PreparedSecret { algorithm: 'SHA1' }");
});
