/**
 * Who calls the API: a script with a token, or with a password. A password alone is enough only where there is no second
 * step (attack 31); a passcode in a header is checked as at every other door, and is spent there for all of them.
 */
import { grants, type ApiScope } from './api-scopes.ts';
import type { Authority } from './api-tokens.ts';
import { recordEvent } from './audit.ts';
import { parseEmailAddress } from './email-address.ts';
import {
  InvalidEmailError,
  ScopeMissingError,
  SecondStepRefusedError,
  TwoFactorRequiredError,
  WrongCredentialsError,
} from './errors.ts';
import { chargeGuess } from './password-guesses.ts';
import { normalizePassword } from './password.ts';
import type { Account, ApiToken, Origin, Ports, ProofMethod } from './ports.ts';
import {
  fieldOfProof,
  hasSecondStep,
  normalizePasscode,
  normalizeRecoveryCode,
  proveSecondStep,
} from './second-step.ts';
import type { Proof } from './step-up.ts';

const TOUCH_INTERVAL_MS = 60_000;

/** What a request carries. `code` is a passcode or a recovery code. */
export type Credentials = { code: string | undefined } & (
  { kind: 'password'; email: string; password: string } | { kind: 'api_token'; token: string }
);

/** An authenticated caller. */
export interface Caller {
  account: Account;
  twoFactor: boolean;
  /** The token it came with; undefined when it came with the password. */
  apiToken: ApiToken | undefined;
  /** What this request has proved; undefined when it only showed a token. */
  proof: Proof | undefined;
  /** A code that came with a token and was not looked at: only what needs it spends it. */
  code: string | undefined;
}

/**
 * Finds out who calls.
 * @throws WrongCredentialsError, TwoFactorRequiredError, SecondStepRefusedError, TooOftenError, TooBusyError
 */
export async function authenticateCaller(
  ports: Ports,
  credentials: Credentials,
  origin: Origin,
): Promise<Caller> {
  return credentials.kind === 'password'
    ? authenticateByPassword(ports, credentials, origin)
    : authenticateByApiToken(ports, credentials, origin);
}

async function authenticateByPassword(
  ports: Ports,
  credentials: Extract<Credentials, { kind: 'password' }>,
  origin: Origin,
): Promise<Caller> {
  const { read } = ports.store;
  const emailKey = emailKeyOf(credentials.email);
  const account = await read.accounts.findByEmailKey(emailKey);
  const guess = await chargeGuess(ports, emailKey, account?.id, origin);
  const password = normalizePassword(credentials.password);
  const isRight = await ports.passwordHasher.verify(account?.passwordHash, password); // attack 37
  if (account?.disabledAtMs !== null || !isRight) throw new WrongCredentialsError();
  await ports.store.transaction((tables) => guess.takeBack(tables));
  const twoFactor = await hasSecondStep(read, account.id);
  const proof = twoFactor
    ? await proveCode(ports, account.id, credentials.code, origin)
    : { by: 'password' as const, atMs: ports.clock.nowMs() };
  return { account, twoFactor, apiToken: undefined, proof, code: undefined };
}

function emailKeyOf(email: string): string {
  try {
    return parseEmailAddress(email).emailKey;
  } catch (error) {
    if (error instanceof InvalidEmailError) return ''; // nobody's, and takes as long
    throw error;
  }
}

async function authenticateByApiToken(
  ports: Ports,
  { token, code }: Extract<Credentials, { kind: 'api_token' }>,
  origin: Origin,
): Promise<Caller> {
  if (!ports.tokens.isApiToken(token)) throw new WrongCredentialsError();
  const nowMs = ports.clock.nowMs();
  const { read } = ports.store;
  const apiToken = await read.apiTokens.findByTokenHash(ports.tokens.hash(token), nowMs);
  const account = apiToken && (await read.accounts.find(apiToken.accountId));
  if (account?.disabledAtMs !== null || apiToken === undefined) throw new WrongCredentialsError();
  if (apiToken.lastUsedAtMs === null || apiToken.lastUsedAtMs < nowMs - TOUCH_INTERVAL_MS) {
    await ports.store.transaction((tables) => tables.apiTokens.touch(apiToken.id, nowMs, origin.address));
  }
  return { account, twoFactor: await hasSecondStep(read, account.id), apiToken, proof: undefined, code };
}

/** @throws ScopeMissingError */
export function requireScope(caller: Caller, scope: ApiScope): void {
  if (!grants(scopesOf(caller), scope)) throw new ScopeMissingError();
}

/** Whoever knows the password may do what the account may. */
function scopesOf(caller: Caller): string {
  return caller.apiToken?.scopes ?? 'global';
}

/**
 * Asks for a second step that is fresh: given with this very request. Where the account has none there is nothing to ask
 * for, and a token that is made then has the birth certificate of the one that made it.
 * @throws TwoFactorRequiredError, SecondStepRefusedError
 */
export async function requireFreshProof(ports: Ports, caller: Caller, origin: Origin): Promise<Authority> {
  const proof = await freshProofOf(ports, caller, origin);
  return { accountId: caller.account.id, proof, scopes: scopesOf(caller) };
}

async function freshProofOf(ports: Ports, caller: Caller, origin: Origin): Promise<Proof> {
  if (caller.proof !== undefined) return caller.proof;
  if (caller.apiToken !== undefined && !caller.twoFactor) return birthOf(caller.apiToken);
  return proveCode(ports, caller.account.id, caller.code, origin);
}

function birthOf(apiToken: ApiToken): Proof {
  return { by: apiToken.birthFactor, atMs: apiToken.updatedAtMs - apiToken.birthFactorAgeMs };
}

async function proveCode(
  ports: Ports,
  accountId: string,
  code: string | undefined,
  origin: Origin,
): Promise<Proof> {
  if (code === undefined) throw new TwoFactorRequiredError();
  const { by, proof } = readCode(code);
  const outcome = await ports.store.transaction(async (tables) => {
    const judged = await proveSecondStep(ports, tables, accountId, proof);
    if (judged !== 'passed')
      await recordEvent(ports, tables, accountId, 'second_step_refused', origin, null, by);
    return judged;
  });
  if (outcome !== 'passed') throw new SecondStepRefusedError(fieldOfProof(proof));
  return { by, atMs: ports.clock.nowMs() };
}

/** One header carries both kinds of code; their lengths tell them apart. */
function readCode(code: string): {
  by: ProofMethod;
  proof: { passcode: string } | { recoveryCode: string };
} {
  const isRecoveryCode = normalizePasscode(code).length > 8 && normalizeRecoveryCode(code).length === 16;
  return isRecoveryCode
    ? { by: 'recovery_code', proof: { recoveryCode: code } }
    : { by: 'passcode', proof: { passcode: code } };
}
