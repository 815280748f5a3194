import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { declaredSize } from './picture-size.ts';

// Headers that ImageMagick wrote for a picture of 300 by 200, cut after the size.
const HEADERS: Record<string, string> = {
  png: '89504e470d0a1a0a0000000d494844520000012c000000c8',
  gif: '4749463839612c01c800',
  bmp: '424d0000000000000000360000002800000000000000'.slice(0, 36) + '2c010000c8000000',
  'top-down bmp': '424d0000000000000000360000002800000000000000'.slice(0, 36) + '2c01000038ffffff',
  jpeg: 'ffd8ffe000104a46494600010100000100010000ffdb0003ffffc0001108' + '00c8012c03',
  'lossy webp': '52494646000000005745425056503820000000003001009d012a' + '2c01c800',
  'lossless webp': '5249464600000000574542505650384c000000002f' + '2bc13100',
  'extended webp': '52494646000000005745425056503858' + '0a000000' + '00000000' + '2b0100' + 'c70000',
};

test('the size is found in each format', () => {
  for (const [format, hex] of Object.entries(HEADERS)) {
    assert.deepEqual(declaredSize(Buffer.from(hex, 'hex')), { width: 300, height: 200 }, format);
  }
});

test('a header that ends too early has no size', () => {
  for (const [format, hex] of Object.entries(HEADERS)) {
    assert.equal(declaredSize(Buffer.from(hex, 'hex').subarray(0, -3)), undefined, format);
  }
});

test('a PNG that declares a gigapixel says so', () => {
  const bomb = Buffer.from('89504e470d0a1a0a0000000d494844520000ffff0000ffff', 'hex');
  assert.deepEqual(declaredSize(bomb), { width: 65_535, height: 65_535 });
});

test('what is no picture has no size, and nothing makes it throw or hang', () => {
  assert.equal(declaredSize(new TextEncoder().encode('%PDF-1.7')), undefined);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void declaredSize(bytes)));
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      (tail) => void declaredSize(new Uint8Array([0xff, 0xd8, 0xff, ...tail])),
    ),
  );
});
