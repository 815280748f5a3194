/** The account itself: changing its password or its address, deleting it. */
import { recordEvent } from './audit.ts';
import { endEarlierProofs } from './earlier-proofs.ts';
import { parseEmailAddress, type EmailAddress } from './email-address.ts';
import { EmailTakenError, InvalidValueError, LinkGoneError } from './errors.ts';
import { enqueueMail } from './mail.ts';
import { consumeLink, issueLink, withinLimit } from './mail-links.ts';
import { acceptNewPassword } from './password.ts';
import { sendNotice } from './security-notice.ts';
import type { Origin, Ports } from './ports.ts';
import { requireStepUp, type LiveSession } from './step-up.ts';

/**
 * Changes the password behind a step-up. Every other session, waiting log-in, trusted browser
 * and mailed link dies with the old one.
 * @throws StepUpRequiredError, PasswordRefusedError, TooBusyError
 */
export async function changePassword(
  ports: Ports,
  live: LiveSession,
  origin: Origin,
  text: string,
): Promise<void> {
  requireStepUp(ports, live);
  const password = acceptNewPassword(ports, live.account.emailKey, text);
  const passwordHash = await ports.passwordHasher.hash(password);
  const accountId = live.account.id;
  await ports.store.transaction(async (tables) => {
    await tables.accounts.updatePassword(accountId, passwordHash);
    await tables.sessions.deleteAll(accountId, live.session.id);
    await endEarlierProofs(tables, accountId);
    await tables.mailLinks.deleteByAccount(accountId);
    await recordEvent(ports, tables, accountId, 'password_changed', origin);
    await sendNotice(ports, tables, accountId, { template: 'password_changed' });
  });
}

/**
 * Asks to change the address, behind a step-up: a link goes to the new address, and nothing changes until its button
 * is pressed. An address of another account gets no mail, and the answer is the same.
 * @throws StepUpRequiredError, InvalidEmailError, EmailTakenError (it is the present address)
 */
export async function requestEmailChange(
  ports: Ports,
  live: LiveSession,
  text: string,
): Promise<EmailAddress> {
  requireStepUp(ports, live);
  const address = parseEmailAddress(text);
  if (address.email === live.account.email) throw new EmailTakenError();
  const accountId = live.account.id;
  await ports.store.transaction(async (tables) => {
    const holder = await tables.accounts.findByEmailKey(address.emailKey);
    if (holder !== undefined && holder.id !== accountId) return;
    await withinLimit(async () => {
      const token = await issueLink(ports, tables, { purpose: 'change_email', ...address, accountId });
      const link = `${ports.settings.accountUrl}/verify-new-email?token=${token}`;
      await enqueueMail(ports, tables, { to: address.email, template: 'email_change_verify', link });
    });
  });
  return address;
}

/**
 * Changes the address: the press of the button behind the link. The old address is told; waiting links die.
 * @throws LinkGoneError
 */
export async function verifyEmailChange(
  ports: Ports,
  token: string,
  origin: Origin,
): Promise<{ email: string }> {
  return ports.store.transaction(async (tables) => {
    const link = await consumeLink(ports, tables, 'change_email', token);
    if (link?.accountId == null) throw new LinkGoneError();
    const account = await tables.accounts.find(link.accountId);
    const holder = await tables.accounts.findByEmailKey(link.emailKey);
    if (account === undefined || (holder !== undefined && holder.id !== account.id))
      throw new LinkGoneError();
    await sendNotice(ports, tables, account.id, { template: 'email_changed', newEmail: link.email }); // to the old one
    await tables.accounts.updateEmail(account.id, link.email, link.emailKey);
    await tables.mailLinks.deleteByAccount(account.id);
    await tables.mailLinks.deleteByEmail('sign_up', link.emailKey);
    await recordEvent(ports, tables, account.id, 'email_changed', origin);
    return { email: link.email };
  });
}

/**
 * Deletes the account and everything that belongs to it, behind a step-up and its address typed again.
 * @throws StepUpRequiredError, InvalidValueError
 */
export async function deleteAccount(ports: Ports, live: LiveSession, typedEmail: string): Promise<void> {
  requireStepUp(ports, live);
  if (typedEmail.trim().normalize('NFC').toLowerCase() !== live.account.emailKey) {
    throw new InvalidValueError('email', `Type ${live.account.email} to delete this account.`);
  }
  await ports.store.transaction(async (tables) => {
    await tables.accounts.delete(live.account.id);
    await enqueueMail(ports, tables, { to: live.account.email, template: 'account_deleted' });
  });
}
