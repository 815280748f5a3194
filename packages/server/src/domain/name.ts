/** Names that people give to their things: a device, a token. */
import { InvalidNameError } from './errors.ts';

const NAME_MAX_CHARACTERS = 64;

/**
 * Accepts a name: 1 to 64 characters after trimming, no control characters.
 * @throws InvalidNameError
 */
export function parseName(field: string, text: string): string {
  const name = text.trim().normalize('NFC');
  const characters = [...name].length;
  if (characters === 0 || characters > NAME_MAX_CHARACTERS || /\p{C}/u.test(name.replace(/\u200d/g, ''))) {
    throw new InvalidNameError(field, NAME_MAX_CHARACTERS);
  }
  return name;
}

/** Makes a name of what a program calls itself: cut to length, without control characters. */
export function asName(text: string, otherwise: string): string {
  const name = [...text.replace(/\p{C}/gu, '').trim().normalize('NFC')]
    .slice(0, NAME_MAX_CHARACTERS)
    .join('');
  return name.trim() === '' ? otherwise : name.trim();
}
