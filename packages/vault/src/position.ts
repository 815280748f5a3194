// Where an entry stands in the list: a fraction between 0 and 1, written as its base-36 digits after the point, so that
// between any two there is always room for a third and a move changes one entry only.

const digits = '0123456789abcdefghijklmnopqrstuvwxyz';

/**
 * A position after `before` and before `after`; either may be left out for the ends of the list.
 *
 * Positions compare as strings (code unit by code unit) and never end in `0`.
 * @throws {RangeError} when `before` does not come before `after`
 */
export function positionBetween(before = '', after?: string): string {
  if (after !== undefined && before >= after) throw new RangeError('The positions are not in order');
  let prefix = '';
  let upper = after;
  for (let index = 0; ; index += 1) {
    const low = digits.indexOf(before[index] ?? '0');
    const high = upper === undefined ? digits.length : digits.indexOf(upper[index] ?? '0');
    // At the open end the next digit, not the middle: a list that only grows keeps its positions short.
    if (high - low > 1) return prefix + digits.charAt(upper === undefined ? low + 1 : (low + high) >> 1);
    prefix += digits.charAt(low);
    if (high > low) upper = undefined;
  }
}

/** Whether some text is a position: 1 to 1024 base-36 digits, lower case, the last of them not `0`. */
export function isPosition(text: string): boolean {
  return /^[0-9a-z]{0,1023}[1-9a-z]$/.test(text);
}
