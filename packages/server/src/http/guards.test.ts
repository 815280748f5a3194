import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeReturnPath } from './guards.ts';

test('a way back is a path of the account pages', () => {
  for (const path of [
    '/account',
    '/account/',
    '/account/two-factor',
    '/account/two-factor/app',
    '/account?notice=enabled',
    '/account/activity?before=1800000000000',
  ]) {
    assert.equal(safeReturnPath(path), path);
  }
});

test('attack 39: everything else leads to the account page', () => {
  for (const text of [
    undefined,
    '',
    '/',
    '/log-out',
    '/outbox',
    '/accounts',
    '/account.evil.example',
    '/account@evil.example',
    '//evil.example/account',
    '/\\evil.example',
    'https://evil.example/account',
    'javascript:alert(1)',
    ' /account',
    '/account ',
    '/account\n',
    '/account\r\nlocation: https://evil.example',
    '/account/../log-out',
    '/account/%2e%2e/log-out',
    '/account#fragment',
    '/account?a=https://evil.example',
    '/account/two-factor\\..',
    '/ACCOUNT',
  ]) {
    assert.equal(safeReturnPath(text), '/account', JSON.stringify(text));
  }
});
