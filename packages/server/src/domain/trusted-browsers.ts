/**
 * Trusted browsers: for thirty days after a second step, the password alone logs in from there. Never a step-up.
 *
 * The cookie is a series and a secret. The series names the row; the secret is replaced at each log-in, and only then. So
 * a secret that was replaced before tells that two hold the cookie: whoever came second, all trust of the account ends,
 * and its owner is told.
 */
import { recordEvent } from './audit.ts';
import { NotFoundError } from './errors.ts';
import type { Account, Origin, Ports, Tables, TrustedBrowser } from './ports.ts';
import { sendNotice } from './security-notice.ts';
import type { LiveSession } from './step-up.ts';

export const TRUST_LIFETIME_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Two tabs that log in at once send the same secret: for so long after a rotation it is no replay. */
const PARALLEL_MS = 30_000;
const BEARER_CHARACTERS = 43;

/** Trusts a browser from now on, in the caller's transaction. @returns the cookie's value, the only time it is known */
export async function trustBrowser(
  ports: Ports,
  tables: Tables,
  accountId: string,
  origin: Origin,
): Promise<string> {
  const series = ports.tokens.bearer();
  const secret = ports.tokens.bearer();
  const nowMs = ports.clock.nowMs();
  await tables.trustedBrowsers.insert({
    id: ports.tokens.id(),
    accountId,
    seriesHash: ports.tokens.hash(series),
    secretHash: ports.tokens.hash(secret),
    previousSecretHash: null,
    rotatedAtMs: nowMs,
    createdAtMs: nowMs,
    lastUsedAtMs: nowMs,
    expiresAtMs: nowMs + TRUST_LIFETIME_DAYS * DAY_MS,
    userAgent: origin.userAgent,
    address: origin.address,
  });
  await recordEvent(ports, tables, accountId, 'browser_trusted', origin);
  return series + secret;
}

/**
 * Whether a browser is trusted by this account, in the caller's transaction and behind a right password. Replaces the
 * secret; a replayed one ends all trust.
 * @param cookie as the browser sent it
 * @returns the cookie's next value; undefined when the second step is to be asked
 */
export async function renewTrust(
  ports: Ports,
  tables: Tables,
  account: Account,
  origin: Origin,
  cookie: string,
): Promise<string | undefined> {
  const nowMs = ports.clock.nowMs();
  const { series, secret } = splitCookie(cookie);
  const browser = await findOwn(ports, tables, account.id, series);
  if (browser === undefined) return undefined;
  const secretHash = ports.tokens.hash(secret);
  const next = ports.tokens.nextBearer(cookie);
  if (await tables.trustedBrowsers.rotate(browser.id, secretHash, ports.tokens.hash(next), nowMs)) {
    await tables.trustedBrowsers.touch(browser.id, nowMs, origin);
    return series + next;
  }
  const current = await findOwn(ports, tables, account.id, series);
  if (current === undefined) return undefined;
  // The next secret is computed from the one before it: of two tabs, both answers set the same.
  if (current.previousSecretHash === secretHash && nowMs < current.rotatedAtMs + PARALLEL_MS) {
    return series + next;
  }
  await endStolenTrust(ports, tables, account, origin);
  return undefined;
}

/** The trusted browser behind a cookie, if it is this account's; to mark it in a list. */
export async function findTrustedBrowser(
  ports: Ports,
  live: LiveSession,
  cookie: string,
): Promise<TrustedBrowser | undefined> {
  return findOwn(ports, ports.store.read, live.account.id, splitCookie(cookie).series);
}

/** Every browser the account trusts, the newest first. */
export async function listTrustedBrowsers(ports: Ports, live: LiveSession): Promise<TrustedBrowser[]> {
  return ports.store.read.trustedBrowsers.list(live.account.id, ports.clock.nowMs());
}

/** Trusts a browser no longer. @throws NotFoundError */
export async function endTrust(ports: Ports, live: LiveSession, origin: Origin, id: string): Promise<void> {
  await ports.store.transaction(async (tables) => {
    const browser = await tables.trustedBrowsers.delete(live.account.id, id);
    if (browser === undefined) throw new NotFoundError();
    await recordEvent(ports, tables, live.account.id, 'browser_trust_ended', origin, browser.userAgent);
  });
}

async function findOwn(
  ports: Ports,
  tables: Tables,
  accountId: string,
  series: string,
): Promise<TrustedBrowser | undefined> {
  const browser = await tables.trustedBrowsers.findBySeriesHash(
    ports.tokens.hash(series),
    ports.clock.nowMs(),
  );
  return browser?.accountId === accountId ? browser : undefined;
}

async function endStolenTrust(ports: Ports, tables: Tables, account: Account, origin: Origin): Promise<void> {
  await tables.trustedBrowsers.deleteAll(account.id);
  await recordEvent(ports, tables, account.id, 'browser_trust_replayed', origin);
  const { userAgent, address } = origin;
  const atMs = ports.clock.nowMs();
  await sendNotice(ports, tables, account.id, {
    template: 'browser_trust_replayed',
    userAgent,
    address,
    atMs,
  });
}

function splitCookie(cookie: string): { series: string; secret: string } {
  return { series: cookie.slice(0, BEARER_CHARACTERS), secret: cookie.slice(BEARER_CHARACTERS) };
}
