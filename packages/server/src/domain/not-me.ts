/**
 * "This wasn't me": one press ends the damage. Everything that gets into the account without the mailbox dies, and the
 * password is locked until it is reset by mail; the second step stays. Only whoever reads the mailbox has the link, so no
 * stranger can shut somebody out with it.
 *
 * A thief who changed the address has a mailbox of the account too, and gets such links there. So the older mailbox wins:
 * a link puts back the address it was sent to, and ends every link that was made after it.
 */
import { recordEvent } from './audit.ts';
import { endEarlierProofs } from './earlier-proofs.ts';
import { LinkGoneError } from './errors.ts';
import { enqueueMail } from './mail.ts';
import { consumeLink, findLink } from './mail-links.ts';
import type { Account, MailLink, Origin, Ports, Tables } from './ports.ts';
import { sendResetLink } from './reset-password.ts';

/** What the page behind the link shows. @throws LinkGoneError */
export async function viewNotMe(ports: Ports, token: string): Promise<{ email: string }> {
  const link = await findLink(ports, 'not_me', token);
  if (link === undefined) throw new LinkGoneError();
  return { email: link.email };
}

/**
 * Ends every session, waiting log-in, trusted browser, API token and mailed link, and locks the password. A reset link is
 * sent at once.
 * @returns the address that the reset link went to
 * @throws LinkGoneError, TooBusyError
 */
export async function reportNotMe(ports: Ports, token: string, origin: Origin): Promise<{ email: string }> {
  // Nobody knows this password, and the log-in takes as long over it as over any other.
  const passwordHash = await ports.passwordHasher.hash(ports.tokens.bearer());
  return ports.store.transaction(async (tables) => {
    const link = await consumeLink(ports, tables, 'not_me', token);
    const account = link?.accountId == null ? undefined : await tables.accounts.find(link.accountId);
    if (link === undefined || account === undefined) throw new LinkGoneError();
    await tables.accounts.lockPassword(account.id, passwordHash, ports.clock.nowMs());
    await endAccess(tables, account.id);
    await tables.browsers.remember(account.id, origin.browserHash, ports.clock.nowMs());
    await tables.mailLinks.deleteByAccountSince('not_me', account.id, link.createdAtMs);
    await recordEvent(ports, tables, account.id, 'reported_not_me', origin);
    const restored = await restoreAddress(ports, tables, account, link, origin);
    await sendResetLink(ports, tables, restored);
    await enqueueMail(ports, tables, { to: restored.email, template: 'reported_not_me' });
    return { email: restored.email };
  });
}

async function endAccess(tables: Tables, accountId: string): Promise<void> {
  await tables.sessions.deleteAll(accountId);
  await endEarlierProofs(tables, accountId);
  await tables.apiTokens.deleteAll(accountId);
  await tables.commandLineLogIns.deleteByAccount(accountId);
  await tables.browsers.deleteAll(accountId);
  await tables.mailLinks.deleteByAccount(accountId);
}

/** Puts the address back that the link was sent to, unless it has become another account's. */
async function restoreAddress(
  ports: Ports,
  tables: Tables,
  account: Account,
  { email, emailKey }: MailLink,
  origin: Origin,
): Promise<Account> {
  if (account.emailKey === emailKey) return account;
  if ((await tables.accounts.findByEmailKey(emailKey)) !== undefined) return account;
  await tables.accounts.updateEmail(account.id, email, emailKey);
  await recordEvent(ports, tables, account.id, 'email_changed', origin);
  // Told too, for it might be the owner's own; but without a link: it may be the thief's.
  await enqueueMail(ports, tables, { to: account.email, template: 'reported_not_me' });
  return { ...account, email, emailKey };
}
