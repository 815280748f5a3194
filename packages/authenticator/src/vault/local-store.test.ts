import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test, type TestContext } from 'node:test';
import { parseOtpauthUri, type OtpauthAccount } from '@countersign/otp';
import type { Entry } from '@countersign/vault';
import { deleteDB } from 'idb';
import { openDatabase, type Database } from './database.ts';
import { createLocalStore, trashKeptForMs, type LocalStore } from './local-store.ts';
import { openVault } from './open-vault.ts';
import { StoreError } from './store-error.ts';

// Two tabs are two stores on one database. Nothing is said between them here, as when a message is late or lost: what
// keeps the entries right must be the database alone.
class SilentChannel {
  onmessage: unknown = null;
  postMessage(): void {
    // lost
  }
}
Object.assign(globalThis, { BroadcastChannel: SilentChannel });

const databases: Database[] = [];

async function openTab(): Promise<LocalStore> {
  const database = await openDatabase({ onBlocked: () => undefined, onClosed: () => undefined });
  databases.push(database);
  const { vaultKey, records } = await openVault(database);
  return createLocalStore(database, vaultKey, records);
}

afterEach(async () => {
  for (const database of databases.splice(0)) database.close();
  await deleteDB('countersign');
});

const secrets = ['GEZDGNBVGY3TQOJQ', 'MFRGGZDFMZTWQ2LK', 'NBSWY3DPEHPK3PXP', 'JBSWY3DPEHPK3PXP'];

function account(index: number, kind = 'totp'): OtpauthAccount {
  return parseOtpauthUri(
    `otpauth://${kind}/Service${index}:alice?secret=${secrets[index]}&issuer=Service${index}&counter=0`,
  );
}

async function openTabWith(...indexes: number[]): Promise<LocalStore> {
  const tab = await openTab();
  await tab.addAccounts(indexes.map((index) => account(index)));
  return tab;
}

function issuers(tab: LocalStore): string[] {
  return tab.snapshot().entries.map(({ issuer }) => issuer);
}

function entryAt(tab: LocalStore, index: number): Entry {
  const entry = tab.snapshot().entries[index];
  assert.ok(entry);
  return entry;
}

test('entries are there again after a restart, in their order', async () => {
  await openTabWith(2, 0, 1);
  assert.deepEqual(issuers(await openTab()), ['Service2', 'Service0', 'Service1']);
});

