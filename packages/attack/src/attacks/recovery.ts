/** Attacks on the ways back in. */
import type { Attack } from '../attack.ts';
import { holds, requires } from '../verdict.ts';
import {
  enterPassword,
  holdsAccountOpens,
  makeRecoveryCodes,
  openChallenge,
  opensSession,
  signUpWithTwoFactor,
  type Ground,
} from '../ground.ts';
import { linkIn } from '../mailbox.ts';

const PARALLEL = 50;
const NEW_PASSWORD = 'another one that likes long walks';

/** Recovery: as strong as what it replaces. */
export const recoveryAttacks: readonly Attack[] = [
  {
    number: 19,
    name: "Another account's recovery code",
    answers: ['ASVS 6.5.1', '63B-4 §3.1.2.2'],
    needsMailbox: true,
    async run(ground) {
      const [victim, attacker] = await Promise.all([
        signUpWithTwoFactor(ground),
        signUpWithTwoFactor(ground),
      ]);
      const [code = ''] = await makeRecoveryCodes(attacker.browser);
      const browser = await openChallenge(ground, victim.person);
      const page = await browser.submit('/log-in/two-factor', { recovery_code: code });
      holds(!opensSession(page), 'it opened a session');
    },
  },
  {
    number: 20,
    name: 'One recovery code in 50 parallel posts, and once more',
    answers: ['ASVS 6.5.1', 'ASVS 15.4.2', '63B-4 §3.1.2.2'],
    needsMailbox: true,
    async run(ground) {
      const { person, browser } = await signUpWithTwoFactor(ground);
      const [code = ''] = await makeRecoveryCodes(browser);
      const challenge = await openChallenge(ground, person);
      const { page } = challenge;
      const pages = await Promise.all(
        Array.from({ length: PARALLEL }, () => {
          const other = ground.open();
          for (const [name, value] of challenge.cookies) other.cookies.set(name, value);
          other.page = page;
          return other.submit('/log-in/two-factor', { recovery_code: code });
        }),
      );
      const opened = pages.filter(opensSession).length;
      holds(opened === 1, `${opened} sessions were opened`);
      const again = await openChallenge(ground, person);
      const replay = await again.submit('/log-in/two-factor', { recovery_code: code });
      holds(!opensSession(replay), 'the used code opened a session');
    },
  },
  {
    number: 20,
    name: 'A recovery code of a set that was replaced',
    answers: ['ASVS 6.5.6', '63B-4 §3.1.2.2'],
    needsMailbox: true,
    async run(ground) {
      const { person, browser } = await signUpWithTwoFactor(ground);
      const [old = ''] = await makeRecoveryCodes(browser);
      await browser.submit('/account/recovery-codes/saved');
      const [current = ''] = await makeRecoveryCodes(browser);
      requires(old !== current, 'the set was not replaced');
      const challenge = await openChallenge(ground, person);
      const page = await challenge.submit('/log-in/two-factor', { recovery_code: old });
      holds(!opensSession(page), 'it opened a session');
    },
  },
  {
    number: 22,
    name: 'A password reset by mail, without the second step',
    answers: ['ASVS 6.4.3', '63B-4 §4.2'],
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      const thief = ground.open();
      await thief.submit('/reset-password', { email: person.email });
      await thief.get(linkIn(await ground.waitForMail(person.email, 'Reset')));
      const page = await thief.submit('/reset-password/new', { password: NEW_PASSWORD });
      holds(!opensSession(page), 'it opened a session');
      holds(!(await acceptsPassword(ground, person.email, NEW_PASSWORD)), 'the password was changed');
      await holdsAccountOpens(ground, person, ground.codeOf(person));
    },
  },
  {
    number: 23,
    name: 'A reset link fetched by scanners, then used twice',
    answers: ['ASVS 6.6.2', 'ASVS 3.5.3'],
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      const browser = ground.open();
      await browser.submit('/reset-password', { email: person.email });
      const link = linkIn(await ground.waitForMail(person.email, 'Reset'));
      for (const method of ['GET', 'HEAD', 'GET']) await ground.open().send(link, { method });
      await enterPassword(ground, person);
      await browser.get(link);
      const { page } = browser;
      const proof = { password: NEW_PASSWORD, passcode: ground.codeOf(person) };
      requires(
        (await browser.submit('/reset-password/new', proof)).status === 303,
        'the link did not work once',
      );
      browser.page = page;
      const again = { password: `${NEW_PASSWORD}!`, passcode: ground.codeOf(person, 1) };
      await browser.submit('/reset-password/new', again);
      holds(
        !(await acceptsPassword(ground, person.email, again.password)),
        'the used link changed the password again',
      );
    },
  },
];

async function acceptsPassword(ground: Ground, email: string, password: string): Promise<boolean> {
  const browser = ground.open();
  await browser.get('/log-in');
  return (await browser.submit('/log-in', { email, password })).status === 303;
}
