/** What a password must be (NIST SP 800-63B-4 §3.1.1.2). */
import { PasswordRefusedError } from './errors.ts';
import type { Ports } from './ports.ts';

const PASSWORD_MIN_CHARACTERS = 8;
const PASSWORD_MAX_CHARACTERS = 256;

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
