import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAuthenticatorName, suggestName } from './authenticators.ts';
import { InvalidNameError, InvalidValueError } from './errors.ts';
import type { Factor } from './ports.ts';

function named(...names: string[]): Factor[] {
  return names.map((name, index) => ({
    ...{ id: String(index), accountId: 'ana', name, secretSealed: '' },
    ...{ createdAtMs: 0, lastUsedAtMs: null },
  }));
}

test('a suggested name is free', () => {
  assert.equal(suggestName([]), 'Authenticator app');
  assert.equal(suggestName(named('Authenticator app')), 'Authenticator app 2');
  assert.equal(suggestName(named('AUTHENTICATOR APP', 'Authenticator app 2')), 'Authenticator app 3');
  assert.equal(suggestName(named('Tablet')), 'Authenticator app');
});

test('a name is unique in its account, whatever its capitals', () => {
  assert.equal(parseAuthenticatorName('  Tablet ', named('Phone')), 'Tablet');
  assert.throws(() => parseAuthenticatorName('phone', named('Phone')), InvalidValueError);
  assert.throws(() => parseAuthenticatorName(' ', []), InvalidNameError);
});
