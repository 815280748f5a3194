/** A store on a real file, for tests: in a folder of its own, which goes with it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account, Store } from '../domain/ports.ts';
import { openSqliteStore } from './sqlite.ts';

/** A store, and the file it keeps its rows in. */
export interface TemporaryStore {
  path: string;
  store: Store;
  /** Closes the store and removes its folder. */
  remove(): Promise<void>;
}

/** Opens an empty store. */
export async function openTemporaryStore(): Promise<TemporaryStore> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-store-'));
  const path = join(folder, 'countersign.db');
  const store = await openSqliteStore(path);
  return {
    path,
    store,
    async remove() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** An account of this id, as it stands in its table. */
export function accountRow(id: string): Account {
  const email = `${id}@example.org`;
  return {
    id,
    email,
    emailKey: email,
    passwordHash: 'a hash',
    createdAtMs: 0,
    disabledAtMs: null,
    lockedAtMs: null,
  };
}

/** Adds an account with its ledger. */
export async function addAccount(store: Store, id: string): Promise<void> {
  await store.transaction(async (tables) => {
    await tables.accounts.insert(accountRow(id));
    await tables.ledger.open(id);
  });
}
