/**
 * What an operator may do to an account: never read a secret, never choose a password, never pass a second step for
 * anybody. Everything is recorded in the account's activity, and told to its owner where it changes how to log in.
 */
import type { ChainFault } from './audit-chain.ts';
import { activityHead, checkActivity, exportActivity, recordEvent } from './audit.ts';
import { endEarlierProofs } from './earlier-proofs.ts';
import { parseEmailAddress } from './email-address.ts';
import { EmailTakenError, NotFoundError } from './errors.ts';
import { enqueueMail } from './mail.ts';
import { issueLink } from './mail-links.ts';
import type { Account, AuditEvent, AuditHead, Origin, Ports, Tables } from './ports.ts';
import { sendNotice } from './security-notice.ts';

/** An account as an operator sees it. */
export interface AccountSummary {
  id: string;
  email: string;
  createdAtMs: number;
  disabledAtMs: number | null;
  factorCount: number;
  recoveryCodesLeft: number;
  sessionCount: number;
}

/** Where an operator's act comes from, as the activity shows it. */
const OPERATOR: Origin = { address: '', userAgent: 'operator', browserHash: '' };

/** Every account, the oldest first. */
export async function listAccounts(ports: Ports): Promise<AccountSummary[]> {
  const { read } = ports.store;
  const accounts = await read.accounts.listAll();
  return Promise.all(accounts.map((account) => summarize(ports, read, account)));
}

/**
 * Makes an account for somebody, who chooses the password through a link in a mail.
 * @throws InvalidEmailError, EmailTakenError
 */
export async function createAccount(ports: Ports, emailText: string): Promise<AccountSummary> {
  const { email, emailKey } = parseEmailAddress(emailText);
  // No password opens it until the link is used: nobody knows this one.
  const passwordHash = await ports.passwordHasher.hash(ports.tokens.bearer());
  const account: Account = {
    id: ports.tokens.id(),
    email,
    emailKey,
    passwordHash,
    createdAtMs: ports.clock.nowMs(),
    disabledAtMs: null,
    lockedAtMs: null,
  };
  await ports.store.transaction(async (tables) => {
    if ((await tables.accounts.findByEmailKey(emailKey)) !== undefined) throw new EmailTakenError();
    await tables.accounts.insert(account);
    await tables.ledger.open(account.id);
    await recordEvent(ports, tables, account.id, 'created_by_operator', OPERATOR);
    const subject = { purpose: 'reset_password' as const, email, emailKey, accountId: account.id };
    const token = await issueLink(ports, tables, subject);
    const link = `${ports.settings.accountUrl}/reset-password/new?token=${token}`;
    await enqueueMail(ports, tables, { to: email, template: 'account_created', link });
  });
  return summarize(ports, ports.store.read, account);
}

/**
 * Takes every factor and recovery code of an account away, ends its sessions and waiting log-ins, and tells its owner.
 * The next log-in asks for the password alone, so the reason belongs on record.
 * @throws NotFoundError
 */
export async function resetFactors(ports: Ports, emailText: string, reason: string): Promise<AccountSummary> {
  return change(ports, emailText, async (tables, account) => {
    await tables.factors.deleteAll(account.id);
    await tables.securityKeys.deleteAll(account.id);
    await tables.recoveryCodes.deleteAll(account.id);
    await endAccess(tables, account.id);
    await tables.ledger.reset(account.id);
    await recordEvent(ports, tables, account.id, 'factors_reset_by_operator', OPERATOR, reason);
    await sendNotice(ports, tables, account.id, { template: 'factors_reset' });
  });
}

/**
 * Disables an account: nobody logs in to it, and its sessions and API tokens are dead. It looks as a wrong password
 * does, so a stranger cannot tell.
 * @throws NotFoundError
 */
export async function disableAccount(
  ports: Ports,
  emailText: string,
  reason: string,
): Promise<AccountSummary> {
  return change(ports, emailText, async (tables, account) => {
    await tables.accounts.setDisabled(account.id, account.disabledAtMs ?? ports.clock.nowMs());
    await endAccess(tables, account.id);
    await tables.apiTokens.deleteAll(account.id);
    await tables.mailLinks.deleteByAccount(account.id);
    await recordEvent(ports, tables, account.id, 'disabled_by_operator', OPERATOR, reason);
  });
}

