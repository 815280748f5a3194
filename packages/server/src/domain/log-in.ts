/** Logging in: the password, then the second step where the account has one. */
import { recordEvent } from './audit.ts';
import { parseEmailAddress, type EmailAddress } from './email-address.ts';
import {
  ChallengeGoneError,
  EmailNotVerifiedError,
  SecondStepRefusedError,
  WrongCredentialsError,
} from './errors.ts';
import { enqueueMail } from './mail.ts';
import { normalizePassword } from './password.ts';
import type { Account, Challenge, MailLink, Origin, Ports, Tables } from './ports.ts';
import { hasSecondStep, proveSecondStep, type SecondStepProof } from './second-step.ts';
import { openSession } from './sessions.ts';
import { sendVerificationLink } from './sign-up.ts';

const CHALLENGE_LIFETIME_MS = 10 * 60 * 1000;

/** What a right password leads to. The token is for the browser's cookie. */
export type LogInOutcome = { kind: 'session'; token: string } | { kind: 'challenge'; token: string };

/**
 * Checks email and password. Takes one password verification whether or not the account exists (attack 37).
 * @throws InvalidEmailError, WrongCredentialsError, EmailNotVerifiedError, TooBusyError
 */
export async function logIn(
  ports: Ports,
  request: { email: string; password: string },
  origin: Origin,
): Promise<LogInOutcome> {
  const address = parseEmailAddress(request.email);
  const { read } = ports.store;
  const account = await read.accounts.findByEmailKey(address.emailKey);
  const pending = account === undefined ? await findPendingSignUp(ports, address) : undefined;
  const hash = account?.passwordHash ?? pending?.passwordHash ?? undefined;
  const isRight = await ports.passwordHasher.verify(hash, normalizePassword(request.password));
  if (!isRight) throw new WrongCredentialsError();
  if (account === undefined) return refuseUnverified(ports, address, pending);
  return ports.store.transaction((tables) => afterPassword(ports, tables, account, origin));
}

async function afterPassword(
  ports: Ports,
  tables: Tables,
  account: Account,
  origin: Origin,
): Promise<LogInOutcome> {
  // The password was checked outside the transaction: it must still be the account's.
  const current = await tables.accounts.find(account.id);
  if (current?.passwordHash !== account.passwordHash) throw new WrongCredentialsError();
  if (!(await hasSecondStep(tables, account.id))) {
    return { kind: 'session', token: await openSession(ports, tables, current, origin, 'logged_in') };
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
 * @returns the session's token
 * @throws ChallengeGoneError, SecondStepRefusedError
 */
export async function passSecondStep(
  ports: Ports,
  challengeToken: string,
  proof: SecondStepProof,
  origin: Origin,
): Promise<string> {
  const challenge = await findChallenge(ports, challengeToken);
  if (challenge === undefined) throw new ChallengeGoneError();
  const { accountId } = challenge;
  const result = await ports.store.transaction(async (tables) => {
    const outcome = await proveSecondStep(ports, tables, accountId, proof);
    if (outcome === 'passed') return finishLogIn(ports, tables, challenge, proof, origin);
    if (outcome === 'held') await tables.challenges.consume(challenge.id); // attack 15
    await recordEvent(ports, tables, accountId, 'second_step_refused', origin);
    return undefined;
  });
  if (result === undefined)
    throw new SecondStepRefusedError('passcode' in proof ? 'passcode' : 'recovery_code');
  return result;
}

async function finishLogIn(
  ports: Ports,
  tables: Tables,
  challenge: Challenge,
  proof: SecondStepProof,
  origin: Origin,
): Promise<string> {
  const account = await tables.accounts.find(challenge.accountId);
  const isOpen = await tables.challenges.consume(challenge.id);
  // Thrown inside the transaction, so that the code is not spent for nothing.
  if (account === undefined || !isOpen) throw new ChallengeGoneError();
  if ('passcode' in proof) return openSession(ports, tables, account, origin, 'logged_in');
  const codesLeft = await tables.recoveryCodes.countLeft(account.id);
  await enqueueMail(ports, tables, { to: account.email, template: 'recovery_code_used', codesLeft });
  return openSession(ports, tables, account, origin, 'logged_in_with_recovery_code');
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
