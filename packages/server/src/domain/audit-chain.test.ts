import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { chainText, CHAIN_START, verifyChain } from './audit-chain.ts';
import type { AuditEvent, AuditHead } from './ports.ts';

test('a chain as it was written is complete, and so is none at all', () => {
  assert.equal(verifyChain([], CHAIN_START, sha256), undefined);
  for (const length of [1, 2, 20]) {
    const { events, head } = chainOf(length);
    assert.equal(verifyChain(events, head, sha256), undefined);
  }
});

test('any field of any event, altered, is found at that event', () => {
  const fields = [
    'id',
    'accountId',
    'kind',
    'atMs',
    'address',
    'userAgent',
    'subject',
    'factor',
    'hash',
  ] as const;
  fc.assert(
    fc.property(fc.nat(9), fc.constantFrom(...fields), (index, field) => {
      const { events, head } = chainOf(10);
      const altered = { ...events[index]!, [field]: field === 'atMs' ? 7 : 'something else' };
      const fault = verifyChain(events.with(index, altered), head, sha256);
      assert.deepEqual(fault, { kind: 'altered', sequence: index + 1 });
    }),
  );
});

test('an event that is missing, from any place, is found there', () => {
  const { events, head } = chainOf(10);
  for (const index of events.keys()) {
    const fault = verifyChain(events.toSpliced(index, 1), head, sha256);
    assert.deepEqual(fault, { kind: 'missing', sequence: index + 1 });
  }
});

test('two events that changed places are found, with their numbers or without', () => {
  const { events, head } = chainOf(10);
  const [third, fourth] = [events[2]!, events[3]!];
  const moved = events.with(2, fourth).with(3, third);
  assert.deepEqual(verifyChain(moved, head, sha256), { kind: 'missing', sequence: 3 });
  const renumbered = events.with(2, { ...fourth, sequence: 3 }).with(3, { ...third, sequence: 4 });
  assert.deepEqual(verifyChain(renumbered, head, sha256), { kind: 'altered', sequence: 3 });
});

test('a tail that was cut off is found by the head, and so is a head that was put back', () => {
  const { events, head } = chainOf(10);
  assert.deepEqual(verifyChain(events.slice(0, 7), head, sha256), { kind: 'missing', sequence: 8 });
  assert.deepEqual(verifyChain([], head, sha256), { kind: 'missing', sequence: 1 });
  const older = { sequence: 7, hash: events[6]!.hash };
  assert.equal(verifyChain(events, older, sha256)?.kind, 'altered');
});

test("another account's events are none of this one's", () => {
  const { events } = chainOf(3);
  const other = chainOf(3, 'other');
  assert.equal(verifyChain(events.with(2, other.events[2]!), other.head, sha256)?.kind, 'altered');
});

test('what an event hashes to never changes', () => {
  const { head } = chainOf(2);
  assert.equal(head.hash, '0bMgXIhiNhHVL_kcQpsyFCH7n3Q2DSg7J4Wo9-VYA8g');
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function chainOf(length: number, accountId = 'ana'): { events: AuditEvent[]; head: AuditHead } {
  const events: AuditEvent[] = [];
  let hash = '';
  for (let sequence = 1; sequence <= length; sequence++) {
    const event = {
      ...{ id: `event ${String(sequence)}`, accountId, sequence, kind: 'logged_in' as const },
      ...{ atMs: 1000 * sequence, address: '203.0.113.7', userAgent: 'Firefox "ESR"' },
      ...{ subject: null, factor: 'passcode' as const },
    };
    hash = sha256(chainText(event, hash));
    events.push({ ...event, hash });
  }
  return { events, head: { sequence: length, hash } };
}
