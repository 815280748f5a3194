import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepareSecret, totp } from '@countersign/otp';
import { clockOffsetSeconds, findFarCode } from './clock-doctor.ts';
import type { FarCode, Ports } from './ports.ts';

const NOW_SECONDS = 1_800_000_000;
const HOUR_SECONDS = 3600;
const secretBytes = new TextEncoder().encode('12345678901234567890');
const secret = { secretSealed: '', place: { table: 'factor', column: 'secret_sealed', row: 'a/b' } };

/** What a phone's clock this far off leads to, when its code is typed now. */
function lookAt(offsetSeconds: number, nowSeconds = NOW_SECONDS): FarCode {
  const code = totp(prepareSecret(secretBytes), { timeSeconds: nowSeconds + offsetSeconds });
  const ports = {
    clock: { nowMs: () => nowSeconds * 1000 },
    secretBox: { open: () => secretBytes.slice() },
  } as unknown as Ports;
  return findFarCode(ports, [secret], ` ${code.slice(0, 3)} ${code.slice(3)}`);
}

test('two codes in a row, one far-off moment: the offset of the clock', () => {
  for (const offset of [-12 * HOUR_SECONDS, -HOUR_SECONDS, -60, 60, 7200, 12 * HOUR_SECONDS]) {
    const found = clockOffsetSeconds(lookAt(offset), lookAt(offset, NOW_SECONDS + 35));
    assert.ok(found !== undefined && Math.abs(found - offset) <= 30, `${String(offset)}: ${String(found)}`);
  }
});

test('what is inside the window is not far off, and what is over twelve hours off is not looked for', () => {
  for (const offset of [-30, 0, 30, -12 * HOUR_SECONDS - 30, 12 * HOUR_SECONDS + 30, 86_400]) {
    assert.deepEqual(lookAt(offset), { farTimeStep: null, farAtMs: null }, String(offset));
  }
});

test('one code tells nothing, however often it is given', () => {
  const one = lookAt(-HOUR_SECONDS);
  assert.equal(clockOffsetSeconds({ farTimeStep: null, farAtMs: null }, one), undefined);
  assert.equal(clockOffsetSeconds(one, one), undefined);
  // The same code again, half a minute later: half a minute further off, and the same code.
  assert.equal(clockOffsetSeconds(one, lookAt(-HOUR_SECONDS - 30, NOW_SECONDS + 30)), undefined);
});

test('two codes from two far-off moments tell nothing', () => {
  const one = lookAt(-HOUR_SECONDS);
  for (const offset of [-HOUR_SECONDS + 90, -2 * HOUR_SECONDS, HOUR_SECONDS]) {
    assert.equal(clockOffsetSeconds(one, lookAt(offset, NOW_SECONDS + 30)), undefined, String(offset));
  }
  assert.equal(clockOffsetSeconds(one, { farTimeStep: null, farAtMs: null }), undefined);
});
