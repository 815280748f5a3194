/** What a password must be (NIST SP 800-63B-4 §3.1.1.2), and changing one. */
import { recordEvent } from './audit.ts';
import { PasswordRefusedError } from './errors.ts';
import { enqueueMail } from './mail.ts';
import type { Origin, Ports } from './ports.ts';
import { requireStepUp, type LiveSession } from './step-up.ts';

export const PASSWORD_MIN_CHARACTERS = 8;
export const PASSWORD_MAX_CHARACTERS = 256;

/**
 * The one form of a password that is hashed: NFC, so that the same keys on another system give the same bytes
 * (NIST SP 800-63B-4 §3.1.1.2; RFC 8265 §4.2.2).
 */
export function normalizePassword(password: string): string {
  return password.normalize('NFC');
}

/**
 * Accepts a new password. Length is counted in code points; any character is allowed and none is required.
 * @returns the normalised password
 * @throws PasswordRefusedError
 */
export function acceptNewPassword(ports: Ports, emailKey: string, text: string): string {
  const password = normalizePassword(text);
  const characters = [...password].length;
  if (characters < PASSWORD_MIN_CHARACTERS) {
    throw new PasswordRefusedError(
      `Use at least ${String(PASSWORD_MIN_CHARACTERS)} characters. A few unrelated words work well.`,
    );
  }
  if (characters > PASSWORD_MAX_CHARACTERS) {
    throw new PasswordRefusedError(`Use at most ${String(PASSWORD_MAX_CHARACTERS)} characters.`);
  }
  const folded = password.toLowerCase();
  if (folded === emailKey || folded === emailKey.split('@')[0]) {
    throw new PasswordRefusedError('Use something other than your email address.');
  }
  if (ports.isCommonPassword(folded)) {
    throw new PasswordRefusedError(
      'This is one of the most common passwords, and among the first to be guessed. Choose another.',
    );
  }
  return password;
}

/**
 * Changes the password behind a step-up. Every other session, waiting log-in and mailed link dies with the old one.
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
    await tables.challenges.deleteAll(accountId);
    await tables.mailLinks.deleteByAccount(accountId);
    await recordEvent(ports, tables, accountId, 'password_changed', origin);
    await enqueueMail(ports, tables, { to: live.account.email, template: 'password_changed' });
  });
}