test('nothing of an entry lies in the database in the clear', async () => {
  await openTabWith(0);
  const [database] = databases;
  const stored = JSON.stringify(await database?.getAll('entries'), (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
  assert.doesNotMatch(stored, /Service0|alice|GEZD|12345/);
});

test('the same secret twice is told, not doubled, in one batch and in two', async () => {
  const tab = await openTab();
  const first = await tab.addAccounts([account(0), account(1), account(0)]);
  assert.deepEqual(
    first.map(({ status }) => status),
    ['added', 'added', 'duplicate'],
  );
  assert.equal(first[2]?.entry.id, first[0]?.entry.id);
  const [again] = await tab.addAccounts([account(1)]);
  assert.equal(again?.status, 'duplicate');
  assert.equal(tab.snapshot().entries.length, 2);
});

test('two tabs that add the same secret at once add it once', async () => {
  const [a, b] = [await openTab(), await openTab()];
  const outcomes = (await Promise.all([a.addAccounts([account(0)]), b.addAccounts([account(0)])])).flat();
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['added', 'duplicate']);
  assert.equal((await openTab()).snapshot().entries.length, 1);
});

test('two tabs that change one entry at once both get what they asked for', async () => {
  const a = await openTabWith(0, 1);
  const b = await openTab();
  const { id } = entryAt(a, 0);
  await Promise.all([a.rename(id, { issuer: 'Renamed', accountName: 'bob' }), b.move(id, 1)]);
  assert.deepEqual(issuers(await openTab()), ['Service1', 'Renamed']);
});

test('a counter is never handed out twice', async () => {
  const a = await openTab();
  await a.addAccounts([account(0, 'hotp')]);
  const b = await openTab();
  const { id } = entryAt(a, 0);
  const taken = await Promise.all([a, b, a, b].map((tab) => tab.takeCounter(id)));
  assert.deepEqual(taken.sort(), [0, 1, 2, 3]);
  assert.equal(await (await openTab()).takeCounter(id), 4);
});

test('moving up and down keeps everything and stops at the ends', async () => {
  const tab = await openTabWith(0, 1, 2);
  const { id } = entryAt(tab, 2);
  for (const expected of ['021', '201', '201']) {
    await tab.move(id, -1);
    assert.equal(issuers(tab).join('').replaceAll('Service', ''), expected);
  }
  for (const expected of ['021', '012', '012']) {
    await tab.move(id, 1);
    assert.equal(issuers(tab).join('').replaceAll('Service', ''), expected);
  }
});

test('the trash gives back what was put in it, and adding the secret again takes it out', async () => {
  const tab = await openTabWith(0, 1);
  const { id } = entryAt(tab, 0);
  await tab.moveToTrash(id);
  assert.deepEqual(issuers(tab), ['Service1']);
  await tab.restore(id);
  assert.deepEqual(issuers(tab), ['Service0', 'Service1']);

  await tab.moveToTrash(id);
  const [outcome] = await tab.addAccounts([account(0)]);
  assert.deepEqual([outcome?.status, outcome?.entry.id], ['added', id]);
  assert.equal(tab.snapshot().trash.length, 0);
});

test('the trash keeps an entry for 30 days and no longer', async (t) => {
  const tab = await openTabWith(0);
  await tab.moveToTrash(entryAt(tab, 0).id);
  const deletedAtMs = Date.now();

  t.mock.timers.enable({ apis: ['Date'], now: deletedAtMs + trashKeptForMs - 60_000 });
  await openTab();
  await settled();
  assert.equal((await openTab()).snapshot().trash.length, 1);

  t.mock.timers.setTime(deletedAtMs + trashKeptForMs + 60_000);
  await openTab();
  await settled();
  assert.equal((await openTab()).snapshot().trash.length, 0);
});

test('only what is in the trash can be deleted for ever', async () => {
  const tab = await openTabWith(0);
  const { id } = entryAt(tab, 0);
  await tab.deleteForEver(id);
  assert.equal(tab.snapshot().entries.length, 1);
  await tab.moveToTrash(id);
  await tab.deleteForEver(id);
  assert.equal((await openTab()).snapshot().trash.length, 0);
});

test('an entry that another tab restored is not deleted for ever', async () => {
  const a = await openTabWith(0);
  const { id } = entryAt(a, 0);
  await a.moveToTrash(id);
  const b = await openTab();
  await b.restore(id);
  await a.deleteForEver(id);
  assert.equal(a.snapshot().entries.length, 1);
});

test('an entry that another tab deleted for ever is gone, and said to be', async () => {
  const a = await openTabWith(0);
  const b = await openTab();
  const { id } = entryAt(a, 0);
  await b.moveToTrash(id);
  await b.deleteForEver(id);
  await assert.rejects(a.restore(id), hasCode('entry-gone'));
});

test('a full disk is told, and nothing is lost or half stored', async (t) => {
  const tab = await openTabWith(0);
  failPutWith(t, 2, 'QuotaExceededError');
  await assert.rejects(tab.addAccounts([account(1), account(2), account(3)]), hasCode('storage-full'));
  t.mock.restoreAll();
  assert.deepEqual(issuers(tab), ['Service0']);
  assert.deepEqual(issuers(await openTab()), ['Service0']);
});

test('a closed database is told', async () => {
  const tab = await openTabWith(0);
  databases[0]?.close();
  await assert.rejects(tab.moveToTrash(entryAt(tab, 0).id), hasCode('storage-closed'));
});

test('a record that does not open is counted and kept', async () => {
  await openTabWith(0, 1);
  const [database] = databases;
  const [record] = (await database?.getAll('entries')) ?? [];
  assert.ok(record && database);
  await database.put('entries', { ...record, schemaVersion: 2 });
  const tab = await openTab();
  assert.equal(tab.snapshot().unreadableCount, 1);
  await tab.addAccounts([account(2)]);
  assert.equal((await database.getAll('entries')).length, 3);
});

function hasCode(code: string) {
  return (error: unknown) => error instanceof StoreError && error.code === code;
}

/** Lets the work that nobody waits for come to its end. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

/** At the given put, the transaction ends as it does when the disk is full: aborted, with the reason. */
function failPutWith(t: TestContext, at: number, name: string): void {
  const real = IDBObjectStore.prototype.put;
  let count = 0;
  t.mock.method(IDBObjectStore.prototype, 'put', function (this: IDBObjectStore, value: unknown) {
    count += 1;
    if (count !== at) return real.call(this, value);
    const request = real.call(this, value);
    Object.defineProperty(this.transaction, 'error', { get: () => new DOMException('full', name) });
    queueMicrotask(() => this.transaction.abort());
    return request;
  });
}
