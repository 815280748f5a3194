import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';
import { sql, type Kysely } from 'kysely';
import { CHAIN_START, verifyChain } from '../domain/audit-chain.ts';
import type { ActivityPosition, AuditEvent, AuditHead, Store } from '../domain/ports.ts';
import * as firstTables from './migrations/001-first-tables.ts';
import * as activity from './migrations/005-activity.ts';
import { openKysely } from './sqlite.ts';
import { addAccount, openTemporaryStore } from './temporary-store.ts';

const EVERYTHING = { kinds: undefined, fromMs: undefined, untilMs: undefined };

test('of many events at once, each has a number of its own, and follows the one before', async (t) => {
  const store = await openWithAccounts(t, 'ana', 'ben');
  await Promise.all(Array.from({ length: 40 }, (_, index) => append(store, index % 2 ? 'ana' : 'ben', 5)));
  for (const accountId of ['ana', 'ben']) {
    const range = { afterSequence: 0, upToSequence: 1000, limit: 1000 };
    const events = await store.read.audit.chain(accountId, range);
    assert.deepEqual(
      events.map(({ sequence }) => sequence),
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    assert.deepEqual(
      events.map(({ subject }) => subject),
      ['', ...events.slice(0, -1).map(({ hash }) => hash)],
    );
    const { sequence, hash } = events.at(-1)!;
    assert.deepEqual({ ...(await store.read.audit.head(accountId)) }, { sequence, hash });
  }
});

test('an event whose transaction failed leaves no gap', async (t) => {
  const store = await openWithAccounts(t, 'ana');
  await append(store, 'ana', 1);
  await assert.rejects(
    store.transaction(async (tables) => {
      await tables.audit.advance('ana');
      throw new Error('no');
    }),
  );
  assert.equal((await append(store, 'ana', 2)).sequence, 2);
});

test('pages of any size join without a gap, though times repeat and a clock went back', async (t) => {
  const store = await openWithAccounts(t, 'ana');
  for (let count = 0; count < 30; count++) await append(store, 'ana', [5, 5, 5, 9, 4, 5][count % 6]!);
  for (const limit of [1, 4, 7, 29, 30, 31]) {
    const seen: number[] = [];
    let before: ActivityPosition | undefined;
    for (;;) {
      const events = await store.read.audit.list('ana', { ...EVERYTHING, before, limit });
      seen.push(...events.map(({ sequence }) => sequence));
      before = events.at(-1);
      if (before === undefined) break;
    }
    assert.equal(new Set(seen).size, 30);
    assert.equal(seen.length, 30);
  }
});

test('nothing of the record remains of an account that was deleted', async (t) => {
  const store = await openWithAccounts(t, 'ana');
  await append(store, 'ana', 1);
  await store.transaction((tables) => tables.accounts.delete('ana'));
  assert.equal(await store.read.audit.head('ana'), undefined);
  const page = { ...EVERYTHING, before: undefined, limit: 9 };
  assert.deepEqual(await store.read.audit.list('ana', page), []);
});

test('what happened before there was a chain is chained as it stood', async () => {
  const db = openKysely(new DatabaseSync(':memory:'));
  await firstTables.up(db as unknown as Kysely<unknown>);
  for (const account of ['ana', 'ben']) {
    await sql`insert into account values (${account}, ${account}, ${account}, 'hash', 0)`.execute(db);
    for (const [index, atMs] of [30, 10, 10, 20].entries()) {
      const id = `${account} ${String(index)}`;
      await sql`insert into audit_event values (${id}, ${account}, 'logged_in', ${atMs}, '::1', '', null)`.execute(
        db,
      );
    }
  }
  await activity.up(db);
  for (const accountId of ['ana', 'ben']) {
    const events = await db
      .selectFrom('auditEvent')
      .selectAll()
      .where('accountId', '=', accountId)
      .orderBy('sequence')
      .execute();
    assert.deepEqual(
      events.map(({ atMs }) => atMs),
      [10, 10, 20, 30],
    );
    const head = await db
      .selectFrom('auditHead')
      .select(['sequence', 'hash'])
      .where('accountId', '=', accountId)
      .executeTakeFirst();
    const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');
    assert.equal(verifyChain(events, head ?? CHAIN_START, sha256), undefined);
  }
  await db.destroy();
});

async function openWithAccounts(t: TestContext, ...ids: string[]): Promise<Store> {
  const { store, remove } = await openTemporaryStore();
  t.after(remove);
  for (const id of ids) await addAccount(store, id);
  return store;
}

/** Appends an event whose subject is the hash it follows. */
function append(store: Store, accountId: string, atMs: number): Promise<AuditHead> {
  return store.transaction(async (tables) => {
    const { sequence, hash: previousHash } = await tables.audit.advance(accountId);
    const event: AuditEvent = {
      ...{ id: `${accountId} ${String(sequence)}`, accountId, sequence, kind: 'logged_in', atMs },
      ...{ address: '::1', userAgent: '', subject: previousHash, factor: null },
      hash: `hash ${String(sequence)}`,
    };
    await tables.audit.append(event);
    return { sequence, hash: event.hash };
  });
}
