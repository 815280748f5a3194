/** How an attack ends: what holds when it was refused, and what has to be so for it to mean anything. */
import type { Page } from './browser.ts';

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
