/**
 * The text of an API token: `csn_`, 43 random characters of base62 (256 bits), and their CRC-32 in six more. A secret
 * scanner can tell one from noise by looking at it, and a typing error is refused without asking the database.
 * @see docs/api-tokens.md
 */
import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const PREFIX = 'csn_';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_CHARACTERS = 43; // log2(62 ** 43) = 256.03
const CHECKSUM_CHARACTERS = 6; // 62 ** 6 > 2 ** 32
const SHAPE = /^csn_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

/** A new token. */
export function makeApiTokenText(): string {
  const random = randomBase62(RANDOM_CHARACTERS);
  return PREFIX + random + checksumOf(random);
}

/** Whether a text has a token's shape and its checksum is right. Says nothing about whether the token is live. */
export function isApiTokenText(text: string): boolean {
  const [, random = '', checksum] = SHAPE.exec(text) ?? [];
  return checksum !== undefined && checksumOf(random) === checksum;
}

/** CRC-32 (ISO 3309, as in zlib) of the ASCII characters, most significant digit first. */
function checksumOf(random: string): string {
  let rest = crc32(random);
  let digits = '';
  while (digits.length < CHECKSUM_CHARACTERS) {
    digits = BASE62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/** Bytes from 248 on are thrown away: 248 is 4 * 62, so every character is as likely as another. */
function randomBase62(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && text.length < length) text += BASE62.charAt(byte % 62);
    }
  }
  return text;
}
