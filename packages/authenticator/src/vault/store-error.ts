/**
 * Why a change was not stored. Stable. In every case nothing was changed.
 *
 * - `storage-full`: the disk, or the share of it that the browser grants, is full
 * - `storage-closed`: the database is closed, for a newer version in another tab or by the browser
 * - `storage-failed`: the browser could not write, for a reason of its own
 * - `entry-gone`: another tab has deleted the entry for ever
 * - `entry-too-long`: the entry is longer than a record may be
 * - `busy`: other tabs changed the same entry again and again
 */
export type StoreErrorCode =
  'storage-full' | 'storage-closed' | 'storage-failed' | 'entry-gone' | 'entry-too-long' | 'busy';

/** A change that was not stored; its message is for the person. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, options?: ErrorOptions) {
    super(messages[code], options);
    this.name = 'StoreError';
    this.code = code;
  }
}

const messages: Record<StoreErrorCode, string> = {
  'storage-full':
    'This device has no room left, so nothing was saved. Your entries are all still here. Free some space and try again.',
  'storage-closed': 'The app was updated or closed in the meantime. Reload this page and try again.',
  'storage-failed': 'The browser could not save this. Nothing was changed; try again.',
  'entry-gone': 'This entry was deleted in another tab.',
  'entry-too-long': 'This is too long to be saved. Shorten it and try again.',
  busy: 'Another tab is changing the same entry. Try again.',
};

/** Says what the browser's own error means for the person. Anything unknown is `storage-failed`. */
export function storeErrorFrom(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  if (cause instanceof RangeError) return new StoreError('entry-too-long', { cause });
  const name = cause instanceof DOMException ? cause.name : '';
  if (name === 'QuotaExceededError') return new StoreError('storage-full', { cause });
  if (name === 'InvalidStateError') return new StoreError('storage-closed', { cause });
  return new StoreError('storage-failed', { cause });
}
