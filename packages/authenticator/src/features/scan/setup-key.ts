// The account that a person describes by hand: what the fields may hold, and what to say when they hold something else.
import { Base32Error, decodeBase32, type Algorithm, type OtpauthAccount } from '@countersign/otp';

/** The fields of the form, as text that the person typed. */
export interface SetupKeyFields {
  issuer: string;
  accountName: string;
  setupKey: string;
  type: OtpauthAccount['type'];
  algorithm: Algorithm;
  digits: string;
  periodSeconds: string;
  counter: string;
}

/** What to put right, by field. */
export type SetupKeyErrors = Partial<Record<keyof SetupKeyFields, string>>;

/** The form as it opens: what nearly every service uses. */
export const EMPTY_FIELDS: Readonly<SetupKeyFields> = {
  issuer: '',
  accountName: '',
  setupKey: '',
  type: 'totp',
  algorithm: 'SHA1',
  digits: '6',
  periodSeconds: '30',
  counter: '0',
};

/** RFC 4226 §4 R6 asks for 128 bits; keys of 80 bits are common, and shorter ones are mostly cut by mistake. */
const COMMON_KEY_BYTES = 10;

/** What `@countersign/otp` takes. */
const MAX_KEY_BYTES = 1024;

/** Checks the fields; there is an account exactly when there is no error. */
export function accountFromFields(
  fields: SetupKeyFields,
): { account: OtpauthAccount; errors?: never } | { account?: never; errors: SetupKeyErrors } {
  const errors = errorsOf(fields);
  if (Object.keys(errors).length > 0) return { errors };
  const issuer = fields.issuer.trim();
  const names = { ...(issuer !== '' && { issuer }), accountName: fields.accountName.trim() };
  const base = { ...names, secretBytes: decodeBase32(fields.setupKey), extraParameters: [] };
  if (fields.type === 'steam') {
    return { account: { ...base, type: 'steam', algorithm: 'SHA1', digits: 5, periodSeconds: 30 } };
  }
  const coded = { ...base, algorithm: fields.algorithm, digits: Number(fields.digits) };
  if (fields.type === 'hotp') return { account: { ...coded, type: 'hotp', counter: Number(fields.counter) } };
  return { account: { ...coded, type: 'totp', periodSeconds: Number(fields.periodSeconds) } };
}

function errorsOf(fields: SetupKeyFields): SetupKeyErrors {
  const errors: SetupKeyErrors = {};
  const note = (field: keyof SetupKeyFields, error: string | undefined): void => {
    if (error !== undefined) errors[field] = error;
  };
  if (fields.issuer.trim() === '' && fields.accountName.trim() === '') {
    note(
      'accountName',
      'Enter an issuer or an account name, so that you can tell this code from the others.',
    );
  }
  note('setupKey', setupKeyError(fields.setupKey));
  if (fields.type === 'steam') return errors;
  note('digits', wholeNumberError(fields.digits, 6, 10));
  if (fields.type === 'totp') note('periodSeconds', wholeNumberError(fields.periodSeconds, 1, 86_400));
  if (fields.type === 'hotp') note('counter', wholeNumberError(fields.counter, 0, Number.MAX_SAFE_INTEGER));
  return errors;
}

function setupKeyError(setupKey: string): string | undefined {
  if (setupKey.trim() === '') return 'Enter the setup key that the service shows.';
  try {
    const { length } = decodeBase32(setupKey);
    if (length === 0) return 'This key is too short. Check that all of it was copied.';
    return length > MAX_KEY_BYTES
      ? 'This key is too long. Check that nothing else was copied with it.'
      : undefined;
  } catch (error) {
    if (!(error instanceof Base32Error)) throw error;
    return base32Words(error, setupKey);
  }
}

function base32Words({ code, character, position }: Base32Error, setupKey: string): string {
  if (code === 'incomplete') return 'This key is too short. Check that all of it was copied.';
  const shown = /\p{Cc}|\p{Cf}/u.test(character) ? 'An invisible character' : `“${character}”`;
  const place = `at position ${[...setupKey.slice(0, position)].length + 1}`;
  if (code === 'text_after_padding')
    return `${shown} ${place} comes after the key’s end. Take out the “=” before it.`;
  return `${shown} ${place} cannot be part of a setup key. Keys have the letters A to Z and the digits 2 to 7.${hintFor(character)}`;
}

function hintFor(character: string): string {
  const mistaken: Record<string, string> = {
    '0': 'the letter O',
    '1': 'the letter I or L',
    '8': 'the letter B',
  };
  return mistaken[character] === undefined ? '' : ` Could it be ${mistaken[character]}?`;
}

function wholeNumberError(text: string, least: number, most: number): string | undefined {
  const value = Number(text);
  if (/^\d{1,16}$/.test(text) && value >= least && value <= most) return undefined;
  if (most === Number.MAX_SAFE_INTEGER) return `Enter a whole number, ${least} or more.`;
  return `Enter a whole number from ${least} to ${most.toLocaleString('en')}.`;
}

/** A remark on a key that can be used but looks cut, for below the field. */
export function shortKeyHint(setupKey: string): string | undefined {
  try {
    const { length } = decodeBase32(setupKey);
    if (length === 0 || length >= COMMON_KEY_BYTES) return undefined;
  } catch {
    return undefined;
  }
  return 'This key is shorter than most. Check that all of it was copied.';
}
