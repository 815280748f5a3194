// The entries of this device: opened once, kept in memory, written back sealed. Every tab of the app has its own store;
// they meet in the database, where a change is accepted only on the revision it was made from.
import type { OtpauthAccount } from '@countersign/otp';
import {
  compareEntries,
  entryFromAccount,
  findDuplicate,
  openRecord,
  positionBetween,
  sealEntry,
  type Entry,
  type SealedRecord,
} from '@countersign/vault';
import type { Database } from './database.ts';
import { StoreError, storeErrorFrom } from './store-error.ts';

/** What became of one account that was to be added. */
export interface AddOutcome {
  /** `duplicate`: the same secret was there already, and `entry` is the one that has it. */
  status: 'added' | 'duplicate';
  entry: Entry;
}

/** What the pages show. A new object after each change, never changed itself. */
export interface Snapshot {
  /** In the order of the list. */
  entries: readonly Entry[];
  /** The latest deleted first. */
  trash: readonly Entry[];
  /** How many records this version could not open. They are kept as they are. */
  unreadableCount: number;
}

/** How long the trash keeps an entry. */
export const trashKeptForMs = 30 * 24 * 60 * 60 * 1000;

/** The entries of this device. Each method that writes throws `StoreError`, and then nothing was changed. */
export interface LocalStore {
  snapshot(): Snapshot;
  /** Calls the listener after each change, whichever tab made it; returns how to stop. */
  subscribe(listener: () => void): () => void;
  /**
   * Adds accounts at the end of the list, all or none, and says in the same order what became of each. One whose secret
   * lies in the trash takes its old entry out of it.
   */
  addAccounts(accounts: readonly OtpauthAccount[]): Promise<AddOutcome[]>;
  rename(id: string, names: { issuer: string; accountName: string }): Promise<void>;
  /** One place up (-1) or down (1). */
  move(id: string, offset: -1 | 1): Promise<void>;
  moveToTrash(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  deleteForEver(id: string): Promise<void>;
  /** The counter for the next HOTP code. It is spent, durably, before it is returned. RFC 4226 §7.2. */
  takeCounter(id: string): Promise<number>;
  /** Looks for changes that other tabs made while this one could not listen. */
  refresh(): Promise<void>;
}

interface Held {
  revision: number;
  /** Absent when the record could not be opened. */
  entry?: Entry;
}

interface Write {
  record: SealedRecord;
  /** The revision that the change was made from; absent for a new entry. */
  from?: number;
}

type Change = (entry: Entry) => Entry;

const channelName = 'countersign-entries';
const attemptsAtMost = 8;

/** Opens what `records` holds and keeps it up to date. */
export async function createLocalStore(
  database: Database,
  vaultKey: CryptoKey,
  records: readonly SealedRecord[],
): Promise<LocalStore> {
  const held = new Map<string, Held>();
  const deletedForEver = new Set<string>();
  const listeners = new Set<() => void>();
  const channel = new BroadcastChannel(channelName);
  let snapshot: Snapshot = { entries: [], trash: [], unreadableCount: 0 };

  await hold(records);
  publish();
  channel.onmessage = () => void refresh().catch(() => undefined); // a closed database is told elsewhere

  async function hold(changed: readonly SealedRecord[]): Promise<void> {
    const opened = await Promise.all(
      changed.map((record) => openRecord(vaultKey, record).catch(() => undefined)),
    );
    changed.forEach(({ id, revision }, index) => {
      const entry = opened[index];
      // Reads and writes may overtake each other: what is newer stays, and what is gone stays gone.
      if ((held.get(id)?.revision ?? 0) <= revision && !deletedForEver.has(id))
        held.set(id, { revision, ...(entry && { entry }) });
    });
  }

  function publish(): void {
    const all = [...held.values()].flatMap(({ entry }) => entry ?? []);
    snapshot = {
      entries: all.filter((entry) => entry.deletedAtMs === undefined).sort(compareEntries),
      trash: all.filter(isInTrash).sort((a, b) => b.deletedAtMs - a.deletedAtMs),
      unreadableCount: held.size - all.length,
    };
    for (const listener of listeners) listener();
  }

  function published(): void {
    channel.postMessage('changed');
    publish();
  }

  async function refresh(): Promise<void> {
    const heldBefore = [...held.keys()];
    const stored = await database
      .getAll('entries')
      .catch((cause: unknown) => Promise.reject(storeErrorFrom(cause)));
    await hold(stored.filter(({ id, revision }) => held.get(id)?.revision !== revision));
    const ids = new Set(stored.map(({ id }) => id));
    for (const id of heldBefore) if (!ids.has(id)) held.delete(id);
    publish();
  }

  // Compare-and-swap on every revision, in one transaction: all of it is stored, or nothing is. A new entry is stored
  // only if no other tab has added one meanwhile, which might be the same.
  async function store(writes: readonly Write[]): Promise<boolean> {
    const transaction = database.transaction('entries', 'readwrite', { durability: 'strict' });
    const stored = transaction.store;
    const failed = transaction.done.then(() => undefined, storeErrorFrom);
    const isCurrent = async ({ record, from }: Write) => (await stored.get(record.id))?.revision === from;
    const current = await Promise.all(writes.map(isCurrent));
    const ids = await stored.getAllKeys();
    const addsBlindly = writes.some(({ from }) => from === undefined) && ids.some((id) => !held.has(id));
    if (!current.every(Boolean) || addsBlindly) {
      transaction.abort();
      await failed;
      return false;
    }
    for (const { record } of writes) void stored.put(record).catch(() => undefined);
    const failure = await failed;
    if (failure !== undefined) throw failure;
    return true;
  }

  // Prepares entries from what is held, stores them, and starts over when another tab was faster.
  async function commit(prepare: () => { entry: Entry; from?: number }[]): Promise<void> {
    for (let attempt = 0; attempt < attemptsAtMost; attempt += 1) {
      const prepared = prepare();
      if (prepared.length === 0) return;
      const records = await Promise.all(
        prepared.map(async ({ entry, from }) => ({
          record: await sealEntry(vaultKey, entry, (from ?? 0) + 1),
          ...(from !== undefined && { from }),
        })),
      );
      if (await store(records)) {
        for (const { entry, from = 0 } of prepared) held.set(entry.id, { revision: from + 1, entry });
        published();
        return;
      }
      await refresh();
    }
    throw new StoreError('busy');
  }

  function prepareChange(id: string, change: Change): { entry: Entry; from: number } {
    const current = held.get(id);
    if (current?.entry === undefined) throw new StoreError('entry-gone');
    return { entry: { ...change(current.entry), updatedAtMs: Date.now() }, from: current.revision };
  }

  function changeEntry(id: string, change: Change): Promise<void> {
    return translated(() => commit(() => [prepareChange(id, change)]));
  }

  function prepareAdd(accounts: readonly OtpauthAccount[], outcomes: AddOutcome[]) {
    const prepared: { entry: Entry; from?: number }[] = [];
    const known = [...held.values()].flatMap(({ entry }) => entry ?? []);
    let last = known.reduce((highest, { position }) => (position > highest ? position : highest), '');
    outcomes.length = 0;
    for (const account of accounts) {
      const same = findDuplicate(known, account);
      if (same !== undefined && !isInTrash(same)) {
        outcomes.push({ status: 'duplicate', entry: same });
        continue;
      }
      last = positionBetween(last);
      const add = same
        ? prepareChange(same.id, (entry) => ({ ...withoutDeletion(entry), position: last }))
        : { entry: entryFromAccount(account, { position: last, nowMs: Date.now() }) };
      if (same) known.splice(known.indexOf(same), 1);
      known.push(add.entry);
      prepared.push(add);
      outcomes.push({ status: 'added', entry: add.entry });
    }
    return prepared;
  }

  async function deleteRecord(id: string, isStillDue: (entry: Entry) => boolean): Promise<void> {
    const current = held.get(id);
    if (current?.entry === undefined || !isStillDue(current.entry)) return;
    const transaction = database.transaction('entries', 'readwrite', { durability: 'strict' });
    const stored = await transaction.store.get(id);
    const unchanged = stored?.revision === current.revision;
    if (unchanged) await transaction.store.delete(id);
    await transaction.done;
    if (!unchanged) return refresh();
    deletedForEver.add(id);
    held.delete(id);
    published();
  }

  async function purgeTrash(): Promise<void> {
    const isDue = (entry: Entry) => isInTrash(entry) && entry.deletedAtMs + trashKeptForMs < Date.now();
    for (const { id } of snapshot.trash.filter(isDue)) await deleteRecord(id, isDue);
  }

  void purgeTrash().catch(() => undefined); // comes round again at the next start

  return {
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async addAccounts(accounts) {
      const outcomes: AddOutcome[] = [];
      await translated(() => commit(() => prepareAdd(accounts, outcomes)));
      return outcomes;
    },
    rename: (id, { issuer, accountName }) => changeEntry(id, (entry) => ({ ...entry, issuer, accountName })),
    move: (id, offset) =>
      changeEntry(id, (entry) => ({ ...entry, position: positionAfterMove(snapshot.entries, id, offset) })),
    moveToTrash: (id) => changeEntry(id, (entry) => ({ ...entry, deletedAtMs: Date.now() })),
    restore: (id) => changeEntry(id, withoutDeletion),
    deleteForEver: (id) => translated(() => deleteRecord(id, isInTrash)),
    async takeCounter(id) {
      let taken = 0;
      await changeEntry(id, (entry) => {
        if (entry.type !== 'hotp') throw new TypeError('Only HOTP entries have a counter');
        taken = entry.counter;
        return { ...entry, counter: entry.counter + 1 };
      });
      return taken;
    },
    refresh: () => translated(refresh),
  };
}

function isInTrash(entry: Entry): entry is Entry & { deletedAtMs: number } {
  return entry.deletedAtMs !== undefined;
}

function withoutDeletion(entry: Entry): Entry {
  const restored = { ...entry };
  delete restored.deletedAtMs;
  return restored;
}

/** The position that brings an entry one place up or down; its own where there is no further to go. */
function positionAfterMove(entries: readonly Entry[], id: string, offset: -1 | 1): string {
  const others = entries.filter((entry) => entry.id !== id);
  const index = entries.findIndex((entry) => entry.id === id);
  const target = Math.min(Math.max(index + offset, 0), others.length);
  const before = others[target - 1]?.position;
  const after = others[target]?.position;
  // Two tabs may have put two entries at one place; then the id decides, and there is no room between them.
  if (before !== undefined && after !== undefined && before >= after) return after;
  return positionBetween(before, after);
}

async function translated<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw storeErrorFrom(cause);
  }
}
