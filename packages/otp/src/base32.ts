// Base32 (RFC 4648 §6): the text form of a secret, as services print it and people paste it.
import { Base32Error } from './errors.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
// Both cases by name, not by toUpperCase(), which makes an S of U+017F and an I of U+0131
const VALUE_OF = new Map(
  [...ALPHABET].flatMap((character, value) => [
    [character, value] as const,
    [character.toLowerCase(), value] as const,
  ]),
);
const BITS_PER_CHARACTER = 5;

// What setup keys are grouped with: white space, hyphens, and the dashes that editors make of hyphens
const SEPARATOR = /[\s\u2010-\u2015-]/u;

/**
 * Writes bytes as Base32 (RFC 4648 §6), upper case, without padding.
 *
 * @example
 * ```ts
 * encodeBase32(new TextEncoder().encode('foobar')); // 'MZXW6YTBOI'
 * ```
 */
export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= BITS_PER_CHARACTER) {
      bits -= BITS_PER_CHARACTER;
      text += ALPHABET[(buffer >>> bits) & 31]!;
    }
    buffer &= (1 << bits) - 1;
  }
  if (bits > 0) text += ALPHABET[(buffer << (BITS_PER_CHARACTER - bits)) & 31]!;
  return text;
}

/**
 * Reads Base32 (RFC 4648 §6) as people paste it: either case, white space and dashes anywhere, padding or none.
 *
 * Bits left over at the end are dropped whatever they are (RFC 4648 §3.5 lets a decoder choose): some services make
 * setup keys of random characters, of a length that no encoder gives, and every authenticator reads those this way.
 *
 * @throws {Base32Error} with the character and its place: `invalid_character`, `text_after_padding`, or
 *   `incomplete` where there is a single character, which holds no byte
 * @example
 * ```ts
 * decodeBase32('mzxw 6ytb-oi'); // the bytes of 'foobar'
 * ```
 */
export function decodeBase32(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * BITS_PER_CHARACTER) / 8));
  let length = 0;
  let buffer = 0;
  let bits = 0;
  for (const value of base32Values(text)) {
    buffer = (buffer << BITS_PER_CHARACTER) | value;
    bits += BITS_PER_CHARACTER;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = buffer >>> bits;
    buffer &= (1 << bits) - 1;
  }
  if (length === 0 && bits > 0) {
    throw new Base32Error('incomplete', 'One character is too little for Base32', '', text.length);
  }
  const exact = bytes.slice(0, length);
  bytes.fill(0);
  return exact;
}

/** The five-bit values in `text`, separators and padding left out. */
function* base32Values(text: string): Generator<number> {
  let position = 0;
  let padded = false;
  for (const character of text) {
    const value = VALUE_OF.get(character);
    if (character === '=') padded = true;
    else if (value !== undefined && !padded) yield value;
    else if (value !== undefined) throw unexpected('text_after_padding', character, position);
    else if (!SEPARATOR.test(character)) throw unexpected('invalid_character', character, position);
    position++; // what may come before an error is one code unit long
  }
}

function unexpected(code: 'text_after_padding' | 'invalid_character', character: string, position: number) {
  const problem =
    code === 'text_after_padding' ? 'comes after padding' : 'is not a Base32 character (A-Z, 2-7)';
  return new Base32Error(code, `"${character}" at place ${position + 1} ${problem}`, character, position);
}
