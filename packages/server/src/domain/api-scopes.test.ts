import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { API_SCOPES, grants, isWithin, listScopes, parseScopes } from './api-scopes.ts';
import { InvalidValueError } from './errors.ts';

const some = fc.subarray([...API_SCOPES], { minLength: 1 });

test('known scopes, each once, in one order', () => {
  assert.equal(parseScopes(['tokens:write', 'account:read', 'tokens:write']), 'account:read tokens:write');
  for (const wrong of [[], [''], ['account'], ['account:read tokens:read'], ['Global'], ['global', 'root']]) {
    assert.throws(() => parseScopes(wrong), InvalidValueError);
  }
});

test('a scope grants itself, and global grants every one', () => {
  for (const scope of API_SCOPES) {
    for (const other of API_SCOPES) assert.equal(grants(scope, other), scope === other || scope === 'global');
  }
  assert.equal(grants('', 'account:read'), false);
});

test('nobody hands out what they do not have', () => {
  fc.assert(
    fc.property(some, some, (given, held) => {
      const within = isWithin(parseScopes(given), parseScopes(held));
      assert.equal(within, held.includes('global') || given.every((scope) => held.includes(scope)));
      assert.deepEqual(new Set(listScopes(parseScopes(given))), new Set(given));
    }),
  );
});
