/** API tokens: bearer secrets for scripts, with a name and an expiry. Made behind a step-up, shown once. */
import { recordEvent } from './audit.ts';
import { InvalidValueError, NotFoundError } from './errors.ts';
import { parseName } from './name.ts';
import type { Account, ApiToken, Factor, Origin, Ports } from './ports.ts';
import { requireStepUp, type LiveSession } from './step-up.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** The lifetimes to choose from. */
export const API_TOKEN_LIFETIMES_DAYS = [7, 30, 90, 365] as const;
const PREFIX = 'csn_';
const TOUCH_INTERVAL_MS = 60_000;

/**
 * Makes a token and returns it, the only time it is known.
 * @throws StepUpRequiredError, InvalidNameError, InvalidValueError
 */
export async function makeApiToken(
  ports: Ports,
  live: LiveSession,
  origin: Origin,
  request: { name: string; expiresInDays: number },
): Promise<{ name: string; token: string; expiresAtMs: number }> {
  requireStepUp(ports, live);
  const name = parseName('name', request.name);
  if (!API_TOKEN_LIFETIMES_DAYS.some((days) => days === request.expiresInDays)) {
    throw new InvalidValueError('expires_in_days', 'Choose 7, 30, 90 or 365 days.');
  }
  const token = PREFIX + ports.tokens.bearer();
  const nowMs = ports.clock.nowMs();
  const expiresAtMs = nowMs + request.expiresInDays * DAY_MS;
  await ports.store.transaction(async (tables) => {
    await tables.apiTokens.insert({
      id: ports.tokens.id(),
      accountId: live.account.id,
      name,
      tokenHash: ports.tokens.hash(token),
      createdAtMs: nowMs,
      expiresAtMs,
      lastUsedAtMs: null,
      lastUsedAddress: null,
    });
    await recordEvent(ports, tables, live.account.id, 'api_token_made', origin, name);
  });
  return { name, token, expiresAtMs };
}

/** The account's live tokens, the newest first. */
export async function listApiTokens(ports: Ports, live: LiveSession): Promise<ApiToken[]> {
  return ports.store.read.apiTokens.list(live.account.id, ports.clock.nowMs());
}

/** Revokes a token of this account. @throws NotFoundError */
export async function revokeApiToken(
  ports: Ports,
  live: LiveSession,
  origin: Origin,
  id: string,
): Promise<void> {
  await ports.store.transaction(async (tables) => {
    const token = await tables.apiTokens.delete(live.account.id, id);
    if (token === undefined) throw new NotFoundError();
    await recordEvent(ports, tables, live.account.id, 'api_token_revoked', origin, token.name);
  });
}

/** The account behind a bearer token; undefined when it is not a live one. */
export async function findApiTokenAccount(
  ports: Ports,
  token: string,
  address: string,
): Promise<{ account: Account; factors: Factor[] } | undefined> {
  const nowMs = ports.clock.nowMs();
  const { read } = ports.store;
  const found = await read.apiTokens.findByTokenHash(ports.tokens.hash(token), nowMs);
  if (found === undefined) return undefined;
  const account = await read.accounts.find(found.accountId);
  if (account === undefined) return undefined;
  if (found.lastUsedAtMs === null || found.lastUsedAtMs < nowMs - TOUCH_INTERVAL_MS) {
    await ports.store.transaction((tables) => tables.apiTokens.touch(found.id, nowMs, address));
  }
  return { account, factors: await read.factors.list(account.id) };
}
