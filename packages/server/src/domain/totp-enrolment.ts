/**
 * Setting up a TOTP authenticator: an enrolment becomes a factor by proof of possession and by nothing else. The
 * secret is the server's, is shown only in the session that started it, and is gone after an hour.
 */
import { encodeBase32, formatOtpauthUri } from '@countersign/otp';
import { recordEvent } from './audit.ts';
import { MAX_AUTHENTICATORS, parseAuthenticatorName, suggestName } from './authenticators.ts';
import { clockOffsetSeconds, findFarCode } from './clock-doctor.ts';
import { endEarlierProofs } from './earlier-proofs.ts';
import { EnrolmentGoneError, SecondStepRefusedError, TooManyAuthenticatorsError } from './errors.ts';
import type {
  ApiToken,
  AttemptOutcome,
  Enrolment,
  Origin,
  Ports,
  SealedPlace,
  Session,
  Tables,
} from './ports.ts';
import { factorSecretPlace, hasSecondStep, matchSealedSecret, normalizePasscode } from './second-step.ts';
import { sendNotice } from './security-notice.ts';
import { requireStepUp, type LiveSession } from './step-up.ts';

const ENROLMENT_LIFETIME_MS = 60 * 60 * 1000;

/** What enabling will change: told before it happens, and exactly what then happens. */
export interface EnrolmentPreview {
  sessions: { session: Session; survives: boolean }[];
  /** They go on, but for those that the person chooses to end. */
  apiTokens: ApiToken[];
}

/** What the person needs to set an authenticator up. */
export interface EnrolmentView {
  enrolmentId: string;
  otpauthUri: string;
  /** The secret in Base32. */
  setupKey: string;
  /** A name for the new authenticator that no other one has. */
  suggestedName: string;
  expiresAtMs: number;
}

/** Lists each session and API token of the account, and whether it outlives enabling. */
export async function previewEnrolment(ports: Ports, live: LiveSession): Promise<EnrolmentPreview> {
  const nowMs = ports.clock.nowMs();
  const { read } = ports.store;
  const sessions = await read.sessions.list(live.account.id, nowMs);
  const apiTokens = await read.apiTokens.list(live.account.id, nowMs);
  return {
    sessions: sessions.map((session) => ({ session, survives: session.id === live.session.id })),
    apiTokens,
  };
}

/**
 * Starts a set-up, replacing one that waits. Live factors go on working (attack 25).
 * @param revokesApiTokenIds the API tokens that the person wants to end with it (attack 33)
 * @throws StepUpRequiredError, TooManyAuthenticatorsError
 */
export async function startEnrolment(
  ports: Ports,
  live: LiveSession,
  revokesApiTokenIds: readonly string[],
): Promise<void> {
  requireStepUp(ports, live);
  // An account has one enrolment: what starts below the limit cannot end above it.
  if (live.factors.length >= MAX_AUTHENTICATORS) throw new TooManyAuthenticatorsError();
  const id = ports.tokens.id();
  const accountId = live.account.id;
  const nowMs = ports.clock.nowMs();
  const secretBytes = ports.tokens.totpSecret();
  const secretSealed = ports.secretBox.seal(secretBytes, enrolmentSecretPlace({ id, accountId }));
  secretBytes.fill(0);
  const enrolment: Enrolment = {
    id,
    accountId,
    sessionId: live.session.id,
    secretSealed,
    revokesApiTokenIds: revokesApiTokenIds.join(' '),
    createdAtMs: nowMs,
    expiresAtMs: nowMs + ENROLMENT_LIFETIME_MS,
    farTimeStep: null,
    farAtMs: null,
  };
  await ports.store.transaction((tables) => tables.enrolments.put(enrolment));
}

/**
 * Shows the set-up that waits in this session: again after a reload, never in another session, never after an hour.
 * @throws EnrolmentGoneError
 */
export async function viewEnrolment(ports: Ports, live: LiveSession): Promise<EnrolmentView> {
  const enrolment = await findOwnEnrolment(ports, ports.store.read, live);
  const secretBytes = ports.secretBox.open(enrolment.secretSealed, enrolmentSecretPlace(enrolment));
  try {
    const otpauthUri = formatOtpauthUri({
      type: 'totp',
      issuer: ports.settings.issuer,
      accountName: live.account.email,
      secretBytes,
      algorithm: 'SHA1',
      digits: 6,
      periodSeconds: 30,
      extraParameters: [],
    });
    const setupKey = encodeBase32(secretBytes);
    const suggestedName = suggestName(live.factors);
    return {
      enrolmentId: enrolment.id,
      otpauthUri,
      setupKey,
      suggestedName,
      expiresAtMs: enrolment.expiresAtMs,
    };
  } finally {
    secretBytes.fill(0);
  }
}

/**
 * Proves possession and adds the authenticator: waiting log-ins and the trust in browsers end, and this session gets a
 * new token, stepped up. The account's first factor also ends every other session. The proving code is spent with it
 * (attack 5).
 * @param request.enrolmentId what the page showed: of two tabs, only the one with the current secret can pass
 * @param request.name empty for the suggested one
 * @returns the session's new token
 * @throws EnrolmentGoneError, InvalidNameError, InvalidValueError, SecondStepRefusedError
 */
