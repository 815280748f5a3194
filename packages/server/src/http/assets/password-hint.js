// @ts-check
/**
 * Adds an estimate of its strength below a password that is being chosen. It only advises: what is accepted, the
 * server decides. The estimate is of guesses, in bits: an unpredictable character is worth `bitsPerCharacter`.
 */

const bitsPerCharacter = 4;
const minimumLength = 8;
const announceAfterMs = 600;

/** Common runs on keyboards; a password that walks along one is guessed early. */
const sequences = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
];

for (const input of document.querySelectorAll('input[data-password-hint]')) {
  if (input instanceof HTMLInputElement) addMeter(input);
}

/** @param {HTMLInputElement} input */
function addMeter(input) {
  const meter = Object.assign(document.createElement('meter'), {
    min: 0,
    max: 80,
    low: 32,
    high: 52,
    optimum: 80,
  });
  meter.setAttribute('aria-label', 'Estimated strength');
  const text = document.createElement('span');
  text.setAttribute('role', 'status');
  const hint = document.createElement('div');
  hint.className = 'strength';
  hint.hidden = true;
  hint.append(meter, text);
  input.after(hint);

  let timer = 0;
  input.addEventListener('input', () => {
    hint.hidden = input.value === '';
    const bits = estimateBits(input.value, emailBeside(input));
    meter.value = bits;
    clearTimeout(timer);
    timer = window.setTimeout(() => (text.textContent = advice(input.value, bits)), announceAfterMs);
  });
}

/** @param {HTMLInputElement} input */
function emailBeside(input) {
  const email = input.form?.querySelector('input[type="email"]');
  return email instanceof HTMLInputElement ? email.value : '';
}

/**
 * @param {string} password
 * @param {number} bits
 */
function advice(password, bits) {
  if (password === '') return '';
  const missing = minimumLength - [...password].length;
  if (missing > 0) return missing === 1 ? '1 more character' : `${missing} more characters`;
  if (bits < 32) return 'Easy to guess. Add another word.';
  if (bits < 52) return 'Fair. One more word makes it good.';
  return 'Good';
}

/**
 * @param {string} password
 * @param {string} email
 */
function estimateBits(password, email) {
  let bits = 0;
  const characters = [...withoutEmail(password.normalize('NFC').toLowerCase(), email.toLowerCase())];
  for (const [index, character] of characters.entries()) {
    bits += isPredictable(characters, index, character) ? 0.5 : bitsPerCharacter;
  }
  return bits;
}

/**
 * @param {string} password
 * @param {string} email
 */
function withoutEmail(password, email) {
  const parts = [email, ...email.split(/[@.+_-]/)].filter((part) => part.length > 3);
  return parts.reduce((rest, part) => rest.replaceAll(part, ''), password);
}

/**
 * Repeats the character before it, is the third of a run or a later one, or was used often already.
 * @param {string[]} characters
 * @param {number} index
 * @param {string} character
 */
function isPredictable(characters, index, character) {
  if (characters[index - 1] === character) return true;
  const lastThree = characters.slice(Math.max(0, index - 2), index + 1);
  if (lastThree.length === 3 && isRun(lastThree)) return true;
  return characters.slice(0, index).filter((earlier) => earlier === character).length >= 3;
}

/** @param {string[]} three */
function isRun(three) {
  const forward = three.join('');
  const backward = three.toReversed().join('');
  return sequences.some((run) => run.includes(forward) || run.includes(backward));
}
