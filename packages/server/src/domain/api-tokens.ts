/**
 * API tokens: bearer secrets for scripts, with a name, scopes and an expiry. A token's value is known when it is made or
 * rotated, and never again; both need an `Authority`, and so a fresh proof (attack 32).
 */
import { isWithin, parseScopes } from './api-scopes.ts';
import { recordEvent } from './audit.ts';
import { InvalidValueError, NotFoundError, ScopeMissingError } from './errors.ts';
import { parseName } from './name.ts';
import type { ApiToken, Origin, Ports, Tables } from './ports.ts';
import { sendNotice } from './security-notice.ts';
import { requireStepUp, type LiveSession, type Proof } from './step-up.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** The lifetimes that the page offers. */
export const API_TOKEN_LIFETIMES_DAYS = [7, 30, 90, 365] as const;
/** No token lives longer. */
export const LONGEST_API_TOKEN_LIFETIME_MS = 365 * DAY_MS;

/** Leave to make and to widen tokens of an account. */
export interface Authority {
  accountId: string;
  /** The fresh proof it rests on: what goes into the birth certificate. */
  proof: Proof;
  /** The scopes that may be handed out, joined by spaces. */
  scopes: string;
}

/** The value of a token beside its record. */
export interface ShownApiToken {
  apiToken: ApiToken;
  /** The bearer value: this is the only time it is known. */
  token: string;
}

/** The authority of somebody logged in on the pages. @throws StepUpRequiredError */
export function authorityOfSession(ports: Ports, live: LiveSession): Authority {
  return { accountId: live.account.id, proof: requireStepUp(ports, live), scopes: 'global' };
}

/**
 * Makes a token.
 * @throws InvalidNameError, InvalidValueError, ScopeMissingError
 */
export async function makeApiToken(
  ports: Ports,
  authority: Authority,
  origin: Origin,
  request: { name: string; scopes: readonly string[]; lifetimeMs: number },
): Promise<ShownApiToken> {
  const name = parseName('name', request.name);
  const scopes = parseScopes(request.scopes);
  if (!isWithin(scopes, authority.scopes)) throw new ScopeMissingError();
  if (!(request.lifetimeMs > 0 && request.lifetimeMs <= LONGEST_API_TOKEN_LIFETIME_MS)) {
    throw new InvalidValueError('expires_in', 'A token expires after a year at most.');
  }
  const { lifetimeMs } = request;
  return ports.store.transaction((tables) =>
    insertApiToken(ports, tables, authority, origin, { name, scopes, lifetimeMs }),
  );
}

/** Writes a new token, its values checked, in the caller's transaction. */
export async function insertApiToken(
  ports: Ports,
  tables: Tables,
  authority: Pick<Authority, 'accountId' | 'proof'>,
  origin: Origin,
  checked: { name: string; scopes: string; lifetimeMs: number },
): Promise<ShownApiToken> {
  const nowMs = ports.clock.nowMs();
  const { token, ...value } = newValue(ports, authority.proof);
  const apiToken: ApiToken = {
    id: ports.tokens.id(),
    accountId: authority.accountId,
    name: checked.name,
    scopes: checked.scopes,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + checked.lifetimeMs,
    lastUsedAtMs: null,
    lastUsedAddress: null,
    ...value,
  };
  await tables.apiTokens.insert(apiToken);
  await recordEvent(
    ports,
    tables,
    apiToken.accountId,
    'api_token_made',
    origin,
    apiToken.name,
    authority.proof.by,
  );
  const { name, expiresAtMs } = apiToken;
  await sendNotice(ports, tables, apiToken.accountId, { template: 'api_token_made', name, expiresAtMs });
  return { apiToken, token };
}

/** A new bearer value, and what its row keeps of it. */
function newValue(ports: Ports, proof: Proof) {
  const token = ports.tokens.apiToken();
  const nowMs = ports.clock.nowMs();
  return {
    token,
    tokenHash: ports.tokens.hash(token),
    updatedAtMs: nowMs,
    birthFactor: proof.by,
    birthFactorAgeMs: nowMs - proof.atMs,
  };
}

