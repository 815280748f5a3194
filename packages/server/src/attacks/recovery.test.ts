import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { comparable, openBrowser, type Browser, type Page } from './browser.ts';
import {
  codeOf,
  enable,
  enterPassword,
  hasSession,
  isLoggedIn,
  linkIn,
  logIn,
  makeRecoveryCodes,
  mailsTo,
  openChallenge,
  openChallenges,
  recoveryCodesOn,
  signUpPeople,
  stepUp,
  waitForMail,
  wrongCodeOf,
  type Person,
} from './person.ts';
import { startService } from './service.ts';

const HOUR_SECONDS = 3600;

const service = await startService();
after(() => service.stop());
const [ana, ben, cleo] = (await signUpPeople(service, 'ana', 'ben', 'cleo')) as [Person, Person, Person];
const anaCodes = await makeRecoveryCodes(await enable(service, ana));
const benCodes = await makeRecoveryCodes(await enable(service, ben));
const plainRefusal = await recover(ana, 'AAAA-AAAA-AAAA-AAAA');
assert.equal(plainRefusal.status, 422);

test("attack 19: another account's recovery code", async () => {
  assertRefused(await recover(ana, benCodes[0]!));
  assert.ok((await recover(ben, benCodes[0]!)).headers.location, 'it is still good for its owner');
});

test('attack 20: one recovery code in 50 parallel posts', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const code = anaCodes.pop()!;
  const browsers = await openChallenges(service, ana, 50);
  await Promise.all(browsers.map((browser) => browser.submit('/log-in/two-factor', { recovery_code: code })));
  assert.equal(browsers.filter(isLoggedIn).length, 1);
  service.clock.advanceSeconds(HOUR_SECONDS);
  assertRefused(await recover(ana, code));
});

test('attack 20: a recovery code of a set that was replaced', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const old = anaCodes.pop()!;
  const session = await logIn(service, ana);
  await stepUp(service, session, ana);
  anaCodes.splice(0, anaCodes.length, ...(await makeRecoveryCodes(session)));
  assertRefused(await recover(ana, old));
});

test('attack 21: codes of the old set used while a new set is made', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const old = [...anaCodes];
  const session = await logIn(service, ana);
  await stepUp(service, session, ana);
  const guessers = await Promise.all(old.slice(0, 4).map(() => openChallenge(service, ana)));
  await session.get('/account/recovery-codes');
  await Promise.all([
    session.submit('/account/recovery-codes'),
    ...guessers.map((guesser, index) => guesser.submit('/log-in/two-factor', { recovery_code: old[index]! })),
  ]);
  const current = recoveryCodesOn(await session.get('/account/recovery-codes'));
  await session.submit('/account/recovery-codes/saved');
  assert.equal(current.length, 10);
  for (const code of old) {
    service.clock.advanceSeconds(HOUR_SECONDS);
    assertRefused(await recover(ana, code));
  }
  service.clock.advanceSeconds(HOUR_SECONDS);
  for (const code of current) assert.equal((await recover(ana, code)).status, 303, 'a code of the new set');
});

test('attack 21: a replaced set that was never saved is shown nowhere', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const one = await logIn(service, ben);
  await stepUp(service, one, ben);
  await one.get('/account/recovery-codes');
  await one.submit('/account/recovery-codes');
  const replaced = recoveryCodesOn(await one.get('/account/recovery-codes'));
  assert.equal(replaced.length, 10);
  const other = await logIn(service, ben);
  await stepUp(service, other, ben);
  benCodes.splice(0, benCodes.length, ...(await makeRecoveryCodes(other)));
  assert.deepEqual(recoveryCodesOn(await one.get('/account/recovery-codes')), []);
  assert.equal((await one.get('/account/recovery-codes.txt')).status, 303);
});

test('recovery codes are read as people type them', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const typed = benCodes[1]!.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
  assert.equal((await recover(ben, ` ${typed} `)).status, 303);
});

