import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration, formatRelative, formatUtc } from './moment.tsx';

const nowMs = Date.UTC(2026, 2, 5, 14, 2);
const secondMs = 1000;
const hourMs = 3600 * secondMs;
const dayMs = 24 * hourMs;

const distances: readonly (readonly [number, string])[] = [
  [0, 'just now'],
  [-59 * secondMs, 'just now'],
  [-60 * secondMs, '1 minute ago'],
  [-59 * 60 * secondMs, '59 minutes ago'],
  [-hourMs, '1 hour ago'],
  [-47 * hourMs, '47 hours ago'],
  [-2 * dayMs, '2 days ago'],
  [-59 * dayMs, '59 days ago'],
  [-60 * dayMs, '1 month ago'],
  [-365 * dayMs, '11 months ago'],
  [-800 * dayMs, '2 years ago'],
  [30 * dayMs, 'in 30 days'],
];

for (const [distanceMs, words] of distances) {
  test(`formatRelative: ${words}`, () => {
    assert.equal(formatRelative(nowMs + distanceMs, nowMs), words);
  });
}

test('formatUtc names the zone', () => {
  assert.equal(formatUtc(nowMs), '5 Mar 2026, 14:02 UTC');
});

test('how long something took is told in one unit', () => {
  assert.equal(formatDuration(12_999), '12 seconds');
  assert.equal(formatDuration(60_000), '1 minute');
  assert.equal(formatDuration(3 * dayMs), '3 days');
});
