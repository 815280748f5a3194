/** Attacks on one-time passcodes. */
import type { Attack } from '../attack.ts';
import { holds, holdsRefused, requires } from '../verdict.ts';
import {
  holdsAccountOpens,
  openChallenge,
  opensSession,
  passSecondStep,
  signUpWithTwoFactor,
  startSetUp,
  enterPassword,
  signUp,
} from '../ground.ts';

const PARALLEL = 50;

/** Codes: each passes once, at one door, around its own time. */
export const codeAttacks: readonly Attack[] = [
  {
    number: 1,
    name: 'The same code a second time, in a new log-in',
    answers: ['ASVS 6.5.1', '63B-4 §3.1.4.2', 'RFC 6238 §5.2'],
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      const passcode = ground.codeOf(person);
      const first = await openChallenge(ground, person);
      requires(opensSession(await passSecondStep(first, passcode)), 'a right code was refused');
      const second = await openChallenge(ground, person);
      const page = await passSecondStep(second, passcode);
      holds(!opensSession(page), 'the code opened a second session');
      holdsRefused(page, 'the code');
    },
  },
  {
    number: 2,
    name: '50 parallel posts of one right code',
    answers: ['ASVS 6.5.1', 'ASVS 15.4.2', 'RFC 6238 §5.2'],
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      const passcode = ground.codeOf(person);
      const challenge = await openChallenge(ground, person);
      const waiting = challenge.page;
      const pages = await Promise.all(
        Array.from({ length: PARALLEL }, () => {
          const browser = ground.open();
          for (const [name, value] of challenge.cookies) browser.cookies.set(name, value);
          browser.page = waiting;
          return passSecondStep(browser, passcode);
        }),
      );
      const opened = pages.filter(opensSession).length;
      holds(opened === 1, `${opened} sessions were opened`);
      holds(!pages.some(({ status }) => status >= 500), 'a post was answered 5xx');
    },
  },
  {
    number: 4,
    name: 'A code of the next time step is accepted, then the code of this one',
    answers: ['ASVS 6.5.1', 'RFC 6238 §5.2'],
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      const [passcode, later] = [ground.codeOf(person), ground.codeOf(person, 1)];
      const first = await openChallenge(ground, person);
      requires(
        opensSession(await passSecondStep(first, later)),
        'the code of the next time step was refused',
      );
      const second = await openChallenge(ground, person);
      holds(!opensSession(await passSecondStep(second, passcode)), 'the earlier code opened a session');
    },
  },
  {
    number: 5,
    name: 'The code that completed set-up, at the first log-in',
    answers: ['ASVS 6.5.1', 'RFC 6238 §5.2'],
    needsMailbox: true,
    async run(ground) {
      const person = await signUp(ground);
      const browser = await enterPassword(ground, person);
      person.setupKey = await startSetUp(browser);
      await ground.calmMoment();
      const passcode = ground.codeOf(person);
      await browser.submit('/account/two-factor/scan', { passcode });
      requires(browser.page.status === 303, 'a right code at set-up was refused');
      const challenge = await openChallenge(ground, person);
      holds(!opensSession(await passSecondStep(challenge, passcode)), 'the code opened a session');
    },
  },
  {
    number: 6,
    name: 'A code spent at the log-in, tried at step-up',
    answers: ['ASVS 6.5.1', 'ASVS 6.3.4', 'RFC 6238 §5.2'],
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      const passcode = ground.codeOf(person);
      const browser = await openChallenge(ground, person);
      requires(opensSession(await passSecondStep(browser, passcode)), 'a right code was refused');
      await browser.get('/account/step-up');
      const page = await browser.submit('/account/step-up', { password: person.password, passcode });
      holdsRefused(page, 'the code at step-up');
    },
  },
  {
    number: 7,
    name: 'A code two time steps away, whatever time the client sends',
    answers: ['ASVS 6.5.5', 'ASVS 6.5.8', 'RFC 6238 §5.2'],
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      await ground.calmMoment();
      for (const steps of [-2, 2]) {
        const browser = await openChallenge(ground, person);
        const date = new Date(Date.now() + steps * 30_000).toUTCString();
        const passcode = ground.codeOf(person, steps);
        const page = await browser.submit('/log-in/two-factor', { passcode }, { date });
        holds(!opensSession(page), `the code of ${steps} time steps from now opened a session`);
      }
    },
  },
  {
    number: 9,
    name: 'Codes that are not six plain digits, and forms that no page sends',
    answers: ['ASVS 2.2.1', 'ASVS 16.5.1'],
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      const passcode = ground.codeOf(person);
      const waiting = await openChallenge(ground, person);
      const { page } = waiting;
      const odd = [shift(passcode, 0xff10), shift(passcode, 0x0660), `+${passcode}`];
      for (const text of odd) {
        waiting.page = page;
        holdsRefused(await passSecondStep(waiting, text), `the passcode "${text}"`);
      }
      waiting.page = page;
      const long = await waiting.submit('/log-in/two-factor', { passcode: '1'.repeat(1_000_000) });
      holdsRefused(long, 'a megabyte of digits');
      waiting.page = page;
      const twice = [
        ['passcode', passcode],
        ['passcode', passcode],
      ] as const;
      holdsRefused(await waiting.submit('/log-in/two-factor', twice), 'a field sent twice');
      await holdsAccountOpens(ground, person, ground.codeOf(person, 1));
    },
  },
];

/** The same digits of another script. */
function shift(code: string, zero: number): string {
  return [...code].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');
}
