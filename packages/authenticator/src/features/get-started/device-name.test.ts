import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suggestDeviceName } from './device-name.ts';

test('a device is named after what people call it', () => {
  const android = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 ';
  assert.equal(suggestDeviceName(`${android}Mobile Safari/537.36`), 'Android phone');
  assert.equal(suggestDeviceName(`${android}Safari/537.36`), 'Android tablet');
  assert.equal(suggestDeviceName('Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)'), 'iPhone');
  assert.equal(suggestDeviceName('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)'), 'Mac');
  assert.equal(suggestDeviceName('Mozilla/5.0 (X11; Linux x86_64)'), 'Linux PC');
  assert.equal(suggestDeviceName('curl/8'), 'My device');
});
