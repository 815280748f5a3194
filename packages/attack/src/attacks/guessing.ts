/** Attacks that guess. */
import type { Attack } from '../attack.ts';
import { holds, holdsRefused, requires } from '../verdict.ts';
import type { Browser, Page } from '../browser.ts';
import {
  enterPassword,
  holdsAccountOpens,
  openChallenge,
  opensSession,
  passSecondStep,
  signUpWithTwoFactor,
  wrongCodeOf,
  type Ground,
  type Person,
} from '../ground.ts';

/** Consecutive failures after which each further attempt waits. */
const FREE_FAILURES = 5;
const UNRELATED_GUESSES = 8;
/** Well above what anybody mistypes, and below what slows everybody who shares the attacker's address. */
const MANY_PASSWORDS = 101;
const THROTTLING = ['ASVS 6.3.1', '63B-4 §3.2.2', 'RFC 4226 §7.3'];

/** Guessing: one budget for each account, whatever the door, and none for strangers. */
export const guessingAttacks: readonly Attack[] = [
  {
    number: 10,
    name: 'Parallel wrong codes, then the right one',
    answers: THROTTLING,
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      const challenge = await openChallenge(ground, person);
      const { page } = challenge;
      const wrong = wrongCodeOf(ground, person);
      await Promise.all(
        Array.from({ length: 4 * FREE_FAILURES }, () => {
          const browser = ground.open();
          for (const [name, value] of challenge.cookies) browser.cookies.set(name, value);
          browser.page = page;
          return passSecondStep(browser, wrong);
        }),
      );
      await holdsHeld(ground, person);
    },
  },
  {
    number: 11,
    name: 'Guesses spread over fresh log-ins, then the right code',
    answers: THROTTLING,
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      for (let count = 0; count < FREE_FAILURES; count++) {
        const browser = await openChallenge(ground, person);
        const headers = { 'x-forwarded-for': `198.51.100.${count}` };
        await browser.submit('/log-in/two-factor', { passcode: wrongCodeOf(ground, person) }, headers);
      }
      await holdsHeld(ground, person);
    },
  },
  {
    number: 12,
    name: 'Alternating wrong passcodes and wrong recovery codes',
    answers: THROTTLING,
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      const browser = await openChallenge(ground, person);
      for (let count = 0; count < FREE_FAILURES; count++) {
        if (count % 2 === 0) await passSecondStep(browser, wrongCodeOf(ground, person));
        else await browser.submit('/log-in/two-factor', { recovery_code: '0000-0000-0000-0000' });
      }
      await holdsHeld(ground, person);
    },
  },
  {
    number: 13,
    name: "The attacker's own success between guesses at the victim's code",
    answers: THROTTLING,
    needsMailbox: true,
    async run(ground) {
      const [victim, attacker] = await Promise.all([
        signUpWithTwoFactor(ground),
        signUpWithTwoFactor(ground),
      ]);
      await guess(ground, await openChallenge(ground, victim.person), victim.person, FREE_FAILURES);
      await holdsAccountOpens(ground, attacker.person, ground.codeOf(attacker.person));
      await holdsHeld(ground, victim.person);
    },
  },
  {
    number: 14,
    name: 'A right password between wrong codes',
    answers: THROTTLING,
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      await guess(ground, await openChallenge(ground, person), person, FREE_FAILURES - 1);
      await enterPassword(ground, person);
      await guess(ground, await openChallenge(ground, person), person, 1);
      await holdsHeld(ground, person);
    },
  },
  {
    number: 15,
    name: 'The right code while the limit is on, and the waiting log-in again',
    answers: THROTTLING,
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      const browser = await openChallenge(ground, person);
      await guess(ground, browser, person, FREE_FAILURES);
      holds(!opensSession(await passSecondStep(browser, ground.codeOf(person))), 'it opened a session');
      const { status } = await browser.get('/log-in/two-factor');
      holds(status === 303, 'the log-in that was refused still waits');
    },
  },
  {
    number: 16,
    name: 'Locking a person out without knowing the password',
    answers: ['63B-4 §3.2.2', 'ASVS 6.1.1'],
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      for (let count = 0; count < UNRELATED_GUESSES; count++) {
        const stranger = ground.open();
        stranger.cookies.set('countersign_challenge', 'A'.repeat(43));
        const page = await passSecondStep(stranger, '000000');
        holds(!opensSession(page), 'a passcode without a log-in opened a session');
      }
      await holdsAccountOpens(ground, person, ground.codeOf(person));
    },
  },
  {
    number: 17,
    name: 'Guessing at step-up, then the right code at the log-in',
    answers: [...THROTTLING, 'ASVS 6.3.4'],
    needsMailbox: true,
    async run(ground) {
      const { person, browser } = await signUpWithTwoFactor(ground);
      for (let count = 0; count < FREE_FAILURES; count++) {
        await browser.get('/account/step-up');
        const proof = { password: person.password, passcode: wrongCodeOf(ground, person) };
        holdsRefused(await browser.submit('/account/step-up', proof), 'a wrong code at step-up');
      }
      await holdsHeld(ground, person);
    },
  },
  {
    number: 18,
    name: 'Wrong passwords on one account, each from a fresh browser, then the right one',
    answers: ['ASVS 6.3.1', '63B-4 §3.2.2'],
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      for (let count = 0; count < MANY_PASSWORDS; count++) {
        await postPassword(ground, person.email, `a wrong one, number ${count}`);
      }
      const { status } = await postPassword(ground, person.email, person.password);
      holds(status === 429, `after ${MANY_PASSWORDS} wrong ones the right password was answered ${status}`);
    },
  },
];

async function postPassword(ground: Ground, email: string, password: string): Promise<Page> {
  const browser = ground.open();
  await browser.get('/log-in');
  return browser.submit('/log-in', { email, password });
}

async function guess(ground: Ground, browser: Browser, person: Person, times: number): Promise<void> {
  const { page } = browser;
  for (let count = 0; count < times; count++) {
    browser.page = page;
    const { status } = await passSecondStep(browser, wrongCodeOf(ground, person));
    requires(status === 422, `a wrong code was answered ${status}`);
  }
}

/** States that the account waits now: the right code is refused. */
async function holdsHeld(ground: Ground, person: Person): Promise<void> {
  const browser = await openChallenge(ground, person);
  const page = await passSecondStep(browser, ground.codeOf(person));
  holds(!opensSession(page), 'the right code was still looked at after the limit');
}