export async function confirmEnrolment(
  ports: Ports,
  live: LiveSession,
  origin: Origin,
  request: { enrolmentId: string; passcode: string; name: string },
): Promise<string> {
  const token = ports.tokens.bearer();
  const refusal = await ports.store.transaction(async (tables) => {
    await tables.accounts.lock(live.account.id);
    const enrolment = await findOwnEnrolment(ports, tables, live);
    if (enrolment.id !== request.enrolmentId) throw new EnrolmentGoneError();
    const factors = await tables.factors.list(live.account.id);
    const name = request.name === '' ? suggestName(factors) : parseAuthenticatorName(request.name, factors);
    const outcome = await chargeFirstCode(ports, tables, enrolment, request.passcode);
    if (outcome !== 'passed') return examineClock(ports, tables, enrolment, request.passcode, outcome);
    if (!(await tables.enrolments.consume(enrolment.id))) throw new EnrolmentGoneError();
    await addAuthenticator(ports, tables, live, origin, enrolment, name);
    await tables.sessions.rotate(live.session.id, ports.tokens.hash(token), ports.clock.nowMs(), 'passcode');
    return undefined;
  });
  if (refusal !== undefined) throw new SecondStepRefusedError('passcode', refusal.clockOffsetSeconds);
  return token;
}

/** Looks at a refused first code with the clock doctor, and keeps what it found for the next one. */
async function examineClock(
  ports: Ports,
  tables: Tables,
  enrolment: Enrolment,
  passcode: string,
  outcome: AttemptOutcome,
): Promise<{ clockOffsetSeconds: number | undefined }> {
  if (outcome === 'held') return { clockOffsetSeconds: undefined };
  const secret = { secretSealed: enrolment.secretSealed, place: enrolmentSecretPlace(enrolment) };
  const far = findFarCode(ports, [secret], passcode);
  await tables.enrolments.noteFarCode(enrolment.id, far);
  return { clockOffsetSeconds: clockOffsetSeconds(enrolment, far) };
}

async function findOwnEnrolment(ports: Ports, tables: Tables, live: LiveSession): Promise<Enrolment> {
  const enrolment = await tables.enrolments.findByAccount(live.account.id, ports.clock.nowMs());
  if (enrolment?.sessionId !== live.session.id) throw new EnrolmentGoneError();
  return enrolment;
}

async function chargeFirstCode(
  ports: Ports,
  tables: Tables,
  enrolment: Enrolment,
  text: string,
): Promise<AttemptOutcome> {
  const nowMs = ports.clock.nowMs();
  const place = enrolmentSecretPlace(enrolment);
  const timeStep = matchSealedSecret(ports, enrolment.secretSealed, place, normalizePasscode(text), nowMs);
  return tables.ledger.charge({
    accountId: enrolment.accountId,
    nowMs,
    proof: timeStep === undefined ? { kind: 'none' } : { kind: 'other', timeStep },
    evenIfSuspended: true, // nothing is guessed here: this session was shown the secret
  });
}

async function addAuthenticator(
  ports: Ports,
  tables: Tables,
  live: LiveSession,
  origin: Origin,
  enrolment: Enrolment,
  name: string,
): Promise<void> {
  const accountId = live.account.id;
  const isFirst = !(await hasSecondStep(tables, accountId));
  const factorId = ports.tokens.id();
  const nowMs = ports.clock.nowMs();
  const secretBytes = ports.secretBox.open(enrolment.secretSealed, enrolmentSecretPlace(enrolment));
  const secretSealed = ports.secretBox.seal(secretBytes, factorSecretPlace({ id: factorId, accountId }));
  secretBytes.fill(0);
  await tables.factors.insert({
    id: factorId,
    accountId,
    name,
    secretSealed,
    createdAtMs: nowMs,
    lastUsedAtMs: nowMs,
  });
  await endEarlierProofs(tables, accountId);
  await revokeChosen(ports, tables, enrolment, origin);
  if (!isFirst) {
    await recordEvent(ports, tables, accountId, 'authenticator_added', origin, name);
    await sendNotice(ports, tables, accountId, { template: 'authenticator_added', name });
    return;
  }
  await tables.sessions.deleteAll(accountId, live.session.id); // they passed no second step
  await recordEvent(ports, tables, accountId, 'two_factor_enabled', origin);
  await sendNotice(ports, tables, accountId, { template: 'two_factor_enabled' });
}

/** Ends exactly the API tokens that were chosen when the set-up began (attack 33). */
async function revokeChosen(
  ports: Ports,
  tables: Tables,
  { accountId, revokesApiTokenIds }: Enrolment,
  origin: Origin,
): Promise<void> {
  for (const id of revokesApiTokenIds.split(' ').filter((given) => given !== '')) {
    const apiToken = await tables.apiTokens.delete(accountId, id);
    if (apiToken === undefined) continue; // gone by itself meanwhile
    await recordEvent(ports, tables, accountId, 'api_token_revoked', origin, apiToken.name);
  }
}

/**
 * Turns Two-factor Authentication off, behind a step-up. The recovery codes go with it.
 * @throws StepUpRequiredError
 */
export async function disableTwoFactor(ports: Ports, live: LiveSession, origin: Origin): Promise<void> {
  requireStepUp(ports, live);
  const accountId = live.account.id;
  await ports.store.transaction(async (tables) => {
    if (!(await hasSecondStep(tables, accountId))) return;
    await tables.factors.deleteAll(accountId);
    await tables.securityKeys.deleteAll(accountId);
    await tables.recoveryCodes.deleteAll(accountId);
    await tables.sessions.clearPendingRecoveryCodes(accountId);
    await endEarlierProofs(tables, accountId);
    await recordEvent(ports, tables, accountId, 'two_factor_disabled', origin);
    await sendNotice(ports, tables, accountId, { template: 'two_factor_disabled' });
  });
}

/** Where the secret of a set-up is sealed. */
export function enrolmentSecretPlace(enrolment: Pick<Enrolment, 'id' | 'accountId'>): SealedPlace {
  return { table: 'enrolment', column: 'secret_sealed', row: `${enrolment.accountId}/${enrolment.id}` };
}
