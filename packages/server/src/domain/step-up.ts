/** Step-up: a fresh proof asked of a live session before a sensitive act, so that a stolen session alone changes nothing. */
import { recordEvent } from './audit.ts';
import { StepUpRefusedError, StepUpRequiredError } from './errors.ts';
import { normalizePassword } from './password.ts';
import type { Account, AttemptOutcome, Factor, Origin, Ports, Session, Tables } from './ports.ts';
import { hasSecondStep, proveSecondStep, type SecondStepProof } from './second-step.ts';

/** A session with what it belongs to, as each request finds it. */
export interface LiveSession {
  session: Session;
  account: Account;
  factors: Factor[];
}

/** How long a step-up opens sensitive acts. */
export const STEP_UP_LIFETIME_MS = 5 * 60 * 1000;
/** Without a second step, a log-in is the same proof (the password) as a step-up, and as good for a while. */
const LOG_IN_LIFETIME_MS = 10 * 60 * 1000;

/** Whether the session has proved itself lately enough for a sensitive act. */
function isSteppedUp(ports: Ports, live: LiveSession): boolean {
  const nowMs = ports.clock.nowMs();
  const { session, factors } = live;
  if (session.stepUpAtMs !== null && session.stepUpAtMs > nowMs - STEP_UP_LIFETIME_MS) return true;
  return factors.length === 0 && session.createdAtMs > nowMs - LOG_IN_LIFETIME_MS;
}

/** @throws StepUpRequiredError */
export function requireStepUp(ports: Ports, live: LiveSession): void {
  if (!isSteppedUp(ports, live)) throw new StepUpRequiredError();
}

/**
 * Proves it is the account's owner: the password, and the second step where there is one. Either being wrong costs one
 * attempt. The session gets a new token (attack 30).
 * @returns the session's new token
 * @throws StepUpRefusedError, TooBusyError
 */
export async function stepUp(
  ports: Ports,
  live: LiveSession,
  origin: Origin,
  request: { password: string; secondStep: SecondStepProof | undefined },
): Promise<string> {
  const { account, session } = live;
  const passwordIsRight = await ports.passwordHasher.verify(
    account.passwordHash,
    normalizePassword(request.password),
  );
  const token = ports.tokens.bearer();
  const outcome = await ports.store.transaction(async (tables) => {
    const judged = await judge(ports, tables, account.id, passwordIsRight, request.secondStep);
    if (judged === 'passed') {
      await tables.sessions.rotate(session.id, ports.tokens.hash(token), ports.clock.nowMs());
    } else {
      await recordEvent(ports, tables, account.id, 'step_up_refused', origin);
    }
    return judged;
  });
  if (outcome !== 'passed') throw new StepUpRefusedError(live.factors.length > 0);
  return token;
}

async function judge(
  ports: Ports,
  tables: Tables,
  accountId: string,
  passwordIsRight: boolean,
  secondStep: SecondStepProof | undefined,
): Promise<AttemptOutcome> {
  // Suspending is for a second step, which recovery codes get past; a password alone must not shut its owner out.
  const charge = { accountId, nowMs: ports.clock.nowMs(), evenIfSuspended: true };
  if (!passwordIsRight) return tables.ledger.charge({ ...charge, proof: { kind: 'none' } });
  if (!(await hasSecondStep(tables, accountId)))
    return tables.ledger.charge({ ...charge, proof: { kind: 'other' } });
  return proveSecondStep(ports, tables, accountId, secondStep ?? { passcode: '' });
}