test('attack 22: a password reset by mail opens no session, and the factor stays', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const session = await logIn(service, ben);
  service.clock.advanceSeconds(60);
  const thief = await requestReset(ben);
  const password = 'the thief has the mailbox';
  for (const passcode of ['', wrongCodeOf(service, ben)]) {
    const page = await thief.submit('/reset-password/new', { password, passcode });
    assert.equal(page.status, 422);
  }
  assert.ok(await hasSession(session));
  ben.password = 'the owner has the phone too';
  const page = await thief.submit('/reset-password/new', {
    password: ben.password,
    passcode: codeOf(service, ben),
  });
  assert.equal(page.headers.location, '/log-in?notice=password_changed');
  assert.ok(!thief.cookies.has('countersign_session'));
  assert.ok(!(await hasSession(session)), 'every session ends');
  const again = await enterPassword(service, ben);
  assert.equal(again.page.headers.location, '/log-in/two-factor?return_to=%2Faccount');
});

test('attack 23: a sign-up link fetched by scanners, then used once', async () => {
  const browser = openBrowser(service.accountUrl);
  const [email, password] = ['dora@example.org', 'dora likes long walks'];
  await browser.submit('/sign-up', { email, password });
  const link = linkIn(await waitForMail(service, email, 'Verify'));
  for (const method of ['GET', 'HEAD', 'GET']) {
    assert.equal((await openBrowser(service.accountUrl).send(link, { method })).status, 200);
  }
  assert.equal(accounts(email), 0);
  const page = await browser.get(link);
  assert.equal((await browser.submit('/verify-email')).status, 200);
  assert.equal(accounts(email), 1);
  browser.page = page;
  assert.equal((await browser.submit('/verify-email')).status, 410);
  assert.equal((await browser.get(link)).status, 410);
});

test('attack 23: of two sign-ups for one address, only the link that was pressed sets the password', async () => {
  const email = 'eli@example.org';
  const stranger = openBrowser(service.accountUrl);
  await stranger.submit('/sign-up', { email, password: 'a stranger chose this' });
  const strangersLink = linkIn(await waitForMail(service, email, 'Verify'));
  service.clock.advanceSeconds(60);
  const owner = openBrowser(service.accountUrl);
  await owner.submit('/sign-up', { email, password: 'the owner chose this' });
  await owner.get(linkIn(await waitForMail(service, email, 'Verify')));
  await owner.submit('/verify-email');
  assert.equal((await stranger.get(strangersLink)).status, 410);
  const wrong = await stranger.submit('/log-in', { email, password: 'a stranger chose this' });
  assert.equal(wrong.status, 422);
  await enterPassword(service, { email, password: 'the owner chose this', setupKey: '' });
});

test('attack 23: links expire', async () => {
  const browser = openBrowser(service.accountUrl);
  const email = 'fay@example.org';
  await browser.submit('/sign-up', { email, password: 'fay likes long walks' });
  const signUpLink = linkIn(await waitForMail(service, email, 'Verify'));
  const reset = await requestReset(cleo);
  service.clock.advanceSeconds(HOUR_SECONDS - 1);
  assert.equal((await browser.get(signUpLink)).status, 200);
  service.clock.advanceSeconds(1);
  assert.equal((await submitReset(reset, 'too late for this one')).status, 410);
  assert.equal((await browser.get(signUpLink)).status, 200);
  service.clock.advanceSeconds(23 * HOUR_SECONDS);
  assert.equal((await browser.get(signUpLink)).status, 410);
  assert.equal((await browser.submit('/verify-email', { token: tokenOf(signUpLink) })).status, 410);
  assert.equal(accounts(email), 0);
});

test('attack 23: a reset link is dead once used, and once the password changed by another', async () => {
  const first = await requestReset(cleo);
  const second = await requestReset(cleo);
  cleo.password = 'a third one for cleo';
  const page = second.page;
  assert.equal((await submitReset(second, cleo.password)).status, 303);
  second.page = page;
  assert.equal((await submitReset(second, 'once more with it')).status, 410);
  assert.equal((await submitReset(first, 'once more with it')).status, 410);
});

