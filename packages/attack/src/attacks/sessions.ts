/** Attacks on sessions, on what answers tell, and on pages. */
import type { Attack } from '../attack.ts';
import { holds, holdsRefused, requires } from '../verdict.ts';
import { comparable } from '../browser.ts';
import {
  enterPassword,
  openChallenge,
  opensSession,
  passSecondStep,
  signUp,
  signUpWithTwoFactor,
  stepUp,
  unreadableAddress,
} from '../ground.ts';
import { linkIn } from '../mailbox.ts';

const PERSONAL_PAGES = [
  '/account',
  '/account/two-factor',
  '/account/two-factor/app',
  '/account/two-factor/scan',
  '/account/recovery-codes',
  '/account/sessions',
  '/account/api-tokens',
  '/account/activity',
  '/account/step-up',
];
const OPEN_PAGES = ['/log-in', '/sign-up', '/reset-password', '/no-such-page'];
const ELSEWHERE = [
  'https://attacker.example/',
  '//attacker.example',
  '/\\attacker.example',
  'javascript:alert(1)',
];
/** Where a session id is expected, one that the attacker knows. */
const CHOSEN_ID = 'A'.repeat(43);
const MARKUP = '<script>alert(1)</script>"\'';

/** Sessions, and everything that a stranger can see. */
export const sessionAttacks: readonly Attack[] = [
  {
    number: 29,
    name: 'A half-logged-in browser on every personal page',
    answers: ['ASVS 6.3.3', 'ASVS 2.3.1', '63B-4 §2.2.1'],
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      const browser = await openChallenge(ground, person);
      for (const path of PERSONAL_PAGES) {
        const page = await browser.get(path);
        holds(page.headers.location === '/log-in/two-factor', `${path} was answered ${page.status}`);
        holds(!page.text.includes(person.email), `${path} tells whose account it is`);
      }
      const api = await browser.get('/api/v1/account');
      holds(api.status === 401, `the API answered ${api.status}`);
    },
  },
  {
    number: 30,
    name: 'The session cookie of before a log-in or a step-up',
    answers: ['ASVS 7.2.4', '63B-4 §5.1'],
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      const planted = ['countersign_session', '__Host-countersign_session'];
      const browser = ground.open();
      for (const name of planted) browser.cookies.set(name, CHOSEN_ID);
      await browser.get('/log-in');
      await browser.submit('/log-in', { email: person.email, password: person.password });
      await browser.get('/log-in/two-factor');
      const entered = await passSecondStep(browser, ground.codeOf(person));
      requires(opensSession(entered), 'a right code was refused');
      const attacker = ground.open();
      for (const name of planted) attacker.cookies.set(name, CHOSEN_ID);
      holds(
        (await attacker.get('/account')).status !== 200,
        'a session id that the attacker chose was taken over',
      );
      const before = new Map(browser.cookies);
      await stepUp(browser, person, ground.codeOf(person, 1));
      const old = ground.open();
      for (const [name, value] of before) old.cookies.set(name, value);
      holds((await old.get('/account')).status !== 200, 'the session id of before the step-up still works');
    },
  },
  {
    number: 31,
    name: 'Basic authentication with the password alone',
    answers: ['ASVS 6.3.4'],
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      const authorization = `Basic ${Buffer.from(`${person.email}:${person.password}`).toString('base64')}`;
      for (const path of ['/oauth/authorizations', '/api/v1/account']) {
        for (const method of ['GET', 'POST']) {
          const page = await ground.open().send(path, { method, headers: { authorization } });
          holdsRefused(page, `${method} ${path}`);
        }
      }
    },
  },
  {
    number: 37,
    name: 'Whether an account exists, from a wrong password, a reset or a sign-up',
    answers: ['ASVS 6.3.8'],
    needsMailbox: true,
    async run(ground) {
      const { person } = await signUpWithTwoFactor(ground);
      const password = 'a wrong one, and long';
      const forms = { '/log-in': { password }, '/reset-password': {}, '/sign-up': { password } };
      for (const [path, fields] of Object.entries(forms)) {
        const ask = async (email: string) => {
          const browser = ground.open();
          await browser.get(path);
          const { status, text } = comparable(await browser.submit(path, { email, ...fields }));
          requires(status === 200 || status === 422, `${path} was answered ${status}`);
          return `${status} ${text.replaceAll(email, '')}`;
        };
        const [known, unknown] = [await ask(person.email), await ask(unreadableAddress())];
        holds(known === unknown, `${path} answers differently`);
      }
    },
  },
  {
    number: 39,
    name: 'A way back to another site, and a forged Host in the mail of a reset',
    answers: ['ASVS 3.7.2', 'ASVS 4.1.3'],
    needsMailbox: true,
    async run(ground) {
      const person = await signUp(ground);
      for (const target of ELSEWHERE) {
        const browser = ground.open();
        await browser.get(`/log-in?return_to=${encodeURIComponent(target)}`);
        await browser.submit('/log-in', {
          email: person.email,
          password: person.password,
          return_to: target,
        });
        const { location = '' } = browser.page.headers;
        holds(/^\/(?![/\\])/.test(location), `the log-in led to ${location}`);
      }
      const browser = ground.open();
      const forged = { 'x-forwarded-host': 'attacker.example', forwarded: 'host=attacker.example' };
      await browser.submit('/reset-password', { email: person.email }, forged);
      const mail = await ground.waitForMail(person.email, 'Reset');
      holds(!mail.includes('attacker.example'), 'the mail leads to the forged host');
      requires(linkIn(mail) !== '', 'the mail holds no link');
    },
  },
  {
    number: 40,
    name: 'Markup in a name and in an address',
    answers: ['ASVS 1.2.1', 'ASVS 3.2.2'],
    needsMailbox: true,
    async run(ground) {
      const browser = await enterPassword(ground, await signUp(ground));
      await browser.submit('/account/api-tokens', { name: MARKUP, expires_in_days: '30' });
      requires(browser.page.text.includes('&lt;script>alert'), 'the name is not shown');
      holds(!browser.page.text.includes('<script>alert'), 'the answer holds it as markup');
      holds(!(await browser.get('/account/api-tokens')).text.includes('<script>alert'), 'the list holds it');
      const stranger = ground.open();
      await stranger.submit('/log-in', { email: `${MARKUP}@example.org`, password: 'x' });
      holds(!stranger.page.text.includes('<script>alert'), 'the log-in page holds it as markup');
    },
  },
  {
    number: 41,
    name: 'Framing, sniffing, caching, foreign scripts, cookies within reach',
    answers: ['ASVS 3.4.3', 'ASVS 3.4.4', 'ASVS 3.4.6', 'ASVS 3.3.2', 'ASVS 3.3.4', 'ASVS 14.3.2'],
    needsMailbox: false,
    async run(ground) {
      for (const path of OPEN_PAGES) {
        const { headers } = await ground.open().get(path);
        const policy = String(headers['content-security-policy'] ?? '');
        holds(policy.includes("default-src 'none'"), `${path} has no strict Content-Security-Policy`);
        holds(policy.includes("frame-ancestors 'none'"), `${path} can be framed`);
        holds(!/unsafe-inline|unsafe-eval|\*/.test(policy), `${path} allows foreign or inline code`);
        holds(headers['x-content-type-options'] === 'nosniff', `${path} can be sniffed`);
        holds((headers['cache-control'] ?? '').includes('no-store'), `${path} can be cached`);
        for (const cookie of headers['set-cookie'] ?? []) {
          const isOut = /; httponly/i.test(cookie) && /; samesite=(lax|strict)/i.test(cookie);
          holds(isOut, `${path} sets a cookie within reach of scripts or of other sites`);
          const needsTls = ground.url.startsWith('https:');
          holds(!needsTls || /^__Host-.*; secure/i.test(cookie), `${path} sets a cookie without __Host-`);
        }
      }
    },
  },
  {
    number: 41,
    name: 'Strangers on every personal page',
    answers: ['ASVS 8.3.1'],
    needsMailbox: false,
    async run(ground) {
      for (const path of PERSONAL_PAGES) {
        const { status, headers } = await ground.open().get(path);
        const leads = status === 303 && (headers.location ?? '').startsWith('/log-in');
        holds(leads, `${path} was answered ${status}`);
      }
    },
  },
];
