/** The passwords that are guessed first. The list is the one of zxcvbn-ts: 49,000, most common first. */
import { dictionary } from '@zxcvbn-ts/language-common';

/** @returns whether a password, in lower case, is on the list */
export function createCommonPasswords(): (password: string) => boolean {
  const common = new Set(dictionary['passwords-common']);
  return (password) => common.has(password);
}
