import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser, type Browser } from './browser.ts';
import {
  codeOf,
  enable,
  enterPassword,
  hasSession,
  isLoggedIn,
  linkIn,
  logIn,
  mailsTo,
  openChallenge,
  signUpPeople,
  waitForMail,
  type Person,
} from './person.ts';
import { startService, type Service } from './service.ts';

const service = await startService();
after(() => service.stop());
const DAY_SECONDS = 24 * 3600;

test('one press ends every way in, and the second step stays', async () => {
  const [ana] = (await signUpPeople(service, 'ana')) as [Person];
  const session = await enable(service, ana);
  const other = await logIn(service, ana);
  const waiting = await openChallenge(service, ana);
  const token = await makeApiToken(session);
  assert.equal((await useApiToken(token)).status, 200);
  await openBrowser(service.accountUrl).submit('/reset-password', { email: ana.email });
  const oldReset = linkIn(await waitForMail(service, ana.email, 'Reset'));

  const link = await notMeLinkOf(service, ana.email, 'New log-in');
  const presser = openBrowser(service.accountUrl);
  assert.match((await presser.get(link)).text, /End all access/);
  assert.match((await presser.submit('/not-me')).text, /All access has ended/);

  for (const browser of [session, other]) assert.equal(await hasSession(browser), false);
  assert.equal((await useApiToken(token)).status, 401);
  service.clock.advanceSeconds(30);
  await waiting.submit('/log-in/two-factor', { passcode: codeOf(service, ana) });
  assert.equal(isLoggedIn(waiting), false);
  assert.equal((await openBrowser(service.accountUrl).get(oldReset)).status, 410);
  const locked = openBrowser(service.accountUrl);
  await locked.get('/log-in');
  const refused = await locked.submit('/log-in', { email: ana.email, password: ana.password });
  assert.equal(refused.status, 422);

  await waitForMail(service, ana.email, 'Your Countersign account is locked');
  const reset = linkIn(await waitForMail(service, ana.email, 'Reset'));
  await presser.get(reset);
  await presser.submit('/reset-password/new', { password: 'a quite new password' });
  assert.equal(presser.page.status, 422, 'the second step is still asked for');
  service.clock.advanceSeconds(30);
  await presser.submit('/reset-password/new', {
    password: 'a quite new password',
    passcode: codeOf(service, ana),
  });
  assert.equal(presser.page.status, 303);
  ana.password = 'a quite new password';
  const again = await logIn(service, ana);
  const activity = (await again.get('/account/activity')).text;
  assert.match(activity, /was pressed: everything ended/);
  assert.match(activity, /Checked: complete/);
});

test('attack 23: the link works once, for seven days, and opening it changes nothing', async () => {
  const [bob] = (await signUpPeople(service, 'bob')) as [Person];
  const session = await enable(service, bob);
  const link = await notMeLinkOf(service, bob.email, 'Two-factor');
  const scanner = openBrowser(service.accountUrl);
  for (let visit = 0; visit < 3; visit++) assert.equal((await scanner.get(link)).status, 200);
  assert.ok(await hasSession(session));
  const pages = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const browser = openBrowser(service.accountUrl);
      await browser.get(link);
      return browser.submit('/not-me');
    }),
  );
  assert.equal(pages.filter(({ status }) => status === 200).length, 1);
  assert.equal(pages.filter(({ status }) => status === 410).length, 9);
  assert.equal((await scanner.get(link)).status, 410);

  const [carl] = (await signUpPeople(service, 'carl')) as [Person];
  await enable(service, carl);
  const late = await notMeLinkOf(service, carl.email, 'Two-factor');
  service.clock.advanceSeconds(7 * DAY_SECONDS - 1);
  assert.equal((await scanner.get(late)).status, 200);
  service.clock.advanceSeconds(1);
  assert.equal((await scanner.get(late)).status, 410);
});

test('attack 16: a stranger without the link locks nobody out, and a forged post does nothing', async () => {
  const [dora] = (await signUpPeople(service, 'dora')) as [Person];
  const session = await enterPassword(service, dora);
  const stranger = openBrowser(service.accountUrl);
  await stranger.get('/log-in');
  for (const token of ['', 'x', 'A'.repeat(43)]) {
    assert.equal((await stranger.submit('/not-me', { token })).status, 410);
  }
  assert.ok(await hasSession(session));
  assert.ok(isLoggedIn(await enterPassword(service, dora)));
});

test('a thief who changes the password or the address cannot end the link, nor use one against it', async () => {
  const [fay] = (await signUpPeople(service, 'fay')) as [Person];
  await enterPassword(service, fay);
  const thief = await enterPassword(service, fay);
  const link = await notMeLinkOf(service, fay.email, 'New log-in');
  service.clock.advanceSeconds(60);

  await thief.get('/account/password');
  await thief.submit('/account/password', { password: 'the thief chose this' });
  await thief.get('/account/email');
  await thief.submit('/account/email', { email: 'thief@example.org' });
  await thief.get(linkIn(await waitForMail(service, 'thief@example.org', 'Verify')));
  await thief.submit('/verify-new-email');
  const addressLink = await notMeLinkOf(service, fay.email, 'Your Countersign email address');
  service.clock.advanceSeconds(60);
  await enterPassword(service, { ...fay, email: 'thief@example.org', password: 'the thief chose this' });
  const thiefLink = await notMeLinkOf(service, 'thief@example.org', 'New log-in');

  const owner = openBrowser(service.accountUrl);
  await owner.get(addressLink);
  await owner.submit('/not-me');
  assert.equal(owner.page.status, 200);
  assert.equal(await hasSession(thief), false);
  assert.equal((await openBrowser(service.accountUrl).get(thiefLink)).status, 410);
  assert.equal((await mailsTo(service, 'thief@example.org', 'Reset')).length, 0);

  await owner.get(linkIn(await waitForMail(service, fay.email, 'Reset')));
  await owner.submit('/reset-password/new', { password: 'fay has it back again' });
  assert.equal(owner.page.status, 303);
  fay.password = 'fay has it back again';
  assert.ok(isLoggedIn(await enterPassword(service, fay)));
  assert.equal(
    (await owner.get(link)).status,
    200,
    'the older link of the same mailbox is as good as before',
  );
});

test('a link that waits grants nothing from a copy of the database', () => {
  const rows = service.database.prepare("select token_hash from mail_link where purpose = 'not_me'").all();
  assert.ok(rows.length > 0);
  for (const row of rows) assert.match(String(row['token_hash']), /^[A-Za-z0-9_-]{43}$/);
});

/** The path of "This wasn't me" in the newest mail with this subject. */
async function notMeLinkOf(from: Service, email: string, subject: string): Promise<string> {
  const mail = await waitForMail(from, email, subject);
  const link = /https?:\/\/\S+(\/not-me\?token=[A-Za-z0-9_-]+)/.exec(mail)?.[1];
  assert.ok(link !== undefined, mail);
  return link;
}

async function makeApiToken(browser: Browser): Promise<string> {
  await browser.get('/account/api-tokens');
  const page = await browser.submit('/account/api-tokens', { name: 'backup', expires_in_days: '30' });
  const token = /csn_[A-Za-z0-9_-]+/.exec(page.text)?.[0];
  assert.ok(token !== undefined, page.text);
  return token;
}

function useApiToken(token: string) {
  const headers = { authorization: `Bearer ${token}` };
  return openBrowser(service.accountUrl).send('/api/v1/account', { headers });
}
