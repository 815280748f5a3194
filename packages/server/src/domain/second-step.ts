/**
 * The second step: the one way to check it, which every door uses. A code spent at one door is spent at all, and every
 * guess is charged to the same ledger.
 */
import { matchTotp, prepareSecret } from '@countersign/otp';
import type { AttemptOutcome, Factor, Ports, SealedPlace, Tables } from './ports.ts';

/** What a person gives to pass the second step. */
export type SecondStepProof = { passcode: string } | { recoveryCode: string };

/** RFC 6238 §5.2: one time step of drift either way. */
const WINDOW_STEPS = 1;

/** Whether the account has a second step. */
export async function hasSecondStep(tables: Tables, accountId: string): Promise<boolean> {
  return (await tables.factors.list(accountId)).length > 0;
}

/**
 * Checks a proof against the account's factors and charges the attempt, in the caller's transaction.
 * RFC 6238 §5.2: a time step that was accepted, and any before it, is never accepted again.
 */
export async function proveSecondStep(
  ports: Ports,
  tables: Tables,
  accountId: string,
  proof: SecondStepProof,
): Promise<AttemptOutcome> {
  return 'passcode' in proof
    ? provePasscode(ports, tables, accountId, proof.passcode)
    : proveRecoveryCode(ports, tables, accountId, proof.recoveryCode);
}

async function provePasscode(
  ports: Ports,
  tables: Tables,
  accountId: string,
  text: string,
): Promise<AttemptOutcome> {
  const nowMs = ports.clock.nowMs();
  const match = matchFactors(ports, await tables.factors.list(accountId), normalizePasscode(text), nowMs);
  const outcome = await tables.ledger.charge({
    accountId,
    nowMs,
    proof: match === undefined ? { kind: 'none' } : { kind: 'time_step', timeStep: match.timeStep },
    evenIfSuspended: false,
  });
  if (outcome === 'passed' && match !== undefined) await tables.factors.touch(match.factor.id, nowMs);
  return outcome;
}

async function proveRecoveryCode(
  ports: Ports,
  tables: Tables,
  accountId: string,
  text: string,
): Promise<AttemptOutcome> {
  const nowMs = ports.clock.nowMs();
  const hashes = ports.tokens.recoveryCodeHashes(accountId, normalizeRecoveryCode(text));
  const isGood = await tables.recoveryCodes.has(accountId, hashes);
  const outcome = await tables.ledger.charge({
    accountId,
    nowMs,
    proof: { kind: isGood ? 'other' : 'none' },
    evenIfSuspended: true, // 80 random bits cannot be guessed, and this is the way back in
  });
  if (outcome !== 'passed') return outcome;
  return (await tables.recoveryCodes.consume(accountId, hashes, nowMs)) ? 'passed' : 'refused';
}

function matchFactors(
  ports: Ports,
  factors: Factor[],
  passcode: string,
  nowMs: number,
): { factor: Factor; timeStep: number } | undefined {
  for (const factor of factors) {
    const timeStep = matchSealedSecret(
      ports,
      factor.secretSealed,
      factorSecretPlace(factor),
      passcode,
      nowMs,
    );
    if (timeStep !== undefined) return { factor, timeStep };
  }
  return undefined;
}

/** The time step at which a passcode belongs to a sealed secret, within the window; undefined when to none. */
export function matchSealedSecret(
  ports: Ports,
  secretSealed: string,
  place: SealedPlace,
  passcode: string,
  nowMs: number,
): number | undefined {
  const secretBytes = ports.secretBox.open(secretSealed, place);
  try {
    return matchTotp(prepareSecret(secretBytes), passcode, {
      timeSeconds: nowMs / 1000,
      windowSteps: WINDOW_STEPS,
    });
  } finally {
    secretBytes.fill(0);
  }
}

/** Where a factor's secret is sealed: its row, and whose it is, so that a row given to another account does not open. */
export function factorSecretPlace(factor: Pick<Factor, 'id' | 'accountId'>): SealedPlace {
  return { table: 'factor', column: 'secret_sealed', row: `${factor.accountId}/${factor.id}` };
}

/** People type and paste "123 456" and "123-456"; nothing else is forgiven (attack 9). */
export function normalizePasscode(text: string): string {
  return text.replace(/[ \u00a0\u202f-]/g, '');
}

/** Crockford Base32: case, spaces and dashes do not matter; O is 0, I and L are 1. */
export function normalizeRecoveryCode(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
}
