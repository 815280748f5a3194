/** Logging in: the password, then the second step where the account has one. */
import { recordEvent } from './audit.ts';
import type { Door } from './ceremonies.ts';
import { clockOffsetSeconds, findFarCode } from './clock-doctor.ts';
import { parseEmailAddress, type EmailAddress } from './email-address.ts';
import {
  ChallengeGoneError,
  EmailNotVerifiedError,
  SecondStepRefusedError,
  WrongCredentialsError,
} from './errors.ts';
import { chargeGuess } from './password-guesses.ts';
import { normalizePassword } from './password.ts';
import type { Account, AttemptOutcome, Challenge, MailLink, Origin, Ports, Tables } from './ports.ts';
import {
  factorSecretPlace,
  fieldOfProof,
  hasSecondStep,
  methodOfProof,
  openWays,
  prepareProof,
  proveSecondStep,
  type SecondStepProof,
  type SecondStepWays,
} from './second-step.ts';
import { openSession } from './sessions.ts';
import { sendVerificationLink } from './sign-up.ts';
import { renewTrust, trustBrowser } from './trusted-browsers.ts';

const CHALLENGE_LIFETIME_MS = 10 * 60 * 1000;

/** A log-in that has passed every step: values for the browser's cookies. */
export interface PassedLogIn {
  /** Of the session. */
  token: string;
  /** Of the trust in this browser, where there is any. */
  trust?: string;
}

/** What a right password leads to. The token is for the browser's cookie. */
export type LogInOutcome = ({ kind: 'session' } & PassedLogIn) | { kind: 'challenge'; token: string };

/**
 * Checks email and password. Takes one password verification whether or not the account exists (attack 37).
 * @throws InvalidEmailError, WrongCredentialsError, EmailNotVerifiedError, TooOftenError, TooBusyError
 */
export async function logIn(
  ports: Ports,
  request: { email: string; password: string; trust?: string | undefined },
  origin: Origin,
): Promise<LogInOutcome> {
  const address = parseEmailAddress(request.email);
  const { read } = ports.store;
  const account = await read.accounts.findByEmailKey(address.emailKey);
  const pending = account === undefined ? await findPendingSignUp(ports, address) : undefined;
  const hash = account?.passwordHash ?? pending?.passwordHash ?? undefined;
  const guess = await chargeGuess(ports, address.emailKey, account?.id, origin);
  const isRight = await ports.passwordHasher.verify(hash, normalizePassword(request.password));
  if (!isRight) throw new WrongCredentialsError();
  if (account === undefined) return refuseUnverified(ports, address, pending);
  return ports.store.transaction(async (tables) => {
    await guess.takeBack(tables);
    return afterPassword(ports, tables, account, origin, request.trust);
  });
}

async function afterPassword(
  ports: Ports,
  tables: Tables,
  account: Account,
  origin: Origin,
  trustCookie: string | undefined,
): Promise<LogInOutcome> {
  // The password was checked outside the transaction: it must still be the account's.
  const current = await tables.accounts.find(account.id);
  if (current?.passwordHash !== account.passwordHash) throw new WrongCredentialsError();
  if (current.disabledAtMs !== null) throw new WrongCredentialsError();
  if (!(await hasSecondStep(tables, account.id))) {
    return {
      kind: 'session',
      token: await openSession(ports, tables, current, origin, 'logged_in', 'password'),
    };
  }
  const trust =
    trustCookie === undefined ? undefined : await renewTrust(ports, tables, current, origin, trustCookie);
  if (trust !== undefined) {
    const token = await openSession(
      ports,
      tables,
      current,
      origin,
      'logged_in_from_trusted_browser',
      'password',
    );
    return { kind: 'session', token, trust };
  }
  return { kind: 'challenge', token: await openChallenge(ports, tables, account.id) };
}

async function openChallenge(ports: Ports, tables: Tables, accountId: string): Promise<string> {
  const token = ports.tokens.bearer();
  const nowMs = ports.clock.nowMs();
  await tables.challenges.insert({
    id: ports.tokens.id(),
    accountId,
    tokenHash: ports.tokens.hash(token),
    createdAtMs: nowMs,
    expiresAtMs: nowMs + CHALLENGE_LIFETIME_MS,
    farTimeStep: null,
    farAtMs: null,
  });
  return token;
}

/** The challenge behind a cookie; undefined when it has ended. */
export async function findChallenge(ports: Ports, token: string): Promise<Challenge | undefined> {
  return ports.store.read.challenges.findByTokenHash(ports.tokens.hash(token), ports.clock.nowMs());
}

