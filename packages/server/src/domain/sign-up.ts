/**
 * Signing up: the account begins to exist when the address is verified, and not before. Until then a sign-up lives in
 * its link alone, with the password chosen with that link, so that nobody can prepare an account for somebody else's
 * address and have its owner's click confirm a stranger's password unseen by a later sign-up of the owner's own.
 */
import { recordEvent } from './audit.ts';
import { parseEmailAddress, type EmailAddress } from './email-address.ts';
import { LinkGoneError } from './errors.ts';
import { enqueueMail } from './mail.ts';
import { consumeLink, issueLink, withinLimit } from './mail-links.ts';
import { acceptNewPassword } from './password.ts';
import type { Account, Origin, Ports, Tables } from './ports.ts';

/**
 * Starts a sign-up. The outcome is the same whether the address has an account or not: the mail tells (attack 37).
 * @throws InvalidEmailError, PasswordRefusedError, TooBusyError
 */
export async function signUp(
  ports: Ports,
  request: { email: string; password: string },
): Promise<EmailAddress> {
  const address = parseEmailAddress(request.email);
  const password = acceptNewPassword(ports, address.emailKey, request.password);
  const passwordHash = await ports.passwordHasher.hash(password);
  await ports.store.transaction(async (tables) => {
    const known = await tables.accounts.findByEmailKey(address.emailKey);
    await (known === undefined
      ? sendVerificationLink(ports, tables, address, passwordHash)
      : sendAlreadyHaveAccount(ports, tables, known));
  });
  return address;
}

/** Sends a sign-up's link; quietly sends nothing when that address has been sent enough. */
export async function sendVerificationLink(
  ports: Ports,
  tables: Tables,
  address: EmailAddress,
  passwordHash: string,
): Promise<void> {
  await withinLimit(async () => {
    const token = await issueLink(ports, tables, { purpose: 'sign_up', ...address, passwordHash });
    const link = `${ports.settings.accountUrl}/verify-email?token=${token}`;
    await enqueueMail(ports, tables, { to: address.email, template: 'verify_email', link });
  });
}

async function sendAlreadyHaveAccount(ports: Ports, tables: Tables, account: Account): Promise<void> {
  const { email, emailKey } = account;
  await withinLimit(async () => {
    await issueLink(ports, tables, { purpose: 'already_have_account', email, emailKey });
    await enqueueMail(ports, tables, {
      to: email,
      template: 'already_have_account',
      logInLink: `${ports.settings.accountUrl}/log-in`,
      resetLink: `${ports.settings.accountUrl}/reset-password`,
    });
  });
}

/**
 * Verifies the address: the press of the button behind the mail's link. The account exists from here on.
 * @throws LinkGoneError when the link was used, is too old, or the address was verified by another link
 */
export async function verifySignUp(ports: Ports, token: string, origin: Origin): Promise<{ email: string }> {
  return ports.store.transaction(async (tables) => {
    const link = await consumeLink(ports, tables, 'sign_up', token);
    if (link?.passwordHash == null) throw new LinkGoneError();
    if ((await tables.accounts.findByEmailKey(link.emailKey)) !== undefined) throw new LinkGoneError();
    const id = ports.tokens.id();
    await tables.accounts.insert({
      id,
      email: link.email,
      emailKey: link.emailKey,
      passwordHash: link.passwordHash,
      createdAtMs: ports.clock.nowMs(),
      disabledAtMs: null,
      lockedAtMs: null,
    });
    await tables.ledger.open(id);
    await tables.mailLinks.deleteByEmail('sign_up', link.emailKey);
    await recordEvent(ports, tables, id, 'signed_up', origin);
    return { email: link.email };
  });
}
