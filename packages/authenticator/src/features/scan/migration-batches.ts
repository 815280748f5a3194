// Collects the codes of Google Authenticator's exports, which come in batches of several: in any order, some of them
// twice, and two batches mixed. Collections are values: each change makes a new one.
import type { MigrationBatch, OtpauthAccount } from '@countersign/otp';

/** One export and the parts of it that were scanned. */
export interface MigrationCollection {
  batchId: number;
  /** How many codes the export has. At least 1. */
  batchSize: number;
  /** By their index in the batch, from 0. */
  parts: ReadonlyMap<number, MigrationBatch>;
}

/** What became of a part. */
export interface CollectedPart {
  collections: readonly MigrationCollection[];
  /** The collection that the part belongs to. */
  collection: MigrationCollection;
  /** Whether the very same part had been scanned before. */
  status: 'new' | 'repeated';
}

/** Puts a scanned part where it belongs. A batch with the same id but another size is another batch. */
export function collectPart(
  collections: readonly MigrationCollection[],
  part: MigrationBatch,
): CollectedPart {
  const batchSize = Math.max(1, part.batchSize);
  const isSame = (other: MigrationCollection): boolean =>
    other.batchId === part.batchId && other.batchSize === batchSize;
  const before = collections.find(isSame) ?? { batchId: part.batchId, batchSize, parts: new Map() };
  if (before.parts.has(part.batchIndex)) return { collections, collection: before, status: 'repeated' };

  const collection = { ...before, parts: new Map(before.parts).set(part.batchIndex, part) };
  const others = collections.filter((other) => !isSame(other));
  return { collections: [...others, collection], collection, status: 'new' };
}

/** Says whether every part of an export was scanned. */
export function isComplete({ batchSize, parts }: MigrationCollection): boolean {
  for (let index = 0; index < batchSize; index++) if (!parts.has(index)) return false;
  return true;
}

/** The accounts of the parts scanned so far, in the order of the export. */
export function accountsOf(collection: MigrationCollection): OtpauthAccount[] {
  return inOrder(collection).flatMap(({ accounts }) => accounts);
}

/** Why some accounts could not be read, one sentence each, in the order of the export. */
export function unreadableOf(collection: MigrationCollection): string[] {
  return inOrder(collection).flatMap(({ unreadable }) => unreadable.map(({ reason }) => reason));
}

function inOrder({ parts }: MigrationCollection): MigrationBatch[] {
  return [...parts.values()].sort((a, b) => a.batchIndex - b.batchIndex);
}
