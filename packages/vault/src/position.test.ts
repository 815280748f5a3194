import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isPosition, positionBetween } from './position.ts';

test('there is always room between two positions', () => {
  // A list grown at random places: each number says between which two neighbours the next one goes.
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 200 }), (places) => {
      const list: string[] = [];
      for (const place of places) {
        const index = place % (list.length + 1);
        const made = positionBetween(list[index - 1], list[index]);
        assert.ok(isPosition(made), made);
        list.splice(index, 0, made);
      }
      assert.deepEqual(list, [...list].sort());
      assert.equal(new Set(list).size, list.length);
    }),
  );
});

test('a list that only grows at its end keeps its positions short', () => {
  let last = '';
  for (let count = 0; count < 500; count += 1) last = positionBetween(last);
  assert.ok(last.length <= 15, last);
});

test('positions that are not in order are refused', () => {
  assert.throws(() => positionBetween('b', 'a'), RangeError);
  assert.throws(() => positionBetween('a', 'a'), RangeError);
});
