/** Attacks on setting Two-factor Authentication up. */
import type { Attack } from '../attack.ts';
import { holds, holdsRefused, requires } from '../verdict.ts';
import type { Browser } from '../browser.ts';
import {
  enterPassword,
  openChallenge,
  opensSession,
  passSecondStep,
  signUp,
  signUpWithTwoFactor,
  startSetUp,
  stepUp,
  wrongCodeOf,
  type Ground,
  type Person,
} from '../ground.ts';

const SCAN = '/account/two-factor/scan';

/** Set-up: proof of possession, in the session that started it, and never over a live factor unasked. */
export const setUpAttacks: readonly Attack[] = [
  {
    number: 24,
    name: 'Set-up with no code, a wrong one, or a secret that the client chose',
    answers: ['63B-4 §4.1.2', 'ASVS 2.3.1'],
    needsMailbox: true,
    async run(ground) {
      const person = await signUp(ground);
      const browser = await enterPassword(ground, person);
      const setupKey = await startSetUp(browser);
      const { page } = browser;
      const chosen = { ...person, setupKey: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' };
      const theirs = { passcode: ground.codeOf(chosen), secret: chosen.setupKey };
      const wrong = wrongCodeOf(ground, { ...person, setupKey });
      for (const fields of [{ passcode: '' }, { passcode: wrong }, theirs]) {
        browser.page = page;
        holdsRefused(await browser.submit(SCAN, fields), 'a set-up without proof of possession');
      }
      await holdsNotEnabled(ground, person);
    },
  },
  {
    number: 25,
    name: 'Set-up, removal and recovery codes from a stolen session',
    answers: ['ASVS 7.5.1', '63B-4 §4.1.2'],
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      const owner = await openChallenge(ground, person);
      requires(opensSession(await passSecondStep(owner, ground.codeOf(person))), 'a right code was refused');
      const thief = copyOf(ground, owner);
      for (const path of [
        '/account/two-factor/app',
        '/account/two-factor/disable',
        '/account/recovery-codes',
      ]) {
        const { status, headers } = await thief.submit(path);
        const asks = status === 303 && (headers.location ?? '').startsWith('/account/step-up');
        holds(asks, `${path} did not ask for a fresh proof`);
      }
    },
  },
  {
    number: 26,
    name: 'Two tabs set up at once: the code of the older secret',
    answers: ['ASVS 2.3.1', 'ASVS 15.4.2'],
    needsMailbox: true,
    async run(ground) {
      const person = await signUp(ground);
      const tabs = await enterPassword(ground, person);
      const older = { ...person, setupKey: await startSetUp(tabs) };
      const { page } = tabs;
      await startSetUp(tabs);
      tabs.page = page;
      await tabs.submit(SCAN, { passcode: ground.codeOf(older) });
      await holdsNotEnabled(ground, person);
    },
  },
  {
    number: 27,
    name: 'Forged posts from another site, and without the form token',
    answers: ['ASVS 3.5.1', '63B-4 §5.1'],
    needsMailbox: true,
    async run(ground) {
      const person = await signUp(ground);
      const browser = await enterPassword(ground, person);
      for (const path of ['/account/two-factor/app', '/account/two-factor/disable', '/log-out']) {
        for (const headers of FOREIGN) {
          const { status } = await browser.submit(path, {}, headers);
          holds(status === 403, `${path} was answered ${status}`);
        }
        const forged = await browser.submit(path, { csrf_token: '' });
        holds(forged.status === 403, `${path} without a form token was answered ${forged.status}`);
      }
    },
  },
  {
    number: 33,
    name: 'A session of before, after Two-factor Authentication was enabled',
    answers: ['ASVS 7.4.3', '63B-4 §5.1'],
    needsMailbox: true,
    async run(ground) {
      const person = await signUp(ground);
      const old = await enterPassword(ground, person);
      const browser = await enterPassword(ground, person);
      person.setupKey = await startSetUp(browser);
      await ground.calmMoment();
      await browser.submit(SCAN, { passcode: ground.codeOf(person) });
      requires(browser.page.status === 303, 'a right code at set-up was refused');
      const { status } = await old.get('/account');
      holds(status !== 200, 'it is still logged in');
    },
  },
  {
    number: 32,
    name: 'An API token made without a fresh second step',
    answers: ['ASVS 7.5.3'],
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      const browser = await openChallenge(ground, person);
      requires(
        opensSession(await passSecondStep(browser, ground.codeOf(person))),
        'a right code was refused',
      );
      const page = await browser.submit('/account/api-tokens', { name: 'deploy', expires_in_days: '30' });
      holds((page.headers.location ?? '').startsWith('/account/step-up'), 'it was made');
      await stepUp(browser, person, ground.codeOf(person, 1));
    },
  },
];

const FOREIGN = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'cross-site', origin: 'https://attacker.example' },
];

async function holdsNotEnabled(ground: Ground, person: Person): Promise<void> {
  const { page } = await enterPassword(ground, person);
  holds(opensSession(page), 'Two-factor Authentication was enabled');
}

function copyOf(ground: Ground, browser: Browser): Browser {
  const copy = ground.open();
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  return copy;
}
