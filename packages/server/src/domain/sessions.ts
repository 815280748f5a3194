/** Sessions: made when every required step is passed, renewed at every change of privilege, ended by their owner. */
import { recordEvent } from './audit.ts';
import { NotFoundError, WrongCredentialsError } from './errors.ts';
import type { Account, AuditKind, Origin, Ports, ProofMethod, Session, Tables } from './ports.ts';
import { sendNotice } from './security-notice.ts';
import type { LiveSession } from './step-up.ts';

const SESSION_LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;
const TOUCH_INTERVAL_MS = 60_000;

/** Opens a session and returns its token, the only time it is known. */
export async function openSession(
  ports: Ports,
  tables: Tables,
  account: Account,
  origin: Origin,
  kind: AuditKind,
  factor: ProofMethod,
): Promise<string> {
  // Every door comes through here, whatever it checked.
  if (account.disabledAtMs !== null) throw new WrongCredentialsError();
  const token = ports.tokens.bearer();
  const nowMs = ports.clock.nowMs();
  await tables.sessions.insert({
    id: ports.tokens.id(),
    accountId: account.id,
    tokenHash: ports.tokens.hash(token),
    createdAtMs: nowMs,
    lastUsedAtMs: nowMs,
    expiresAtMs: nowMs + SESSION_LIFETIME_MS,
    stepUpAtMs: null,
    stepUpBy: null,
    userAgent: origin.userAgent,
    address: origin.address,
    pendingRecoveryCodesSealed: null,
  });
  await recordEvent(ports, tables, account.id, kind, origin, null, factor);
  await noticeNewBrowser(ports, tables, account, origin);
  return token;
}

async function noticeNewBrowser(
  ports: Ports,
  tables: Tables,
  account: Account,
  origin: Origin,
): Promise<void> {
  const nowMs = ports.clock.nowMs();
  const isFirst = (await tables.browsers.count(account.id)) === 0;
  const isNew = await tables.browsers.remember(account.id, origin.browserHash, nowMs);
  if (!isNew || isFirst) return;
  const { userAgent, address } = origin;
  await sendNotice(ports, tables, account.id, { template: 'new_log_in', userAgent, address, atMs: nowMs });
}

/** The session behind a cookie, with its account; undefined when there is none. Notes its use at most once a minute. */
export async function findSession(
  ports: Ports,
  token: string,
  origin: Origin,
): Promise<LiveSession | undefined> {
  const nowMs = ports.clock.nowMs();
  const { read } = ports.store;
  const session = await read.sessions.findByTokenHash(ports.tokens.hash(token), nowMs);
  if (session === undefined) return undefined;
  const account = await read.accounts.find(session.accountId);
  if (account === undefined) return undefined;
  const factors = await read.factors.list(account.id);
  const securityKeys = await read.securityKeys.list(account.id);
  if (session.lastUsedAtMs < nowMs - TOUCH_INTERVAL_MS) {
    await ports.store.transaction((tables) => tables.sessions.touch(session.id, nowMs, origin.address));
  }
  return { session, account, factors, securityKeys };
}

/** Every live session of the account, the newest first. */
export async function listSessions(ports: Ports, live: Pick<LiveSession, 'account'>): Promise<Session[]> {
  return ports.store.read.sessions.list(live.account.id, ports.clock.nowMs());
}

/** Ends this session. */
export async function logOut(ports: Ports, live: LiveSession, origin: Origin): Promise<void> {
  await ports.store.transaction(async (tables) => {
    await tables.sessions.delete(live.account.id, live.session.id);
    await recordEvent(ports, tables, live.account.id, 'logged_out', origin);
  });
}

/** Ends another session of the same account, and returns what it was. @throws NotFoundError */
export async function revokeSession(
  ports: Ports,
  live: Pick<LiveSession, 'account'>,
  origin: Origin,
  id: string,
): Promise<Session> {
  return ports.store.transaction(async (tables) => {
    const session = await tables.sessions.delete(live.account.id, id);
    if (session === undefined) throw new NotFoundError();
    await recordEvent(ports, tables, live.account.id, 'session_revoked', origin, session.userAgent);
    return session;
  });
}

/** Ends every other session of the account, and the trust in every browser; returns how many sessions. */
export async function revokeOtherSessions(ports: Ports, live: LiveSession, origin: Origin): Promise<number> {
  return ports.store.transaction(async (tables) => {
    const count = await tables.sessions.deleteAll(live.account.id, live.session.id);
    await tables.trustedBrowsers.deleteAll(live.account.id);
    await recordEvent(ports, tables, live.account.id, 'other_sessions_revoked', origin);
    return count;
  });
}
