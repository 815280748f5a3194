/**
 * The second step: the one way to check it, which every door uses. A code spent at one door is spent at all, and every
 * guess is charged to the same ledger.
 */
import { matchTotp, prepareSecret } from '@countersign/otp';
import { recordEvent } from './audit.ts';
import { askForKey, verifyKeyAnswer, type Door, type VerifiedAnswer } from './ceremonies.ts';
import type { SecondStepField } from './errors.ts';
import { enqueueMail } from './mail.ts';
import type { AttemptOutcome, Factor, Origin, Ports, ProofMethod, SealedPlace, Tables } from './ports.ts';
import { sendNotice } from './security-notice.ts';

/** What a person gives to pass the second step. A security key's answer is the JSON that the browser made of it. */
export type SecondStepProof = TypedProof | { securityKey: string };
type TypedProof = { passcode: string } | { recoveryCode: string };

/** A proof as a transaction can judge it: of a security key's answer, the signature has been looked at. */
export type PreparedProof = TypedProof | KeyProof;
interface KeyProof {
  /** Undefined when the answer was not one of the account's keys, for this door. */
  securityKey: VerifiedAnswer | undefined;
  origin: Origin;
}

/** RFC 6238 §5.2: one time step of drift either way. */
export const WINDOW_STEPS = 1;

/** From so few recovery codes on it is time for new ones. */
export const FEW_RECOVERY_CODES = 3;

/** Whether the account has a second step. */
export async function hasSecondStep(tables: Tables, accountId: string): Promise<boolean> {
  if ((await tables.factors.list(accountId)).length > 0) return true;
  return (await tables.securityKeys.list(accountId)).length > 0;
}

/** How an account can pass its second step, besides a recovery code. */
export interface SecondStepWays {
  passcode: boolean;
  /** What the browser needs to ask for a security key, as JSON; undefined when the account has none. */
  securityKeyOptions: string | undefined;
}

/** Opens a door to an account's factors: undefined when it has none. Begins a ceremony where there are security keys. */
export async function openWays(
  ports: Ports,
  door: Door,
  accountId: string,
): Promise<SecondStepWays | undefined> {
  const passcode = (await ports.store.read.factors.list(accountId)).length > 0;
  const securityKeyOptions = await askForKey(ports, door, accountId);
  return passcode || securityKeyOptions !== undefined ? { passcode, securityKeyOptions } : undefined;
}

/** The form field that a proof came in. */
export function fieldOfProof(proof: SecondStepProof): SecondStepField {
  if ('passcode' in proof) return 'passcode';
  return 'recoveryCode' in proof ? 'recovery_code' : 'security_key';
}

/** What a proof was made with. */
export function methodOfProof(proof: SecondStepProof | PreparedProof): ProofMethod {
  if ('passcode' in proof) return 'passcode';
  return 'recoveryCode' in proof ? 'recovery_code' : 'security_key';
}

/**
 * Makes a proof ready for `proveSecondStep`, outside its transaction. A security key's answer uses its ceremony up here.
 * @param door where the answer comes in; the ceremony must have begun there
 */
export async function prepareProof(
  ports: Ports,
  proof: SecondStepProof,
  at: { door: Door; accountId: string; origin: Origin },
): Promise<PreparedProof> {
  if (!('securityKey' in proof)) return proof;
  const securityKey = await verifyKeyAnswer(ports, at.door, at.accountId, proof.securityKey);
  return { securityKey, origin: at.origin };
}

/**
 * Checks a proof against the account's factors and charges the attempt, in the caller's transaction.
 * RFC 6238 §5.2: a time step that was accepted, and any before it, is never accepted again.
 */
export async function proveSecondStep(
  ports: Ports,
  tables: Tables,
  accountId: string,
  proof: PreparedProof,
): Promise<AttemptOutcome> {
  if ('passcode' in proof) return provePasscode(ports, tables, accountId, proof.passcode);
  if ('recoveryCode' in proof) return proveRecoveryCode(ports, tables, accountId, proof.recoveryCode);
  return proveSecurityKey(ports, tables, accountId, proof);
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

/** The owner is told of each code that is used, at whatever door; and once a set, that few are left. */
async function proveRecoveryCode(
  ports: Ports,
  tables: Tables,
  accountId: string,
  text: string,
): Promise<AttemptOutcome> {
  const outcome = await spendRecoveryCode(ports, tables, accountId, text);
  const account = outcome === 'passed' ? await tables.accounts.find(accountId) : undefined;
  if (account === undefined) return outcome;
  const codesLeft = await tables.recoveryCodes.countLeft(accountId);
  await sendNotice(ports, tables, accountId, { template: 'recovery_code_used', codesLeft });
  if (codesLeft === FEW_RECOVERY_CODES) {
    await enqueueMail(ports, tables, { to: account.email, template: 'recovery_codes_low', codesLeft });
  }
  return outcome;
}

/** Charges an attempt with a recovery code and spends the code, in the caller's transaction. */
export async function spendRecoveryCode(
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

async function proveSecurityKey(
  ports: Ports,
  tables: Tables,
  accountId: string,
  { securityKey: answer, origin }: KeyProof,
): Promise<AttemptOutcome> {
  const nowMs = ports.clock.nowMs();
  const isGood = answer !== undefined && (await tables.securityKeys.advance(answer.key.id, answer.signCount));
  if (answer !== undefined && !isGood) await noticeCopy(ports, tables, answer, origin);
  const outcome = await tables.ledger.charge({
    accountId,
    nowMs,
    proof: { kind: isGood ? 'other' : 'none' },
    evenIfSuspended: true, // a signature cannot be guessed
  });
  if (outcome === 'passed' && answer !== undefined) await tables.securityKeys.touch(answer.key.id, nowMs);
  return outcome;
}

/**
 * A right signature with a counter that did not grow: of this key there are two (WebAuthn §6.1.1). Or the key was removed
 * a moment ago, and then there is nobody to tell.
 */
async function noticeCopy(
  ports: Ports,
  tables: Tables,
  { key }: VerifiedAnswer,
  origin: Origin,
): Promise<void> {
  const account = await tables.accounts.find(key.accountId);
  const current = await tables.securityKeys.findByCredentialId(key.credentialId);
  if (account === undefined || current === undefined) return;
  await recordEvent(ports, tables, account.id, 'security_key_copied', origin, current.name);
  const { address } = origin;
  await sendNotice(ports, tables, account.id, {
    template: 'security_key_copied',
    keyName: current.name,
    address,
  });
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
