import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matchTotp, OptionError, prepareSecret, steamCode, timeStepAt, totp } from './index.ts';

const secret = prepareSecret(new TextEncoder().encode('12345678901234567890'));

test('the code of every step in the window matches its step, and no other step is given', () => {
  const scenario = fc.record({
    timeSeconds: fc.double({ min: 0, max: 2 ** 40, noNaN: true }),
    offsetSteps: fc.integer({ min: -4, max: 4 }),
    windowSteps: fc.integer({ min: 0, max: 3 }),
    periodSeconds: fc.integer({ min: 1, max: 300 }),
    digits: fc.integer({ min: 6, max: 10 }),
  });
  fc.assert(
    fc.property(scenario, ({ offsetSteps, ...options }) => {
      const { timeSeconds, periodSeconds, windowSteps, digits } = options;
      const now = timeStepAt(timeSeconds, { periodSeconds });
      const step = now + offsetSteps;
      if (step < 0) return;
      const passcode = totp(secret, { timeSeconds: step * periodSeconds, periodSeconds, digits });
      const match = matchTotp(secret, passcode, options);
      if (Math.abs(offsetSteps) <= windowSteps) assert.ok(match !== undefined && match >= step);
      if (match === undefined) return;
      assert.ok(Math.abs(match - now) <= windowSteps);
      assert.equal(totp(secret, { timeSeconds: match * periodSeconds, periodSeconds, digits }), passcode);
    }),
    { numRuns: 1000 },
  );
});

test('attack: a passcode that matched does not match again, whatever the clock says', () => {
  const times = fc.integer({ min: 27_322_050, max: 27_322_200 });
  fc.assert(
    fc.property(times, times, (firstSeconds, secondSeconds) => {
      // The steps around second 27,322,110 include two neighbours with the same code
      const passcode = totp(secret, { timeSeconds: firstSeconds });
      const step = matchTotp(secret, passcode, { timeSeconds: firstSeconds });
      assert.ok(step !== undefined);
      const again = matchTotp(secret, passcode, { timeSeconds: secondSeconds, laterThanStep: step });
      assert.equal(again, undefined);
    }),
  );
});

test('time is cut into steps without rounding up', () => {
  assert.equal(timeStepAt(29.999_999_999), 0);
  assert.equal(timeStepAt(30), 1);
  assert.equal(timeStepAt(Number.MAX_SAFE_INTEGER, { periodSeconds: 1 }), Number.MAX_SAFE_INTEGER);
  assert.equal(timeStepAt(5, { t0Seconds: 5 }), 0);
});

test('options out of range are refused by name', () => {
  const refused = (option: string, act: () => unknown) =>
    assert.throws(act, (error) => error instanceof OptionError && error.option === option);
  refused('timeSeconds', () => timeStepAt(Number.NaN));
  refused('timeSeconds', () => timeStepAt(Number.POSITIVE_INFINITY));
  refused('timeSeconds', () => timeStepAt(-1));
  refused('timeSeconds', () => timeStepAt(9, { t0Seconds: 10 }));
  refused('periodSeconds', () => timeStepAt(0, { periodSeconds: 0 }));
  refused('periodSeconds', () => timeStepAt(0, { periodSeconds: 29.5 }));
  refused('t0Seconds', () => timeStepAt(1, { t0Seconds: 0.5 }));
  refused('digits', () => totp(secret, { timeSeconds: 0, digits: 4 }));
  refused('windowSteps', () => matchTotp(secret, '000000', { timeSeconds: 0, windowSteps: -1 }));
  refused('laterThanStep', () => matchTotp(secret, '000000', { timeSeconds: 0, laterThanStep: 1.5 }));
  refused('digits', () => matchTotp(secret, '0000', { timeSeconds: 0, digits: 4 }));
});

test('Steam codes are refused for a secret of another algorithm', () => {
  const sha256 = prepareSecret(Uint8Array.of(1), 'SHA256');
  assert.throws(() => steamCode(sha256, { timeSeconds: 0 }), OptionError);
});
