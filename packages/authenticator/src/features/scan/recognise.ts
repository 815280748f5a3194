// What the text of a QR code, of a pasted link or of the clipboard is. It opens nothing, fetches nothing and stores
// nothing: whatever it does not know stays text.
import {
  decodeBase32,
  parseMigrationUri,
  parseOtpauthUri,
  type MigrationBatch,
  type OtpauthAccount,
} from '@countersign/otp';

/** What a text turned out to be. */
export type Recognised =
  | { kind: 'account'; account: OtpauthAccount }
  /** One code of a Google Authenticator export, which may need the others. */
  | { kind: 'migration-part'; batch: MigrationBatch }
  /** Nothing but Base32, as services show it beside their QR code. */
  | { kind: 'setup-key'; setupKey: string }
  /** A one-time password link with a fault. `reason` is a sentence. */
  | { kind: 'faulty'; reason: string; text: string }
  /** `what` completes "It holds ...", such as "a web address". `appName` is the only app that can use it. */
  | { kind: 'not-otp'; what: string; appName?: string; text: string };

/** Registrations and pairings that only one app understands, by the form of their text. */
const APP_LINKS: readonly (readonly [form: RegExp, what: string, appName: string])[] = [
  [/^(phonefactor|msauth):/i, 'a registration for Microsoft Authenticator', 'Microsoft Authenticator'],
  [/^duo:|^https:\/\/[^/]*duosecurity\.com\//i, 'a registration for Duo Mobile', 'Duo Mobile'],
  [/^okta(verify)?:/i, 'a registration for Okta Verify', 'Okta Verify'],
  [/^https:\/\/s\.team\//i, 'a log-in for the Steam app', 'the Steam app'],
  [/^(com\.rsa\.|securid:)|\/securid\/ctf/i, 'a token for RSA SecurID', 'RSA SecurID'],
  [/^sgnl:/i, 'a pairing with Signal', 'Signal'],
  [/^tg:/i, 'a log-in for Telegram', 'Telegram'],
  [/^https:\/\/discord(app)?\.com\/ra\//i, 'a log-in for Discord', 'Discord'],
  [/^\d@[\w+/=]+,/, 'a pairing with WhatsApp', 'WhatsApp'],
];

/** Everything else that people meet in QR codes. The first form that fits decides. */
const OTHER_FORMS: readonly (readonly [form: RegExp, what: string])[] = [
  [/^fido:/i, 'a passkey request'],
  [/^wifi:/i, 'access to a Wi-Fi network'],
  [/^(begin:vcard|mecard:|bizcard:)/i, 'a contact card'],
  [/^begin:(vevent|vcalendar)/i, 'a calendar entry'],
  [/^(mailto|matmsg|smtp):/i, 'an email message'],
  [/^tel:/i, 'a telephone number'],
  [/^(sms|smsto|mms|mmsto):/i, 'a text message'],
  [/^geo:/i, 'a place on the map'],
  [/^(bitcoin|ethereum|litecoin|monero|lightning|solana):/i, 'a request for a payment in a cryptocurrency'],
  [/^(bcd\n00|spc\n|upi:)|^000201/i, 'a request for a payment'],
  [/^lpa:1\$/i, 'an eSIM'],
  [/^mt:[\w.-]+$/i, 'the set-up of a smart-home device'],
  [/^https?:\/\//i, 'a web address'],
  [/^[a-z][a-z0-9+.-]*:\S/i, 'a link for another app'],
  [/^\d+$/, 'a number'],
];

/** A setup key alone carries at least 80 bits in practice: 16 characters. Shorter words are words. */
const SETUP_KEY = /^[a-z2-7]{4}[a-z2-7 -]{12,}=*$/i;

/**
 * Recognises a text. Never throws.
 *
 * @example
 * recognise('https://example.org/').kind; // 'not-otp'
 */
export function recognise(text: string): Recognised {
  const trimmed = text.trim();
  if (/^otpauth-migration:/i.test(trimmed)) return recogniseMigration(trimmed);
  // Apple's devices write the same link with a scheme of their own, so that it opens in Apple's app.
  if (/^(apple-)?otpauth:/i.test(trimmed)) return recogniseAccount(trimmed.replace(/^apple-/i, ''));
  if (isSetupKey(trimmed)) return { kind: 'setup-key', setupKey: trimmed };
  return recogniseOther(trimmed);
}

function recogniseMigration(uri: string): Recognised {
  try {
    return { kind: 'migration-part', batch: parseMigrationUri(uri) };
  } catch (error) {
    return { kind: 'faulty', reason: messageOf(error), text: uri };
  }
}

function recogniseAccount(uri: string): Recognised {
  try {
    return { kind: 'account', account: parseOtpauthUri(uri) };
  } catch (error) {
    return { kind: 'faulty', reason: messageOf(error), text: uri };
  }
}

function recogniseOther(text: string): Recognised {
  if (text === '') return { kind: 'not-otp', what: 'nothing', text };
  for (const [form, what, appName] of APP_LINKS)
    if (form.test(text)) return { kind: 'not-otp', what, appName, text };
  const what = OTHER_FORMS.find(([form]) => form.test(text))?.[1] ?? 'plain text';
  return { kind: 'not-otp', what, text };
}

function isSetupKey(text: string): boolean {
  if (!SETUP_KEY.test(text)) return false;
  // Lower-case words with spaces between them are more likely a sentence.
  if (/[a-z]/.test(text) && text.includes(' ') && !/[2-7]/.test(text)) return false;
  try {
    return decodeBase32(text).length >= 10;
  } catch {
    return false;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Characters of a found text that are shown at most. */
const SHOWN_CHARACTERS = 300;

/**
 * Makes a text of unknown origin fit to show: control characters and those that change the direction of writing
 * become visible marks, and a long text is cut.
 */
export function printable(text: string): string {
  const characters = [
    ...text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, (run) => (/^[\r\n\t]+$/.test(run) ? ' ' : '\ufffd')),
  ];
  if (characters.length <= SHOWN_CHARACTERS) return characters.join('');
  return `${characters.slice(0, SHOWN_CHARACTERS).join('')}…`;
}
