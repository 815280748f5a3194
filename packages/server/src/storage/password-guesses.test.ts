import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { openTemporaryStore, type TemporaryStore } from './temporary-store.ts';

const LIMIT = { tries: 20, drainMs: 1000 };
const NOW_MS = 1_000_000;

test('of any number of parallel tries, exactly as many as the limit are let through', async (t) => {
  const { store } = await open(t);
  const waits = await Promise.all(Array.from({ length: 200 }, () => charge(store, NOW_MS)));
  assert.equal(waits.filter((waitMs) => waitMs === 0).length, LIMIT.tries);
  assert.ok(waits.every((waitMs) => waitMs === 0 || waitMs === LIMIT.drainMs));
});

test('a full counter takes one try for each interval that passes, and no two', async (t) => {
  const { store } = await open(t);
  for (let count = 0; count < LIMIT.tries; count++) assert.equal(await charge(store, NOW_MS), 0);
  assert.equal(await charge(store, NOW_MS + 999), 1);
  assert.equal(await charge(store, NOW_MS + 1000), 0);
  assert.equal(await charge(store, NOW_MS + 1000), 1000);
});

test('a try that was taken back counts for nothing', async (t) => {
  const { store } = await open(t);
  for (let count = 0; count < 5 * LIMIT.tries; count++) {
    assert.equal(await charge(store, NOW_MS), 0);
    await store.transaction((tables) => tables.passwordGuesses.takeBack('key', LIMIT));
  }
});

test('a counter that has drained is removed, and one that has not stays', async (t) => {
  const { store } = await open(t);
  for (let count = 0; count < LIMIT.tries; count++) await charge(store, NOW_MS);
  const endMs = NOW_MS + LIMIT.tries * LIMIT.drainMs;
  await store.transaction((tables) => tables.passwordGuesses.deleteExpired(endMs - 1));
  assert.ok((await charge(store, NOW_MS)) > 0);
  await store.transaction((tables) => tables.passwordGuesses.deleteExpired(endMs));
  assert.equal(await charge(store, NOW_MS), 0);
});

async function open(t: TestContext): Promise<TemporaryStore> {
  const opened = await openTemporaryStore();
  t.after(() => opened.remove());
  return opened;
}

function charge(store: TemporaryStore['store'], nowMs: number): Promise<number> {
  return store.transaction((tables) => tables.passwordGuesses.charge('key', LIMIT, nowMs));
}