test('attack 23: a reset link is dead after the password was changed in the account', async () => {
  const reset = await requestReset(cleo);
  const session = await enterPassword(service, cleo);
  await session.get('/account/password');
  cleo.password = 'a fourth one for cleo';
  assert.equal((await session.submit('/account/password', { password: cleo.password })).status, 303);
  assert.equal((await submitReset(reset, 'once more with it')).status, 410);
});

test('attack 23: a reset link is dead after the address changed, and so is the used address link', async () => {
  const reset = await requestReset(cleo);
  const session = await enterPassword(service, cleo);
  await session.get('/account/email');
  await session.submit('/account/email', { email: 'cleo.new@example.org' });
  const link = linkIn(await waitForMail(service, 'cleo.new@example.org', 'Verify your new email'));
  await session.get(link);
  assert.equal(accounts('cleo.new@example.org'), 0, 'looking at the link changes nothing');
  assert.equal((await session.submit('/verify-new-email')).status, 200);
  cleo.email = 'cleo.new@example.org';
  assert.equal((await session.get(link)).status, 410);
  assert.equal((await submitReset(reset, 'once more with it')).status, 410);
  assert.ok(await waitForMail(service, 'cleo@example.org', 'Your Countersign email address was changed'));
});

test('attack 23: a link does for another purpose nothing', async () => {
  const browser = openBrowser(service.accountUrl);
  await browser.submit('/reset-password', { email: cleo.email });
  const token = tokenOf(linkIn(await waitForMail(service, cleo.email, 'Reset')));
  for (const path of ['/verify-email', '/verify-new-email']) {
    assert.equal((await browser.submit(path, { token })).status, 410);
  }
  assert.equal((await browser.get(`/reset-password/new?token=${token}`)).status, 200);
});

test('nobody can flood a mailbox through the forms', async () => {
  const browser = openBrowser(service.accountUrl);
  const email = 'flooded@example.org';
  const [gil] = (await signUpPeople(service, 'gil')) as [Person];
  for (let count = 0; count < 12; count++) {
    await browser.submit('/sign-up', { email, password: 'whoever it may be' });
    await browser.submit('/sign-up', { email: gil.email, password: 'whoever it may be' });
    await browser.submit('/reset-password', { email: gil.email });
  }
  await waitForMail(service, gil.email, 'Reset');
  assert.equal((await mailsTo(service, email)).length, 5);
  assert.equal((await mailsTo(service, gil.email, 'Reset')).length, 5);
  assert.ok((await mailsTo(service, gil.email, 'You already have an account')).length <= 5);
});

async function recover(person: Person, code: string): Promise<Page> {
  const browser = await openChallenge(service, person);
  await browser.get('/log-in/recovery-code');
  return browser.submit('/log-in/two-factor', { recovery_code: code });
}

function assertRefused(page: Page): void {
  assert.deepEqual(comparable(page), comparable(plainRefusal));
}

/** A browser on the page behind a reset link. */
async function requestReset(person: Person): Promise<Browser> {
  service.clock.advanceSeconds(1); // so that this mail is the newest
  const browser = openBrowser(service.accountUrl);
  await browser.submit('/reset-password', { email: person.email });
  await browser.get(linkIn(await waitForMail(service, person.email, 'Reset')));
  assert.equal(browser.page.status, 200);
  return browser;
}

function submitReset(browser: Browser, password: string): Promise<Page> {
  return browser.submit('/reset-password/new', { password });
}

function tokenOf(link: string): string {
  return new URL(link, service.accountUrl).searchParams.get('token') ?? '';
}

function accounts(email: string): number {
  const row = service.database.prepare('select count(*) as count from account where email = ?').get(email);
  return Number(row?.['count']);
}
