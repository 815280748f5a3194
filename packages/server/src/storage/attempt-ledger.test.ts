import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { after, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { holdAfterFailures, MAX_CONSECUTIVE_FAILURES, type LedgerState } from '../domain/attempt-ledger.ts';
import type { AttemptCharge, AttemptOutcome } from '../domain/ports.ts';
import { addAccount, openTemporaryStore } from './temporary-store.ts';

const NOW_MS = 1_800_000_000_000;
const HOUR_MS = 3_600_000;
const NONE = { kind: 'none' } as const;
const OTHER = { kind: 'other' } as const;

const temporary = await openTemporaryStore();
const { store } = temporary;
const second = new DatabaseSync(temporary.path, { timeout: 5000 });
after(async () => {
  second.close();
  await temporary.remove();
});
await addAccount(store, 'ana');
await addAccount(store, 'ben');
beforeEach(() =>
  second.exec(
    'update attempt_ledger set consecutive_failures = 0, next_attempt_at_ms = 0, spent_time_step = 0',
  ),
);

function charge(proof: AttemptCharge['proof'], more: Partial<AttemptCharge> = {}): Promise<AttemptOutcome> {
  const attempt = { accountId: 'ana', nowMs: NOW_MS, evenIfSuspended: false, proof, ...more };
  return store.transaction((tables) => tables.ledger.charge(attempt));
}

function timeStep(step: number): AttemptCharge['proof'] {
  return { kind: 'time_step', timeStep: step };
}

function state(accountId = 'ana'): LedgerState {
  const row = second
    .prepare(
      `select consecutive_failures as consecutiveFailures, next_attempt_at_ms as nextAttemptAtMs,
         spent_time_step as spentTimeStep from attempt_ledger where account_id = ?`,
    )
    .get(accountId);
  return { ...row } as unknown as LedgerState;
}

test('of 200 parallel attempts with one time step, one passes, and the failures hold the rest', async () => {
  const outcomes = await Promise.all(Array.from({ length: 200 }, () => charge(timeStep(7))));
  assert.equal(outcomes.filter((outcome) => outcome === 'passed').length, 1);
  assert.equal(outcomes.filter((outcome) => outcome === 'refused').length, 5);
  assert.deepEqual(state(), { consecutiveFailures: 5, nextAttemptAtMs: NOW_MS + 30_000, spentTimeStep: 7 });
});

test('of 200 parallel attempts with 200 time steps, those that come in order pass, and none twice', async () => {
  const steps = Array.from({ length: 200 }, (_, index) => index + 1);
  const outcomes = await Promise.all(steps.map((step) => charge(timeStep(step))));
  assert.ok(outcomes.every((outcome) => outcome === 'passed'));
  assert.equal(state().spentTimeStep, 200);
});

test('each failure is counted and waits as long as the rule says, and nothing is looked at before', async () => {
  let nowMs = NOW_MS;
  for (let failures = 1; failures <= 20; failures++) {
    assert.equal(await charge(NONE, { nowMs }), 'refused');
    const hold = holdAfterFailures(failures);
    assert.deepEqual(state(), {
      consecutiveFailures: failures,
      nextAttemptAtMs: nowMs + hold,
      spentTimeStep: 0,
    });
    if (hold > 0) {
      assert.equal(await charge(NONE, { nowMs: nowMs + hold - 1 }), 'held');
      assert.equal(await charge(timeStep(9), { nowMs: nowMs + hold - 1 }), 'held');
      assert.equal(await charge(OTHER, { nowMs: nowMs + hold - 1, evenIfSuspended: true }), 'held');
      assert.equal(state().consecutiveFailures, failures, 'what is not looked at is not counted');
    }
    nowMs += hold;
  }
  assert.equal(await charge(timeStep(9), { nowMs }), 'passed');
  assert.deepEqual(state(), { consecutiveFailures: 0, nextAttemptAtMs: 0, spentTimeStep: 9 });
});

test('at 100 failures in a row the second step is suspended; a way of recovery may still try, and resets', async () => {
  second.exec(`update attempt_ledger set consecutive_failures = ${MAX_CONSECUTIVE_FAILURES - 1}`);
  assert.equal(await charge(NONE), 'refused');
  const nowMs = NOW_MS + 1000 * HOUR_MS;
  assert.equal(await charge(timeStep(9), { nowMs }), 'held');
  assert.equal(await charge(NONE, { nowMs }), 'held');
  assert.equal(state().consecutiveFailures, MAX_CONSECUTIVE_FAILURES);
  assert.equal(await charge(NONE, { nowMs, evenIfSuspended: true }), 'refused');
  assert.equal(state().consecutiveFailures, MAX_CONSECUTIVE_FAILURES + 1);
  assert.equal(await charge(OTHER, { nowMs: nowMs + HOUR_MS, evenIfSuspended: true }), 'passed');
  assert.equal(await charge(timeStep(9), { nowMs: nowMs + HOUR_MS }), 'passed');
});

test('a spent time step never comes back, whatever is tried and whatever the clock says', async () => {
  const attempt = fc.record({
    kind: fc.constantFrom('none', 'time_step', 'other', 'other_step'),
    timeStep: fc.integer({ min: 1, max: 12 }),
    nowMs: fc.integer({ min: NOW_MS - HOUR_MS, max: NOW_MS + HOUR_MS }),
    evenIfSuspended: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(attempt, { maxLength: 25 }), async (attempts) => {
      second.exec(
        'update attempt_ledger set consecutive_failures = 0, next_attempt_at_ms = 0, spent_time_step = 0',
      );
      const passed: number[] = [];
      for (const { kind, timeStep: step, ...more } of attempts) {
        const before = state().spentTimeStep;
        const proof = {
          none: NONE,
          time_step: timeStep(step),
          other: OTHER,
          other_step: { ...OTHER, timeStep: step },
        };
        const outcome = await charge(proof[kind], more);
        const { spentTimeStep } = state();
        assert.ok(spentTimeStep >= before);
        if (outcome === 'passed' && kind === 'time_step') {
          assert.ok(step > before && passed.every((earlier) => step > earlier));
          passed.push(step);
        }
        if (outcome !== 'passed') assert.equal(spentTimeStep, before);
      }
    }),
    { numRuns: 60 },
  );
});

test('the first code of a new secret passes on a step spent before, and does not open it again', async () => {
  assert.equal(await charge(timeStep(9)), 'passed');
  assert.equal(await charge({ kind: 'other', timeStep: 8 }), 'passed');
  assert.equal(state().spentTimeStep, 9);
  assert.equal(await charge({ kind: 'other', timeStep: 10 }), 'passed');
  assert.equal(await charge(timeStep(10)), 'refused');
});

test("one account's attempts do not touch another's row", async () => {
  await charge(NONE);
  await charge(timeStep(9), { accountId: 'ben' });
  assert.deepEqual(state(), { consecutiveFailures: 1, nextAttemptAtMs: NOW_MS, spentTimeStep: 0 });
  assert.deepEqual(state('ben'), { consecutiveFailures: 0, nextAttemptAtMs: 0, spentTimeStep: 9 });
});

test('an account without a row passes nothing', async () => {
  assert.equal(await charge(OTHER, { accountId: 'nobody', evenIfSuspended: true }), 'held');
});
