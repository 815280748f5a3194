/**
 * Setting up a TOTP authenticator: an enrolment becomes a factor by proof of possession and by nothing else. The
 * secret is the server's, is shown only in the session that started it, and is gone after an hour.
 */
import { encodeBase32, formatOtpauthUri } from '@countersign/otp';
import { recordEvent } from './audit.ts';
import { EnrolmentGoneError, SecondStepRefusedError } from './errors.ts';
import { enqueueMail } from './mail.ts';
import type { ApiToken, Enrolment, Origin, Ports, SealedPlace, Session, Tables } from './ports.ts';
import { factorSecretPlace, matchSealedSecret, normalizePasscode } from './second-step.ts';
import { requireStepUp, type LiveSession } from './step-up.ts';

const ENROLMENT_LIFETIME_MS = 60 * 60 * 1000;

/** What enabling will change: told before it happens, and exactly what then happens. */
export interface EnrolmentPreview {
  sessions: { session: Session; survives: boolean }[];
  apiTokens: { apiToken: ApiToken; survives: boolean }[];
}

/** What the person needs to set an authenticator up. */
export interface EnrolmentView {
  enrolmentId: string;
  otpauthUri: string;
  /** The secret in Base32. */
  setupKey: string;
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
    apiTokens: apiTokens.map((apiToken) => ({ apiToken, survives: true })),
  };
}

/**
 * Starts a set-up, replacing one that waits. A live factor goes on working until the new one is proved (attack 25).
 * @throws StepUpRequiredError
 */
export async function startEnrolment(ports: Ports, live: LiveSession): Promise<void> {
  requireStepUp(ports, live);
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
    createdAtMs: nowMs,
    expiresAtMs: nowMs + ENROLMENT_LIFETIME_MS,
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
    return { enrolmentId: enrolment.id, otpauthUri, setupKey, expiresAtMs: enrolment.expiresAtMs };
  } finally {
    secretBytes.fill(0);
  }
}

/**
 * Proves possession and enables: the new factor replaces any other, every other session and waiting log-in ends, and
 * this session gets a new token, stepped up. The proving code is spent with it (attack 5).
 * @param request.enrolmentId what the page showed: of two tabs, only the one with the current secret can pass
 * @returns the session's new token
 * @throws EnrolmentGoneError, SecondStepRefusedError
 */
export async function confirmEnrolment(
  ports: Ports,
  live: LiveSession,
  origin: Origin,
  request: { enrolmentId: string; passcode: string },
): Promise<string> {
  const token = ports.tokens.bearer();
  const passed = await ports.store.transaction(async (tables) => {
    const enrolment = await findOwnEnrolment(ports, tables, live);
    if (enrolment.id !== request.enrolmentId) throw new EnrolmentGoneError();
    if (!(await chargeFirstCode(ports, tables, enrolment, request.passcode))) return false;
    if (!(await tables.enrolments.consume(enrolment.id))) throw new EnrolmentGoneError();
    await enable(ports, tables, live, origin, enrolment);
    await tables.sessions.rotate(live.session.id, ports.tokens.hash(token), ports.clock.nowMs());
    return true;
  });
  if (!passed) throw new SecondStepRefusedError('passcode');
  return token;
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
): Promise<boolean> {
  const nowMs = ports.clock.nowMs();
  const place = enrolmentSecretPlace(enrolment);
  const timeStep = matchSealedSecret(ports, enrolment.secretSealed, place, normalizePasscode(text), nowMs);
  const outcome = await tables.ledger.charge({
    accountId: enrolment.accountId,
    nowMs,
    proof: timeStep === undefined ? { kind: 'none' } : { kind: 'other', timeStep },
    evenIfSuspended: true, // nothing is guessed here: this session was shown the secret
  });
  return outcome === 'passed';
}

async function enable(
  ports: Ports,
  tables: Tables,
  live: LiveSession,
  origin: Origin,
  enrolment: Enrolment,
): Promise<void> {
  const { id: accountId, email } = live.account;
  const replaces = (await tables.factors.list(accountId)).length > 0;
  const factorId = ports.tokens.id();
  const nowMs = ports.clock.nowMs();
  const secretBytes = ports.secretBox.open(enrolment.secretSealed, enrolmentSecretPlace(enrolment));
  const secretSealed = ports.secretBox.seal(secretBytes, factorSecretPlace({ id: factorId, accountId }));
  secretBytes.fill(0);
  await tables.factors.deleteAll(accountId);
  await tables.factors.insert({
    id: factorId,
    accountId,
    name: 'Authenticator app',
    secretSealed,
    createdAtMs: nowMs,
    lastUsedAtMs: nowMs,
  });
  await tables.sessions.deleteAll(accountId, live.session.id);
  await tables.challenges.deleteAll(accountId);
  await recordEvent(
    ports,
    tables,
    accountId,
    replaces ? 'authenticator_replaced' : 'two_factor_enabled',
    origin,
  );
  await enqueueMail(ports, tables, { to: email, template: 'two_factor_enabled' });
}

/**
 * Turns Two-factor Authentication off, behind a step-up. The recovery codes go with it.
 * @throws StepUpRequiredError
 */
export async function disableTwoFactor(ports: Ports, live: LiveSession, origin: Origin): Promise<void> {
  requireStepUp(ports, live);
  const { id: accountId, email } = live.account;
  await ports.store.transaction(async (tables) => {
    if ((await tables.factors.list(accountId)).length === 0) return;
    await tables.factors.deleteAll(accountId);
    await tables.recoveryCodes.deleteAll(accountId);
    await tables.sessions.clearPendingRecoveryCodes(accountId);
    await tables.challenges.deleteAll(accountId);
    await recordEvent(ports, tables, accountId, 'two_factor_disabled', origin);
    await enqueueMail(ports, tables, { to: email, template: 'two_factor_disabled' });
  });
}

function enrolmentSecretPlace(enrolment: Pick<Enrolment, 'id' | 'accountId'>): SealedPlace {
  return { table: 'enrolment', column: 'secret_sealed', row: `${enrolment.accountId}/${enrolment.id}` };
}
