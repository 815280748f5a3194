/**
 * Why the vault refused. Stable.
 *
 * - `record-unreadable`: the sealed record does not open: changed, swapped, or sealed under another key
 * - `record-malformed`: it opened, but what is inside is not an entry
 * - `schema-too-new`: written by a newer version of the app; keep it as it is
 * - `slot-unreadable`: the key slot does not open with this key
 */
export type VaultErrorCode = 'record-unreadable' | 'record-malformed' | 'schema-too-new' | 'slot-unreadable';

/** A failure of the vault; `code` says which. */
export class VaultError extends Error {
  readonly code: VaultErrorCode;

  constructor(code: VaultErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'VaultError';
    this.code = code;
  }
}
