/**
 * Recovery codes: ten, each good once, stored as a keyed hash. They are shown in the session that made them until the
 * person says they are saved, or the session ends; sealed meanwhile, so that a reload or a download loses nothing.
 */
import { recordEvent } from './audit.ts';
import { SecondStepRefusedError, TwoFactorOffError } from './errors.ts';
import type { Origin, Ports, SealedPlace } from './ports.ts';
import { hasSecondStep, spendRecoveryCode } from './second-step.ts';
import { sendNotice } from './security-notice.ts';
import { requireStepUp, type LiveSession } from './step-up.ts';

const RECOVERY_CODE_COUNT = 10;
const DRILL_INTERVAL_MS = 365 * 24 * 60 * 60 * 1000;

/**
 * Makes a new set and voids the old one, behind a step-up. Trust in browsers ends with it.
 * @throws StepUpRequiredError, TwoFactorOffError
 */
export async function makeRecoveryCodes(ports: Ports, live: LiveSession, origin: Origin): Promise<void> {
  requireStepUp(ports, live);
  const { account, session } = live;
  const codes = Array.from({ length: RECOVERY_CODE_COUNT }, () => ports.tokens.recoveryCode());
  const hashes = codes.map((code) => currentHash(ports, account.id, code));
  await ports.store.transaction(async (tables) => {
    if (!(await hasSecondStep(tables, account.id))) throw new TwoFactorOffError();
    await tables.recoveryCodes.replaceAll(account.id, hashes, ports.clock.nowMs());
    await tables.trustedBrowsers.deleteAll(account.id);
    await tables.sessions.clearPendingRecoveryCodes(account.id); // another session's would be the old ones
    await tables.sessions.setPendingRecoveryCodes(session.id, sealForDisplay(ports, session.id, codes));
    await recordEvent(ports, tables, account.id, 'recovery_codes_made', origin);
    await sendNotice(ports, tables, account.id, { template: 'recovery_codes_made' });
  });
}

/** The codes just made in this session and not acknowledged yet, grouped in fours; undefined when there are none. */
export function viewNewRecoveryCodes(ports: Ports, live: LiveSession): string[] | undefined {
  const { id, pendingRecoveryCodesSealed: sealed } = live.session;
  if (sealed === null) return undefined;
  return new TextDecoder().decode(ports.secretBox.open(sealed, pendingPlace(id))).split('\n');
}

/** The person has saved the codes: they are never shown again. */
export async function acknowledgeRecoveryCodes(ports: Ports, live: LiveSession): Promise<void> {
  await ports.store.transaction((tables) => tables.sessions.setPendingRecoveryCodes(live.session.id, null));
}

/** How an account stands with its recovery codes. */
export interface RecoveryCodeState {
  /** How many are unused. */
  left: number;
  /** Whether it is a year since the set was made, or since the last drill. */
  drillIsDue: boolean;
}

/** How many unused codes the account has, and whether it is time to try one. */
export async function readRecoveryCodeState(ports: Ports, live: LiveSession): Promise<RecoveryCodeState> {
  const { recoveryCodes } = ports.store.read;
  const left = await recoveryCodes.countLeft(live.account.id);
  const provedAtMs = (await recoveryCodes.lastMadeAtMs(live.account.id)) ?? 0;
  return { left, drillIsDue: left > 0 && provedAtMs <= ports.clock.nowMs() - DRILL_INTERVAL_MS };
}

/**
 * The recovery drill: a right code proves that the sheet is at hand. The code is spent, and a new one takes its place,
 * shown in this session until it is saved. It needs no step-up, for the code is a proof of its own; a wrong one costs an
 * attempt as anywhere.
 * @throws SecondStepRefusedError, TwoFactorOffError
 */
export async function drillRecoveryCode(
  ports: Ports,
  live: LiveSession,
  origin: Origin,
  text: string,
): Promise<void> {
  const { account, session } = live;
  const code = ports.tokens.recoveryCode();
  const outcome = await ports.store.transaction(async (tables) => {
    if (!(await hasSecondStep(tables, account.id))) throw new TwoFactorOffError();
    const judged = await spendRecoveryCode(ports, tables, account.id, text);
    if (judged !== 'passed') {
      await recordEvent(ports, tables, account.id, 'recovery_drill_refused', origin);
      return judged;
    }
    await tables.recoveryCodes.insert(account.id, currentHash(ports, account.id, code), ports.clock.nowMs());
    await tables.sessions.setPendingRecoveryCodes(session.id, sealForDisplay(ports, session.id, [code]));
    await recordEvent(ports, tables, account.id, 'recovery_drill_passed', origin);
    return judged;
  });
  if (outcome !== 'passed') throw new SecondStepRefusedError('recovery_code');
}

function sealForDisplay(ports: Ports, sessionId: string, codes: readonly string[]): string {
  const shown = new TextEncoder().encode(codes.map(groupInFours).join('\n'));
  return ports.secretBox.seal(shown, pendingPlace(sessionId));
}

function currentHash(ports: Ports, accountId: string, code: string): string {
  const [hash] = ports.tokens.recoveryCodeHashes(accountId, code);
  if (hash === undefined) throw new Error('the key ring is empty');
  return hash;
}

function groupInFours(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-');
}

/** Where the recovery codes that wait in a session are sealed. */
export function pendingPlace(sessionId: string): SealedPlace {
  return { table: 'session', column: 'pending_recovery_codes_sealed', row: sessionId };
}
