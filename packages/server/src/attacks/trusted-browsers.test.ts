import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser, type Browser } from './browser.ts';
import {
  codeOf,
  isLoggedIn,
  linkIn,
  logIn,
  makeRecoveryCodes,
  mailsTo,
  openChallenge,
  signUpWithTwoFactor,
  startSetUp,
  setupKeyOn,
  stepUp,
  waitForMail,
  type Person,
} from './person.ts';
import { startService } from './service.ts';

const DAY_SECONDS = 24 * 3600;
const TRUST = 'countersign_trust';
const SESSION = 'countersign_session';

const service = await startService();
after(() => service.stop());
const [ana, ben, cleo] = (await signUpWithTwoFactor(service, 'ana', 'ben', 'cleo')) as [
  Person,
  Person,
  Person,
];

test('a trusted browser is asked for the password alone, and its secret is new after each log-in', async () => {
  const browser = await trust(ana);
  const first = browser.cookies.get(TRUST);
  await logInAgain(browser, ana);
  assert.ok(isLoggedIn(browser), browser.page.text);
  const second = browser.cookies.get(TRUST);
  assert.notEqual(second, first);
  assert.equal(second?.slice(0, 43), first?.slice(0, 43), 'the series stays');
  await logInAgain(browser, ana);
  assert.ok(isLoggedIn(browser));
  const activity = await browser.get('/account/activity');
  assert.match(activity.text, /Browser trusted for 30 days/);
  assert.match(activity.text, /Logged in from a trusted browser/);
});

test('the second step is trusted away only where that was asked, and never with a recovery code', async () => {
  const plain = await logIn(service, ana);
  assert.ok(!plain.cookies.has(TRUST));
  await stepUp(service, plain, ana);
  const [code = ''] = await makeRecoveryCodes(plain);
  const browser = await openChallenge(service, ana);
  await browser.get('/log-in/recovery-code');
  await browser.submit('/log-in/two-factor', { recovery_code: code, trust_browser: 'on' });
  assert.ok(isLoggedIn(browser));
  assert.ok(!browser.cookies.has(TRUST));
});

test('trust without the password, with a wrong one, or in another account opens nothing', async () => {
  const browser = await trust(ana);
  const thief = openBrowser(service.accountUrl);
  thief.cookies.set(TRUST, browser.cookies.get(TRUST) ?? '');
  assert.equal((await thief.get('/account')).status, 303);
  assert.equal((await thief.get('/log-in/two-factor')).headers.location, '/log-in?notice=challenge_ended');
  await thief.get('/log-in');
  await thief.submit('/log-in', { email: ana.email, password: 'not her password' });
  assert.equal(thief.page.status, 422);
  await thief.submit('/log-in', { email: ben.email, password: ben.password });
  assert.equal(thief.page.headers.location, '/log-in/two-factor?return_to=%2Faccount');
  await logInAgain(browser, ana);
  assert.ok(isLoggedIn(browser), 'it is as good as before');
});

test('a stolen copy of the trust, used after its owner: refused, all trust ends, and the owner is told', async () => {
  const browser = await trust(ana);
  const other = await trust(ana);
  const stolen = browser.cookies.get(TRUST) ?? '';
  await logInAgain(browser, ana);
  service.clock.advanceSeconds(30);
  const thief = await enterWithTrust(stolen, ana);
  assert.equal(thief.page.headers.location, '/log-in/two-factor?return_to=%2Faccount');
  assert.equal(trustCount(ana), 0);
  assert.match(await waitForMail(service, ana.email, 'A trusted browser was copied'), /Firefox on Linux/);
  for (const owners of [browser, other]) {
    await logInAgain(owners, ana);
    assert.equal(owners.page.headers.location, '/log-in/two-factor?return_to=%2Faccount');
  }
});

test('a stolen copy of the trust, used before its owner: noticed when the owner comes', async () => {
  const browser = await trust(ana);
  const mailed = (await mailsTo(service, ana.email, 'A trusted browser was copied')).length;
  const thief = await enterWithTrust(browser.cookies.get(TRUST) ?? '', ana);
  assert.ok(isLoggedIn(thief), 'the copy is as good as the original, once');
  service.clock.advanceSeconds(30);
  await logInAgain(browser, ana);
  assert.equal(browser.page.headers.location, '/log-in/two-factor?return_to=%2Faccount');
  await logInAgain(thief, ana);
  assert.equal(thief.page.headers.location, '/log-in/two-factor?return_to=%2Faccount');
  await waitForMail(service, ana.email, 'A trusted browser was copied');
  assert.equal((await mailsTo(service, ana.email, 'A trusted browser was copied')).length, mailed + 1);
});

test('a secret from long before tells as much', async () => {
  const browser = await trust(ana);
  const old = browser.cookies.get(TRUST) ?? '';
  for (let count = 0; count < 3; count++) await logInAgain(browser, ana);
  const thief = await enterWithTrust(old, ana);
  assert.ok(!isLoggedIn(thief));
  assert.equal(trustCount(ana), 0);
});

test('tabs that log in at once are no theft, and end with the same secret', async () => {
  const browser = await trust(ben);
  const cookie = browser.cookies.get(TRUST) ?? '';
  const tabs = await Promise.all(Array.from({ length: 8 }, () => enterWithTrust(cookie, ben)));
  assert.ok(tabs.every(isLoggedIn));
  assert.equal(new Set(tabs.map((tab) => tab.cookies.get(TRUST))).size, 1);
  service.clock.advanceSeconds(3600);
  await logInAgain(tabs[3]!, ben);
  assert.ok(isLoggedIn(tabs[3]!), 'the browser keeps what came last, whichever that was');
});

