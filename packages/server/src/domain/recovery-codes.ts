/**
 * Recovery codes: ten, each good once, stored as a keyed hash. They are shown in the session that made them until the
 * person says they are saved, or the session ends; sealed meanwhile, so that a reload or a download loses nothing.
 */
import { recordEvent } from './audit.ts';
import { TwoFactorOffError } from './errors.ts';
import type { Origin, Ports, SealedPlace } from './ports.ts';
import { requireStepUp, type LiveSession } from './step-up.ts';

const RECOVERY_CODE_COUNT = 10;

/**
 * Makes a new set and voids the old one, behind a step-up.
 * @throws StepUpRequiredError, TwoFactorOffError
 */
export async function makeRecoveryCodes(ports: Ports, live: LiveSession, origin: Origin): Promise<void> {
  requireStepUp(ports, live);
  const { account, session } = live;
  const codes = Array.from({ length: RECOVERY_CODE_COUNT }, () => ports.tokens.recoveryCode());
  const hashes = codes.map((code) => currentHash(ports, account.id, code));
  const shown = new TextEncoder().encode(codes.map(groupInFours).join('\n'));
  await ports.store.transaction(async (tables) => {
    if ((await tables.factors.list(account.id)).length === 0) throw new TwoFactorOffError();
    await tables.recoveryCodes.replaceAll(account.id, hashes);
    await tables.sessions.clearPendingRecoveryCodes(account.id); // another session's would be the old ones
    await tables.sessions.setPendingRecoveryCodes(
      session.id,
      ports.secretBox.seal(shown, pendingPlace(session.id)),
    );
    await recordEvent(ports, tables, account.id, 'recovery_codes_made', origin);
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

/** How many unused codes the account has. */
export async function countRecoveryCodes(ports: Ports, live: LiveSession): Promise<number> {
  return ports.store.read.recoveryCodes.countLeft(live.account.id);
}

function currentHash(ports: Ports, accountId: string, code: string): string {
  const [hash] = ports.tokens.recoveryCodeHashes(accountId, code);
  if (hash === undefined) throw new Error('the key ring is empty');
  return hash;
}

function groupInFours(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-');
}

function pendingPlace(sessionId: string): SealedPlace {
  return { table: 'session', column: 'pending_recovery_codes_sealed', row: sessionId };
}
