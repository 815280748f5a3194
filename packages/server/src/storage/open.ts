/** Chooses the database. */
import { join } from 'node:path';
import type { Store } from '../domain/ports.ts';
import { openSqliteStore } from './sqlite.ts';

/** Opens the store of a data folder. */
export async function openStore(dataDir: string): Promise<Store> {
  return openSqliteStore(join(dataDir, 'countersign.db'));
}
