/** Email addresses as identifiers: what is accepted, and when two are the same. */
import { InvalidEmailError } from './errors.ts';

/** An accepted address: as typed, and the form in which it is unique. */
export interface EmailAddress {
  email: string;
  emailKey: string;
}

// RFC 5321 §4.5.3.1: 64 octets before the @, 254 in all (§4.5.3.1.3 less the angle brackets).
const MAX_OCTETS = 254;
const MAX_LOCAL_OCTETS = 64;

/**
 * Accepts an address that mail can be sent to. Not a grammar check (only delivery proves an address): it refuses what
 * could not be one, or would be read as something else in a mail header.
 * @throws InvalidEmailError
 */
export function parseEmailAddress(text: string): EmailAddress {
  const email = text.trim().normalize('NFC');
  const at = email.lastIndexOf('@');
  const local = email.slice(0, at);
  const domain = email.slice(at + 1);
  if (at < 1 || domain === '' || byteLength(email) > MAX_OCTETS || byteLength(local) > MAX_LOCAL_OCTETS) {
    throw new InvalidEmailError();
  }
  if (/[\p{C}\s"(),:;<>@[\\\]]/u.test(local) || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain))
    throw new InvalidEmailError();
  if (`.${domain}.`.includes('..') || /(^|\.)-|-(\.|$)/.test(domain)) throw new InvalidEmailError();
  if (`.${local}.`.includes('..')) throw new InvalidEmailError();
  return { email, emailKey: email.toLowerCase() };
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
