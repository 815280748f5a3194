import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TooBusyError } from '../domain/errors.ts';
import { createPasswordHasher } from './password-hash.ts';

const hasher = createPasswordHasher();

test('a password is right for its own hash, and each hash has its own salt', async () => {
  const hash = await hasher.hash('correct horse battery staple');
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.ok(await hasher.verify(hash, 'correct horse battery staple'));
  assert.ok(!(await hasher.verify(hash, 'correct horse battery stapl')));
  assert.notEqual(hash, await hasher.hash('correct horse battery staple'));
});

test('nobody has a password: no text is right for an unknown account', async () => {
  assert.equal(await hasher.verify(undefined, 'no account has this password'), false);
});

test('an unknown account takes as long as a known one', async () => {
  const hash = await hasher.hash('correct horse battery staple');
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 15; round++) {
    known.push(await timeMs(() => hasher.verify(hash, 'wrong')));
    unknown.push(await timeMs(() => hasher.verify(undefined, 'wrong')));
  }
  assert.ok(median(unknown) > 0.6 * median(known), `${median(unknown)} ms, ${median(known)} ms`);
});

test('with one place, hashes are made one after another, in the order they were asked for', async () => {
  const single = createPasswordHasher({ parallel: 1 });
  await single.hash('warm');
  const finished: number[] = [];
  await Promise.all([0, 1, 2, 3].map((index) => single.hash('x').then(() => finished.push(index))));
  assert.deepEqual(finished, [0, 1, 2, 3]);
});

test('past its queue the hasher says that it is busy, and works on', async () => {
  const single = createPasswordHasher({ parallel: 1 });
  const results = await Promise.allSettled(Array.from({ length: 140 }, () => single.hash('x')));
  const refused = results.filter((result) => result.status === 'rejected');
  assert.equal(refused.length, 140 - 1 - 128);
  assert.ok(refused.every(({ reason }) => reason instanceof TooBusyError));
  assert.match(await single.hash('x'), /^\$argon2id/);
});

test('hashing leaves the event loop free', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await Promise.all(Array.from({ length: 8 }, () => hasher.hash('x')));
  clearInterval(timer);
  assert.ok(turns > 5, `${turns} turns`);
});

async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
