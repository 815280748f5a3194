/** An account's authenticators: their names, and taking one away. Adding one is set-up, in `totp-enrolment.ts`. */
import { recordEvent } from './audit.ts';
import { endEarlierProofs } from './earlier-proofs.ts';
import { InvalidValueError, LastFactorError, NotFoundError } from './errors.ts';
import { parseName } from './name.ts';
import type { Factor, Origin, Ports } from './ports.ts';
import { hasSecondStep } from './second-step.ts';
import { sendNotice } from './security-notice.ts';
import { requireStepUp, type LiveSession } from './step-up.ts';

/** Each one more is one more code that a guess may hit. */
export const MAX_AUTHENTICATORS = 10;

const DEFAULT_NAME = 'Authenticator app';

/** A name that none of these has: what set-up suggests. */
export function suggestName(factors: readonly Factor[]): string {
  const names = [DEFAULT_NAME, ...factors.map((_, index) => `${DEFAULT_NAME} ${String(index + 2)}`)];
  return names.find((name) => !isTaken(name, factors)) ?? DEFAULT_NAME;
}

/**
 * Accepts a name that no other authenticator of the account has, whatever its capitals.
 * @throws InvalidNameError, InvalidValueError
 */
export function parseAuthenticatorName(text: string, others: readonly Factor[]): string {
  const name = parseName('name', text);
  if (isTaken(name, others)) {
    throw new InvalidValueError(
      'name',
      'Another authenticator has that name. Choose one that tells them apart.',
    );
  }
  return name;
}

function isTaken(name: string, factors: readonly Factor[]): boolean {
  return factors.some((factor) => factor.name.toLowerCase() === name.toLowerCase());
}

/** An authenticator of this account. @throws NotFoundError */
export function findAuthenticator(live: LiveSession, id: string): Factor {
  return ownFactor(live.factors, id);
}

/** Renames an authenticator, behind a step-up. @throws StepUpRequiredError, NotFoundError, InvalidNameError, InvalidValueError */
export async function renameAuthenticator(
  ports: Ports,
  live: LiveSession,
  origin: Origin,
  request: { id: string; name: string },
): Promise<void> {
  requireStepUp(ports, live);
  const accountId = live.account.id;
  await ports.store.transaction(async (tables) => {
    await tables.accounts.lock(accountId);
    const factors = await tables.factors.list(accountId);
    const factor = ownFactor(factors, request.id);
    const name = parseAuthenticatorName(
      request.name,
      factors.filter(({ id }) => id !== factor.id),
    );
    if (name === factor.name) return;
    await tables.factors.rename(factor.id, name);
    await recordEvent(ports, tables, accountId, 'authenticator_renamed', origin, `${factor.name} → ${name}`);
  });
}

/**
 * Removes an authenticator, behind a step-up. Its codes, waiting log-ins and the trust in browsers end. The last way
 * through the second step cannot be removed: that is disabling, and says so.
 * @throws StepUpRequiredError, NotFoundError, LastFactorError
 */
export async function removeAuthenticator(
  ports: Ports,
  live: LiveSession,
  origin: Origin,
  id: string,
): Promise<void> {
  requireStepUp(ports, live);
  const accountId = live.account.id;
  await ports.store.transaction(async (tables) => {
    await tables.accounts.lock(accountId); // of two removals at once, one sees that it would be the last
    const factor = ownFactor(await tables.factors.list(accountId), id);
    await tables.factors.delete(accountId, factor.id);
    if (!(await hasSecondStep(tables, accountId))) throw new LastFactorError();
    await endEarlierProofs(tables, accountId);
    await recordEvent(ports, tables, accountId, 'authenticator_removed', origin, factor.name);
    await sendNotice(ports, tables, accountId, { template: 'authenticator_removed', name: factor.name });
  });
}

function ownFactor(factors: readonly Factor[], id: string): Factor {
  const factor = factors.find((candidate) => candidate.id === id);
  if (factor === undefined) throw new NotFoundError();
  return factor;
}
