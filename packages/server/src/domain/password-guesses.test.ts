import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkOf } from './password-guesses.ts';

test('an IPv4 address is a network by itself', () => {
  assert.equal(networkOf('203.0.113.7'), '203.0.113.7');
  assert.notEqual(networkOf('203.0.113.7'), networkOf('203.0.113.8'));
});

test('IPv6 addresses of one /64 are one network, however they are written', () => {
  const network = '2001:db8:0:1::/64';
  for (const address of ['2001:db8:0:1::', '2001:DB8:0:1:ffff::9', '2001:0db8:0000:0001:0:0:0:1']) {
    assert.equal(networkOf(address), network);
  }
  assert.notEqual(networkOf('2001:db8:0:2::1'), network);
  assert.equal(networkOf('::1'), '0:0:0:0::/64');
  assert.equal(networkOf('1::'), '1:0:0:0::/64');
  assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0::/64');
  assert.equal(networkOf('64:ff9b::192.0.2.1'), '64:ff9b:0:0::/64');
});
