/**
 * The attempt ledger: the one budget of guesses an account has, whatever door they come through.
 *
 * Its state is one row an account: consecutive failures, the time before which no attempt is looked at, and the last
 * time step that was spent. `Tables.ledger.charge` changes it in one statement; this file holds the numbers and the
 * rule that the statement carries out, so that both databases and the tests read them from one place.
 */

/** Failures in a row that cost nothing but a new try. */
const FREE_FAILURES = 4;
/** The wait after the fifth failure; each further failure doubles it. */
const FIRST_HOLD_MS = 30_000;
export const LONGEST_HOLD_MS = 60 * 60 * 1000;
/** NIST SP 800-63B-4 §3.2.2: no more than 100 consecutive failed attempts. Then the factor is suspended. */
export const MAX_CONSECUTIVE_FAILURES = 100;

/**
 * How long the account waits after its n-th failure in a row, in milliseconds.
 * RFC 4226 §7.3: a delay that grows with each failed attempt.
 */
export function holdAfterFailures(consecutiveFailures: number): number {
  if (consecutiveFailures <= FREE_FAILURES) return 0;
  const doublings = Math.min(consecutiveFailures - FREE_FAILURES - 1, 20);
  return Math.min(FIRST_HOLD_MS * 2 ** doublings, LONGEST_HOLD_MS);
}

/** What one account's row holds. */
export interface LedgerState {
  consecutiveFailures: number;
  nextAttemptAtMs: number;
  spentTimeStep: number;
}
