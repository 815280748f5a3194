/** Security keys: added behind a step-up by an answer of the key itself, named, and removed; never the last one unnoticed. */
import { recordEvent } from './audit.ts';
import { beginRegistration, endCeremony, publicKeyPlace, type Door } from './ceremonies.ts';
import { endEarlierProofs } from './earlier-proofs.ts';
import {
  LastFactorError,
  NotFoundError,
  SecurityKeyRefusedError,
  TooManySecurityKeysError,
} from './errors.ts';
import { parseName } from './name.ts';
import type { NewCredential, Origin, Ports, SecurityKey, Session, Tables } from './ports.ts';
import { hasSecondStep } from './second-step.ts';
import { sendNotice } from './security-notice.ts';
import { requireStepUp, type LiveSession } from './step-up.ts';

/** Browsers are told of each of them. */
const MAX_SECURITY_KEYS = 10;

/**
 * Begins to add a key; returns what the browser needs, as JSON.
 * @throws StepUpRequiredError
 */
export async function startSecurityKey(ports: Ports, live: LiveSession): Promise<string> {
  requireStepUp(ports, live);
  return beginRegistration(ports, registrationDoor(live.session), live.account);
}

/**
 * Adds the key that answered. The first factor of an account turns Two-factor Authentication on: every other session and
 * waiting log-in ends. This session gets a new token, stepped up.
 * @returns the session's new token, and whether two-factor was turned on
 * @throws StepUpRequiredError, InvalidNameError (the ceremony stays good), SecurityKeyRefusedError, TooManySecurityKeysError
 */
export async function addSecurityKey(
  ports: Ports,
  live: LiveSession,
  origin: Origin,
  request: { name: string; answer: string },
): Promise<{ token: string; enabled: boolean }> {
  requireStepUp(ports, live);
  const name = parseName('name', request.name);
  const key = sealKey(ports, live.account.id, name, await verifyNewKey(ports, live, request.answer));
  const token = ports.tokens.bearer();
  const enabled = await ports.store.transaction(async (tables) => {
    const accountId = live.account.id;
    await tables.accounts.lock(accountId); // of two factors added at once, one is the first
    const isFirst = !(await hasSecondStep(tables, accountId));
    if ((await tables.securityKeys.list(accountId)).length >= MAX_SECURITY_KEYS)
      throw new TooManySecurityKeysError();
    if (!(await tables.securityKeys.insert(key))) throw new SecurityKeyRefusedError();
    if (isFirst) await endWhatWasWeaker(ports, tables, live, origin);
    await tables.trustedBrowsers.deleteAll(accountId);
    await tables.sessions.rotate(
      live.session.id,
      ports.tokens.hash(token),
      ports.clock.nowMs(),
      'security_key',
    );
    await recordEvent(ports, tables, accountId, 'security_key_added', origin, name);
    await sendNotice(ports, tables, accountId, { template: 'security_key_added', keyName: name });
    return isFirst;
  });
  return { token, enabled };
}

async function verifyNewKey(ports: Ports, live: LiveSession, answer: string): Promise<NewCredential> {
  const claimed = await endCeremony(ports, registrationDoor(live.session), answer);
  const made = claimed && (await ports.webAuthn.verifyCreation(answer, claimed.challenge));
  if (made === undefined) throw new SecurityKeyRefusedError();
  return made;
}

function sealKey(ports: Ports, accountId: string, name: string, made: NewCredential): SecurityKey {
  const id = ports.tokens.id();
  const { credentialId, publicKey, signCount, transports } = made;
  return {
    id,
    accountId,
    name,
    credentialId,
    publicKeySealed: ports.secretBox.seal(publicKey, publicKeyPlace({ id, accountId, credentialId })),
    signCount,
    transports: transports.join(','),
    createdAtMs: ports.clock.nowMs(),
    lastUsedAtMs: null,
  };
}

async function endWhatWasWeaker(
  ports: Ports,
  tables: Tables,
  { account, session }: LiveSession,
  origin: Origin,
): Promise<void> {
  await tables.sessions.deleteAll(account.id, session.id);
  await tables.challenges.deleteAll(account.id);
  await recordEvent(ports, tables, account.id, 'two_factor_enabled', origin);
}

/** A key of this account. @throws NotFoundError */
export function findSecurityKey(live: LiveSession, id: string): SecurityKey {
  const key = live.securityKeys.find((own) => own.id === id);
  if (key === undefined) throw new NotFoundError();
  return key;
}

/** Gives a key another name, behind a step-up. @throws StepUpRequiredError, InvalidNameError, NotFoundError */
export async function renameSecurityKey(
  ports: Ports,
  live: LiveSession,
  origin: Origin,
  request: { id: string; name: string },
): Promise<void> {
  requireStepUp(ports, live);
  const name = parseName('name', request.name);
  const accountId = live.account.id;
  await ports.store.transaction(async (tables) => {
    if (!(await tables.securityKeys.rename(accountId, request.id, name))) throw new NotFoundError();
    await recordEvent(ports, tables, accountId, 'security_key_renamed', origin, name);
  });
}

/**
 * Removes a key, behind a step-up. Waiting log-ins and the trust in browsers end. The last way through the second step
 * cannot be removed: that is disabling, and says so.
 * @throws StepUpRequiredError, NotFoundError, LastFactorError
 */
export async function removeSecurityKey(
  ports: Ports,
  live: LiveSession,
  origin: Origin,
  id: string,
): Promise<void> {
  requireStepUp(ports, live);
  const accountId = live.account.id;
  await ports.store.transaction(async (tables) => {
    await tables.accounts.lock(accountId); // of two removals at once, one sees that it would be the last
    const key = await tables.securityKeys.delete(accountId, id);
    if (key === undefined) throw new NotFoundError();
    if (!(await hasSecondStep(tables, accountId))) throw new LastFactorError();
    await endEarlierProofs(tables, accountId);
    await recordEvent(ports, tables, accountId, 'security_key_removed', origin, key.name);
    await sendNotice(ports, tables, accountId, { template: 'security_key_removed', keyName: key.name });
  });
}

function registrationDoor(session: Session): Door {
  return { purpose: 'register', boundTo: session.id };
}