test('step-up never takes the trust in a browser for the second step', async () => {
  const browser = await trust(ben);
  await logInAgain(browser, ben);
  const asked = await browser.get('/account/password');
  assert.equal(asked.headers.location, '/account/step-up?return_to=%2Faccount%2Fpassword');
  await browser.get('/account/step-up');
  assert.equal((await browser.submit('/account/step-up', { password: ben.password })).status, 422);
});

test('trust ends after thirty days, however often it was used', async () => {
  const browser = await trust(ben);
  for (const days of [10, 10, 9]) {
    service.clock.advanceSeconds(days * DAY_SECONDS);
    await logInAgain(browser, ben);
    assert.ok(isLoggedIn(browser));
  }
  service.clock.advanceSeconds(DAY_SECONDS);
  await logInAgain(browser, ben);
  assert.ok(!isLoggedIn(browser));
});

test('trust ends with the password, a factor, new recovery codes, or everything logged out', async () => {
  const acts: Record<string, (session: Browser) => Promise<unknown>> = {
    'the password changed': async (session) => {
      await session.get('/account/password');
      cleo.password = 'cleo walks further now';
      return session.submit('/account/password', { password: cleo.password });
    },
    'an authenticator added': async (session) => {
      await startSetUp(session);
      const added = { ...cleo, setupKey: setupKeyOn(session.page) };
      return session.submit('/account/two-factor/scan', { passcode: codeOf(service, added) });
    },
    'an authenticator removed': async (session) => {
      const page = await session.get('/account/two-factor');
      const paths = [...page.text.matchAll(/href="([^"]+\/remove)"/g)].map(([, path = '']) => path);
      await session.get(paths[1]!);
      return session.submit(paths[1]!);
    },
    'new recovery codes': makeRecoveryCodes,
    'logged out everywhere else': async (session) => {
      await session.get('/account/sessions');
      return session.submit('/account/sessions/revoke-others');
    },
    'the password reset': async () => {
      const browser = openBrowser(service.accountUrl);
      await browser.submit('/reset-password', { email: cleo.email });
      await browser.get(linkIn(await waitForMail(service, cleo.email, 'Reset')));
      service.clock.advanceSeconds(30);
      cleo.password = 'cleo walks back again';
      const fields = { password: cleo.password, passcode: codeOf(service, cleo) };
      return browser.submit('/reset-password/new', fields);
    },
  };
  for (const [name, act] of Object.entries(acts)) {
    const browser = await trust(cleo);
    const session = await logIn(service, cleo);
    await stepUp(service, session, cleo);
    await act(session);
    assert.equal(trustCount(cleo), 0, name);
    await logInAgain(browser, cleo);
    assert.ok(!isLoggedIn(browser), name);
  }
});

test('trust is listed where it can be ended, by its owner alone', async () => {
  const browser = await trust(ben);
  const count = trustCount(ben);
  const page = await browser.get('/account/sessions');
  assert.match(page.text, /Trusted browsers.*This browser/s);
  const [, id = ''] = /name="trusted_browser_id" value="([^"]+)"/.exec(page.text) ?? [];
  const stranger = await logIn(service, cleo);
  await stranger.get('/account/sessions');
  await stranger.submit('/account/sessions/end-trust', { trusted_browser_id: id });
  assert.equal(trustCount(ben), count);
  await browser.get('/account/sessions');
  await browser.submit('/account/sessions/end-trust', { trusted_browser_id: id });
  assert.equal(trustCount(ben), count - 1);
  await logInAgain(browser, ben);
  assert.ok(!isLoggedIn(browser));
});

test('attack 34: trust from a database dump opens nothing', async () => {
  await trust(ben);
  const row = service.database.prepare('select series_hash, secret_hash from trusted_browser').get();
  const thief = await enterWithTrust(`${String(row?.['series_hash'])}${String(row?.['secret_hash'])}`, ben);
  assert.ok(!isLoggedIn(thief));
});

/** A browser logged in through both steps, and trusted from now on. */
async function trust(person: Person): Promise<Browser> {
  service.clock.advanceSeconds(3600);
  const browser = await openChallenge(service, person);
  const fields = { passcode: codeOf(service, person), trust_browser: 'on' };
  await browser.submit('/log-in/two-factor', fields);
  assert.ok(isLoggedIn(browser), browser.page.text);
  assert.ok(browser.cookies.has(TRUST));
  return browser;
}

/** Loses the session, and enters the password again. */
async function logInAgain(browser: Browser, person: Person): Promise<void> {
  browser.cookies.delete(SESSION);
  await browser.get('/log-in');
  await browser.submit('/log-in', { email: person.email, password: person.password });
  assert.equal(browser.page.status, 303, browser.page.text);
}

/** Enters the right password in a new browser that has a copy of the trust. */
async function enterWithTrust(cookie: string, person: Person): Promise<Browser> {
  const browser = openBrowser(service.accountUrl);
  browser.cookies.set(TRUST, cookie);
  await logInAgain(browser, person);
  return browser;
}

function trustCount(person: Person): number {
  const rows = service.database.prepare(
    'select count(*) as count from trusted_browser join account on account.id = account_id where email = ?',
  );
  return Number(rows.get(person.email)?.['count']);
}
