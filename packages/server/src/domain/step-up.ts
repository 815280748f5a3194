/** Step-up: a fresh proof asked of a live session before a sensitive act, so that a stolen session alone changes nothing. */
import { recordEvent } from './audit.ts';
import type { Door } from './ceremonies.ts';
import { StepUpRefusedError, StepUpRequiredError } from './errors.ts';
import { normalizePassword } from './password.ts';
import type {
  Account,
  AttemptOutcome,
  Factor,
  Origin,
  Ports,
  ProofMethod,
  SecurityKey,
  Session,
  Tables,
} from './ports.ts';
import {
  hasSecondStep,
  methodOfProof,
  openWays,
  prepareProof,
  proveSecondStep,
  type PreparedProof,
  type SecondStepProof,
  type SecondStepWays,
} from './second-step.ts';

/** A session with what it belongs to, as each request finds it. */
export interface LiveSession {
  session: Session;
  account: Account;
  /** The account's authenticators. */
  factors: Factor[];
  securityKeys: SecurityKey[];
}

/** Whether the account has Two-factor Authentication. */
export function hasTwoFactor(live: Pick<LiveSession, 'factors' | 'securityKeys'>): boolean {
  return live.factors.length + live.securityKeys.length > 0;
}

/** How long a step-up opens sensitive acts. */
export const STEP_UP_LIFETIME_MS = 5 * 60 * 1000;
/** Without a second step, a log-in is the same proof (the password) as a step-up, and as good for a while. */
const LOG_IN_LIFETIME_MS = 10 * 60 * 1000;

/** Whether the session has proved itself lately enough for a sensitive act. */
function isSteppedUp(ports: Ports, live: LiveSession): boolean {
  const nowMs = ports.clock.nowMs();
  const { session } = live;
  if (session.stepUpAtMs !== null && session.stepUpAtMs > nowMs - STEP_UP_LIFETIME_MS) return true;
  return !hasTwoFactor(live) && session.createdAtMs > nowMs - LOG_IN_LIFETIME_MS;
}

/** With what somebody proved themselves, and when (Unix milliseconds). */
export interface Proof {
  by: ProofMethod;
  atMs: number;
}

/** The fresh proof that this session rests on. @throws StepUpRequiredError */
export function requireStepUp(ports: Ports, live: LiveSession): Proof {
  if (!isSteppedUp(ports, live)) throw new StepUpRequiredError();
  const { stepUpAtMs, stepUpBy, createdAtMs } = live.session;
  if (stepUpAtMs === null || stepUpBy === null) return { by: 'password', atMs: createdAtMs };
  return { by: stepUpBy, atMs: stepUpAtMs };
}

/** What a page needs to ask for the second step; undefined without one. */
export async function openStepUp(ports: Ports, live: LiveSession): Promise<SecondStepWays | undefined> {
  return openWays(ports, stepUpDoor(live.session), live.account.id);
}

function stepUpDoor(session: Session): Door {
  return { purpose: 'step_up', boundTo: session.id };
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
  const proof = await prepareProof(ports, request.secondStep ?? { passcode: '' }, {
    door: stepUpDoor(session),
    accountId: account.id,
    origin,
  });
  const token = ports.tokens.bearer();
  const by = hasTwoFactor(live) ? methodOfProof(proof) : 'password';
  const outcome = await ports.store.transaction(async (tables) => {
    const judged = await judge(ports, tables, account.id, passwordIsRight, proof);
    if (judged === 'passed') {
      await tables.sessions.rotate(session.id, ports.tokens.hash(token), ports.clock.nowMs(), by);
    } else {
      await recordEvent(ports, tables, account.id, 'step_up_refused', origin, null, by);
    }
    return judged;
  });
  if (outcome !== 'passed') throw new StepUpRefusedError(hasTwoFactor(live));
  return token;
}

async function judge(
  ports: Ports,
  tables: Tables,
  accountId: string,
  passwordIsRight: boolean,
  proof: PreparedProof,
): Promise<AttemptOutcome> {
  // Suspending is for a second step, which recovery codes get past; a password alone must not shut its owner out.
  const charge = { accountId, nowMs: ports.clock.nowMs(), evenIfSuspended: true };
  if (!passwordIsRight) return tables.ledger.charge({ ...charge, proof: { kind: 'none' } });
  if (!(await hasSecondStep(tables, accountId)))
    return tables.ledger.charge({ ...charge, proof: { kind: 'other' } });
  return proveSecondStep(ports, tables, accountId, proof);
}
