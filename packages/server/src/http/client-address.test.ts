import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClientAddress } from './client-address.ts';

const PROXIES = ['10.0.0.0/8', '192.0.2.1', '2001:db8::/32'];

test('without trusted proxies, the peer is the client, whatever it says', () => {
  const clientAddress = createClientAddress([]);
  for (const said of [undefined, '', '203.0.113.9', '127.0.0.1, 10.0.0.1']) {
    assert.equal(clientAddress('198.51.100.7', said), '198.51.100.7');
  }
  assert.equal(clientAddress('::ffff:198.51.100.7', undefined), '198.51.100.7');
  assert.equal(clientAddress(undefined, '203.0.113.9'), '');
});

test('attack 39: X-Forwarded-For is believed as far as trusted proxies wrote it', () => {
  const clientAddress = createClientAddress(PROXIES);
  const cases: [peer: string, said: string | undefined, address: string][] = [
    ['198.51.100.7', '203.0.113.9', '198.51.100.7'],
    ['10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['::ffff:10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['192.0.2.1', '203.0.113.9', '203.0.113.9'],
    ['192.0.2.2', '203.0.113.9', '192.0.2.2'],
    ['2001:db8::1', '2001:db9::9', '2001:db9::9'],
    ['10.0.0.1', undefined, '10.0.0.1'],
    ['10.0.0.1', '', '10.0.0.1'],
    // What the client wrote stands to the left of what the proxy added.
    ['10.0.0.1', '1.2.3.4, 203.0.113.9', '203.0.113.9'],
    ['10.0.0.1', '127.0.0.1,10.0.0.2, 203.0.113.9', '203.0.113.9'],
    ['10.0.0.1', '1.2.3.4, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
    ['10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    // What is no address ends the belief where it stands.
    ['10.0.0.1', 'evil', '10.0.0.1'],
    ['10.0.0.1', '1.2.3.4, evil', '10.0.0.1'],
    ['10.0.0.1', '1.2.3.4, ', '10.0.0.1'],
    ['10.0.0.1', '1.2.3.4:80', '10.0.0.1'],
    ['10.0.0.1', "<script>, ' or 1=1", '10.0.0.1'],
    ['10.0.0.1', '203.0.113.9,'.repeat(1000) + '198.51.100.8', '198.51.100.8'],
  ];
  for (const [peer, said, address] of cases)
    assert.equal(clientAddress(peer, said), address, `${peer}: ${said}`);
});
