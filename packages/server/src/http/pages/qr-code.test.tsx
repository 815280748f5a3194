import assert from 'node:assert/strict';
import { test } from 'node:test';
import encodeQR from 'qr';
import { renderToString } from 'preact-render-to-string';
import { QrCode } from './qr-code.tsx';

const uri = 'otpauth://totp/Countersign:ada%40example.org?secret=JBSWY3DPEHPK3PXP&issuer=Countersign';

test('the drawing has exactly the dark modules of the code', () => {
  const svg = renderToString(<QrCode text={uri} label="QR code" />);
  const [, size = ''] = /viewBox="0 0 (\d+) /.exec(svg) ?? [];
  const drawn = Array.from({ length: Number(size) }, () => Array.from({ length: Number(size) }, () => false));
  for (const [, x, y, width] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    drawn[Number(y)]?.fill(true, Number(x), Number(x) + Number(width));
  }
  assert.deepEqual(drawn, encodeQR(uri, 'raw', { ecc: 'medium', border: 4 }));
});

test('the drawing is at least 200 pixels wide and keeps a quiet zone of four modules', () => {
  const svg = renderToString(<QrCode text={uri} label="QR code" />);
  assert.ok(Number(/\swidth="(\d+)"/.exec(svg)?.[1]) >= 200);
  const columns = Array.from(svg.matchAll(/M(\d+) (\d+)h/g), ([, x, y]) => [Number(x), Number(y)] as const);
  assert.equal(Math.min(...columns.map(([x]) => x)), 4);
  assert.equal(Math.min(...columns.map(([, y]) => y)), 4);
});