/**
 * Passes the second step of a waiting log-in. One transaction charges the attempt, spends the code, ends the challenge
 * and opens the session: of many posts of one right code, one passes (attacks 2, 3, 20).
 * @param choice.trustsBrowser the person asked that this browser be trusted; a recovery code is no reason to
 * @throws ChallengeGoneError, SecondStepRefusedError
 */
export async function passSecondStep(
  ports: Ports,
  challengeToken: string,
  proof: SecondStepProof,
  origin: Origin,
  choice: { trustsBrowser: boolean },
): Promise<PassedLogIn> {
  const challenge = await findChallenge(ports, challengeToken);
  if (challenge === undefined) throw new ChallengeGoneError();
  const { accountId } = challenge;
  const prepared = await prepareProof(ports, proof, { door: keyDoor(challenge), accountId, origin });
  const result = await ports.store.transaction(async (tables) => {
    const outcome = await proveSecondStep(ports, tables, accountId, prepared);
    if (outcome === 'passed') return finishLogIn(ports, tables, challenge, proof, origin, choice);
    if (outcome === 'held') await tables.challenges.consume(challenge.id); // attack 15
    await recordEvent(ports, tables, accountId, 'second_step_refused', origin, null, methodOfProof(proof));
    return examineClock(ports, tables, challenge, proof, outcome);
  });
  if ('token' in result) return result;
  throw new SecondStepRefusedError(fieldOfProof(proof), result.clockOffsetSeconds);
}

/**
 * Looks at a refused passcode with the clock doctor, and keeps what it found for the next one. What was not looked at
 * takes as long and says nothing.
 */
async function examineClock(
  ports: Ports,
  tables: Tables,
  challenge: Challenge,
  proof: SecondStepProof,
  outcome: AttemptOutcome,
): Promise<{ clockOffsetSeconds: number | undefined }> {
  if (!('passcode' in proof)) return { clockOffsetSeconds: undefined };
  const factors = await tables.factors.list(challenge.accountId);
  const secrets = factors.map((factor) => ({ ...factor, place: factorSecretPlace(factor) }));
  const far = findFarCode(ports, secrets, proof.passcode);
  if (outcome === 'held') return { clockOffsetSeconds: undefined };
  await tables.challenges.noteFarCode(challenge.id, far);
  return { clockOffsetSeconds: clockOffsetSeconds(challenge, far) };
}

/**
 * What the page needs to ask for the second step of a log-in. It answers for one that was just ended too: the page after a
 * refusal is the same (attack 15).
 * @throws ChallengeGoneError
 */
export async function openSecondStep(ports: Ports, challenge: Challenge): Promise<SecondStepWays> {
  const ways = await openWays(ports, keyDoor(challenge), challenge.accountId);
  if (ways === undefined) throw new ChallengeGoneError();
  return ways;
}

function keyDoor(challenge: Challenge): Door {
  return { purpose: 'log_in', boundTo: challenge.id };
}

async function finishLogIn(
  ports: Ports,
  tables: Tables,
  challenge: Challenge,
  proof: SecondStepProof,
  origin: Origin,
  choice: { trustsBrowser: boolean },
): Promise<PassedLogIn> {
  const account = await tables.accounts.find(challenge.accountId);
  const isOpen = await tables.challenges.consume(challenge.id);
  // Thrown inside the transaction, so that the code is not spent for nothing.
  if (account === undefined || !isOpen) throw new ChallengeGoneError();
  if ('recoveryCode' in proof) {
    const kind = 'logged_in_with_recovery_code';
    return { token: await openSession(ports, tables, account, origin, kind, 'recovery_code') };
  }
  const token = await openSession(ports, tables, account, origin, 'logged_in', methodOfProof(proof));
  if (!choice.trustsBrowser) return { token };
  return { token, trust: await trustBrowser(ports, tables, account.id, origin) };
}

async function findPendingSignUp(ports: Ports, address: EmailAddress): Promise<MailLink | undefined> {
  const links = await ports.store.read.mailLinks.listByEmail(
    'sign_up',
    address.emailKey,
    ports.clock.nowMs(),
  );
  return links[0];
}

async function refuseUnverified(
  ports: Ports,
  address: EmailAddress,
  pending: MailLink | undefined,
): Promise<never> {
  const passwordHash = pending?.passwordHash;
  if (passwordHash == null) throw new WrongCredentialsError();
  await ports.store.transaction((tables) => sendVerificationLink(ports, tables, address, passwordHash));
  throw new EmailNotVerifiedError();
}