/** Lets a disabled account log in again, with the password and factors it had. @throws NotFoundError */
export async function enableAccount(ports: Ports, emailText: string): Promise<AccountSummary> {
  return change(ports, emailText, async (tables, account) => {
    await tables.accounts.setDisabled(account.id, null);
    await recordEvent(ports, tables, account.id, 'enabled_by_operator', OPERATOR);
  });
}

/** The chain of one account's activity, looked at. */
export interface ActivityVerdict {
  accountId: string;
  email: string;
  head: AuditHead;
  /** The first event that was altered or is missing; undefined when the chain is complete. */
  fault: ChainFault | undefined;
}

/**
 * Follows the chain of every account's activity.
 * @param earlier heads of an earlier run, by account: the same event must still have the same hash, which a whole
 *   chain that was computed anew has not
 */
export async function verifyActivity(
  ports: Ports,
  earlier: ReadonlyMap<string, AuditHead> = new Map(),
): Promise<ActivityVerdict[]> {
  const verdicts: ActivityVerdict[] = [];
  for (const { id: accountId, email } of await ports.store.read.accounts.listAll()) {
    const head = await activityHead(ports, accountId);
    const known = earlier.get(accountId);
    const fault =
      (await checkActivity(ports, accountId)) ??
      (known === undefined ? undefined : await compareWithEarlier(ports, accountId, known));
    verdicts.push({ accountId, email, head, fault });
  }
  return verdicts;
}

async function compareWithEarlier(
  ports: Ports,
  accountId: string,
  { sequence, hash }: AuditHead,
): Promise<ChainFault | undefined> {
  if (sequence === 0) return undefined;
  const range = { afterSequence: sequence - 1, upToSequence: sequence, limit: 1 };
  const [event] = await ports.store.read.audit.chain(accountId, range);
  if (event === undefined) return { kind: 'missing', sequence };
  return event.hash === hash ? undefined : { kind: 'altered', sequence };
}

/** Everything that happened to one account, the newest first. @throws NotFoundError */
export async function readActivity(ports: Ports, emailText: string): Promise<AuditEvent[]> {
  const { emailKey } = parseEmailAddress(emailText);
  const account = await ports.store.read.accounts.findByEmailKey(emailKey);
  if (account === undefined) throw new NotFoundError();
  const filter = { kinds: undefined, fromMs: undefined, untilMs: undefined };
  const all: AuditEvent[] = [];
  for await (const events of exportActivity(ports, account.id, filter)) all.push(...events);
  return all;
}

async function change(
  ports: Ports,
  emailText: string,
  work: (tables: Tables, account: Account) => Promise<void>,
): Promise<AccountSummary> {
  const { emailKey } = parseEmailAddress(emailText);
  return ports.store.transaction(async (tables) => {
    const account = await tables.accounts.findByEmailKey(emailKey);
    if (account === undefined) throw new NotFoundError();
    await work(tables, account);
    return summarize(ports, tables, (await tables.accounts.find(account.id)) ?? account);
  });
}

async function endAccess(tables: Tables, accountId: string): Promise<void> {
  await tables.sessions.deleteAll(accountId);
  await endEarlierProofs(tables, accountId);
  await tables.commandLineLogIns.deleteByAccount(accountId);
}

async function summarize(ports: Ports, tables: Tables, account: Account): Promise<AccountSummary> {
  const { id, email, createdAtMs, disabledAtMs } = account;
  return {
    ...{ id, email, createdAtMs, disabledAtMs },
    factorCount: (await tables.factors.list(id)).length + (await tables.securityKeys.list(id)).length,
    recoveryCodesLeft: await tables.recoveryCodes.countLeft(id),
    sessionCount: (await tables.sessions.list(id, ports.clock.nowMs())).length,
  };
}