/** The account's live tokens, the newest first. */
export async function listApiTokens(ports: Ports, accountId: string): Promise<ApiToken[]> {
  return ports.store.read.apiTokens.list(accountId, ports.clock.nowMs());
}

/** One live token of the account. @throws NotFoundError */
export async function findApiToken(ports: Ports, accountId: string, id: string): Promise<ApiToken> {
  const apiToken = await ports.store.read.apiTokens.find(accountId, id, ports.clock.nowMs());
  if (apiToken === undefined) throw new NotFoundError();
  return apiToken;
}

/** Renames a token. @throws NotFoundError, InvalidNameError */
export async function renameApiToken(
  ports: Ports,
  accountId: string,
  origin: Origin,
  request: { id: string; name: string },
): Promise<ApiToken> {
  await findApiToken(ports, accountId, request.id);
  const name = parseName('name', request.name);
  return change(ports, accountId, origin, request.id, { name, updatedAtMs: ports.clock.nowMs() });
}

/** Gives a token other scopes. @throws NotFoundError, InvalidValueError, ScopeMissingError */
export async function setApiTokenScopes(
  ports: Ports,
  authority: Authority,
  origin: Origin,
  request: { id: string; scopes: readonly string[] },
): Promise<ApiToken> {
  await findApiToken(ports, authority.accountId, request.id);
  const scopes = parseScopes(request.scopes);
  if (!isWithin(scopes, authority.scopes)) throw new ScopeMissingError();
  return change(ports, authority.accountId, origin, request.id, { scopes, updatedAtMs: ports.clock.nowMs() });
}

async function change(
  ports: Ports,
  accountId: string,
  origin: Origin,
  id: string,
  changes: Partial<Pick<ApiToken, 'name' | 'scopes' | 'updatedAtMs'>>,
): Promise<ApiToken> {
  return ports.store.transaction(async (tables) => {
    const apiToken = await tables.apiTokens.update(accountId, id, changes);
    if (apiToken === undefined) throw new NotFoundError();
    await recordEvent(ports, tables, accountId, 'api_token_changed', origin, apiToken.name);
    return apiToken;
  });
}

/**
 * Replaces a token's value; the old one is dead at once, the expiry stays. Only who could have made such a token may: the
 * new value would be theirs.
 * @throws NotFoundError, ScopeMissingError
 */
export async function rotateApiToken(
  ports: Ports,
  authority: Authority,
  origin: Origin,
  id: string,
): Promise<ShownApiToken> {
  const { accountId } = authority;
  const { token, ...value } = newValue(ports, authority.proof);
  return ports.store.transaction(async (tables) => {
    const before = await tables.apiTokens.find(accountId, id, ports.clock.nowMs());
    if (before === undefined) throw new NotFoundError();
    if (!isWithin(before.scopes, authority.scopes)) throw new ScopeMissingError();
    const apiToken = await tables.apiTokens.update(accountId, id, value);
    if (apiToken === undefined) throw new NotFoundError();
    await recordEvent(
      ports,
      tables,
      accountId,
      'api_token_rotated',
      origin,
      apiToken.name,
      authority.proof.by,
    );
    return { apiToken, token };
  });
}

/** Revokes a token of this account, and returns what it was. @throws NotFoundError */
export async function revokeApiToken(
  ports: Ports,
  accountId: string,
  origin: Origin,
  id: string,
): Promise<ApiToken> {
  return ports.store.transaction(async (tables) => {
    const apiToken = await tables.apiTokens.delete(accountId, id);
    if (apiToken === undefined) throw new NotFoundError();
    await recordEvent(ports, tables, accountId, 'api_token_revoked', origin, apiToken.name);
    return apiToken;
  });
}
