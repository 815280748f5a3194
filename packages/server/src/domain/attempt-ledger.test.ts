import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { holdAfterFailures, MAX_CONSECUTIVE_FAILURES } from './attempt-ledger.ts';

const HOUR_MS = 3_600_000;

test('four failures are free, the fifth waits 30 s, and each further one twice as long, to an hour', () => {
  const holdsSeconds = [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600];
  assert.deepEqual(
    holdsSeconds.map((_, failures) => holdAfterFailures(failures) / 1000),
    holdsSeconds,
  );
  assert.equal(holdAfterFailures(MAX_CONSECUTIVE_FAILURES), HOUR_MS);
});

test('no number of failures makes the wait shorter, or longer than an hour', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (failures) => {
      const hold = holdAfterFailures(failures);
      assert.ok(hold >= holdAfterFailures(Math.max(0, failures - 1)) && hold <= HOUR_MS);
    }),
  );
});

test('spending the whole budget of guesses takes days', () => {
  let waitedMs = 0;
  for (let failures = 1; failures < MAX_CONSECUTIVE_FAILURES; failures++)
    waitedMs += holdAfterFailures(failures);
  assert.ok(waitedMs > 3 * 24 * HOUR_MS);
});
