/** What rests on a proof that was given before. */
import type { Tables } from './ports.ts';

/**
 * Ends the account's waiting log-ins and its trust in browsers: both rest on a password or a factor as it was, so they go
 * whenever one of those changes.
 */
export async function endEarlierProofs(tables: Tables, accountId: string): Promise<void> {
  await tables.challenges.deleteAll(accountId);
  await tables.trustedBrowsers.deleteAll(accountId);
}
