/** What an attack is, and how one ends. */
import type { Page } from './browser.ts';
import type { Ground } from './ground.ts';

/** One attack: it resolves when it was refused, and rejects with `GotThroughError` when it was not. */
export interface Attack {
  /** Its number, the same as in the names of the service's own tests. */
  number: number;
  name: string;
  /** The requirements that its refusal answers. */
  answers: readonly string[];
  /** Whether it needs people whose addresses are verified, and so a mailbox. */
  needsMailbox: boolean;
  run(ground: Ground): Promise<void>;
}

/** The attack got through; the message says how. */
export class GotThroughError extends Error {
  override readonly name = 'GotThroughError';
}

/** The attack could not be carried out: nothing is known. */
export class UnclearError extends Error {
  override readonly name = 'UnclearError';
}

/** States what holds when the attack is refused. @throws GotThroughError */
export function holds(condition: boolean, otherwise: string): void {
  if (!condition) throw new GotThroughError(otherwise);
}

/** States what has to be so for the attack to mean anything. @throws UnclearError */
export function requires(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new UnclearError(otherwise);
}

/** States that a form was not accepted as a right one is: a redirect into the account. @throws GotThroughError */
export function holdsRefused(page: Page, what: string): void {
  holds(page.status >= 400 && page.status < 500, `${what} was answered ${page.status}`);
}
