import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHostHeader } from './host-header.ts';

test('a host, with or without a port', () => {
  const hosts = [
    'localhost',
    'account.example.org',
    '127.0.0.1:8080',
    '[::1]',
    '[2001:db8::1]:443',
    'a_b.internal',
  ];
  for (const host of hosts) assert.ok(isHostHeader(host), host);
});

test('anything else is none', () => {
  const others = [
    '',
    'a b',
    'user@host',
    '!  @\u00a1&',
    'host/path',
    'host:',
    'host:80:80',
    '[::1',
    'h\u00f6st',
    '?',
    '#',
  ];
  for (const text of [undefined, ...others]) assert.equal(isHostHeader(text), false, String(text));
});
