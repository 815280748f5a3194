import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MigrationBatch, OtpauthAccount } from '@countersign/otp';
import fc from 'fast-check';
import {
  accountsOf,
  collectPart,
  isComplete,
  unreadableOf,
  type MigrationCollection,
} from './migration-batches.ts';

function part(batchId: number, batchIndex: number, batchSize: number): MigrationBatch {
  const account: OtpauthAccount = {
    type: 'totp',
    accountName: `${batchId}.${batchIndex}`,
    secretBytes: new Uint8Array([batchId & 0xff, batchIndex]),
    algorithm: 'SHA1',
    digits: 6,
    periodSeconds: 30,
    extraParameters: [],
  };
  return { accounts: [account], unreadable: [], version: 1, batchSize, batchIndex, batchId };
}

function collectAll(parts: MigrationBatch[]): readonly MigrationCollection[] {
  return parts.reduce<readonly MigrationCollection[]>((all, next) => collectPart(all, next).collections, []);
}

test('a batch is complete after its last part, whatever the order and however often a part comes', () => {
  const anyOrder = fc
    .shuffledSubarray([0, 1, 2, 3], { minLength: 4 })
    .chain((order) =>
      fc.tuple(fc.constant(order), fc.array(fc.constantFrom(...order.slice(0, 3)), { maxLength: 5 })),
    );
  fc.assert(
    fc.property(anyOrder, ([order, repeated]) => {
      const parts = [...order.slice(0, 3), ...repeated].map((index) => part(7, index, 4));
      const [unfinished] = collectAll(parts);
      const [finished] = collectAll([...parts, part(7, order[3]!, 4)]);
      assert.equal(isComplete(unfinished!), false);
      assert.equal(isComplete(finished!), true);
      assert.deepEqual(
        accountsOf(finished!).map(({ accountName }) => accountName),
        ['7.0', '7.1', '7.2', '7.3'],
      );
    }),
  );
});

test('two batches that are scanned in turns do not mix', () => {
  const collections = collectAll([part(1, 0, 2), part(-2, 0, 2), part(1, 1, 2)]);
  const byId = Map.groupBy(collections, ({ batchId }) => batchId);
  assert.equal(isComplete(byId.get(1)![0]!), true);
  assert.equal(isComplete(byId.get(-2)![0]!), false);
});

test('a part says whether it is new, and a repeated one changes nothing', () => {
  const first = collectPart([], part(1, 0, 2));
  const again = collectPart(first.collections, part(1, 0, 2));
  assert.equal(first.status, 'new');
  assert.equal(again.status, 'repeated');
  assert.equal(again.collections, first.collections);
});

test('a part with an index beyond the size completes nothing', () => {
  assert.equal(isComplete(collectAll([part(1, 0, 2), part(1, 5, 2)])[0]!), false);
});

test('an export that does not say its size is one part', () => {
  assert.equal(isComplete(collectAll([part(0, 0, 0)])[0]!), true);
});

test('what could not be read is kept', () => {
  const faulty = { ...part(1, 1, 2), unreadable: [{ index: 0, reason: 'MD5 is not supported' }] };
  assert.deepEqual(unreadableOf(collectAll([faulty, part(1, 0, 2)])[0]!), ['MD5 is not supported']);
});
