/** A person with an account, and what they do on the pages: sign up, log in, set up, recover. */
import assert from 'node:assert/strict';
import { decodeBase32, prepareSecret, totp } from '@countersign/otp';
import { openBrowser, unescapeHtml, type Browser, type Page } from './browser.ts';
import type { Service } from './service.ts';

/** Somebody with an account. */
export interface Person {
  email: string;
  password: string;
  /** The authenticator's secret in Base32; empty before set-up. */
  setupKey: string;
}

const PERIOD_SECONDS = 30;
const MAIL_PATIENCE_MS = 10_000;

/** Signs people up, all at once, and verifies their addresses. */
export async function signUpPeople(service: Service, ...names: string[]): Promise<Person[]> {
  return Promise.all(
    names.map(async (name) => {
      const person = { email: `${name}@example.org`, password: `${name} likes long walks`, setupKey: '' };
      const browser = openBrowser(service.accountUrl);
      const { email, password } = person;
      assert.equal((await browser.submit('/sign-up', { email, password })).status, 200);
      const link = linkIn(await waitForMail(service, email, 'Verify'));
      await browser.get(link);
      assert.equal((await browser.submit('/verify-email')).status, 200);
      return person;
    }),
  );
}

/** A browser that has passed the password: logged in, or waiting for the second step. */
export async function enterPassword(service: Service, person: Person): Promise<Browser> {
  const browser = openBrowser(service.accountUrl);
  await browser.get('/log-in');
  await browser.submit('/log-in', { email: person.email, password: person.password });
  assert.equal(browser.page.status, 303, browser.page.text);
  return browser;
}

/** A browser that waits for the second step, with its page loaded. */
export async function openChallenge(service: Service, person: Person): Promise<Browser> {
  const browser = await enterPassword(service, person);
  await browser.get('/log-in/two-factor');
  assert.equal(browser.page.status, 200);
  return browser;
}

/** Browsers that wait for the second step: ten at a time, so that the limit on passwords stays out of it. */
export async function openChallenges(service: Service, person: Person, count: number): Promise<Browser[]> {
  const browsers: Browser[] = [];
  while (browsers.length < count) {
    const few = Math.min(10, count - browsers.length);
    browsers.push(...(await Promise.all(Array.from({ length: few }, () => openChallenge(service, person)))));
  }
  return browsers;
}

/** A browser logged in through both steps, with the code of the time step that begins with this call. */
export async function logIn(service: Service, person: Person): Promise<Browser> {
  if (person.setupKey === '') return enterPassword(service, person);
  service.clock.advanceSeconds(PERIOD_SECONDS);
  const browser = await openChallenge(service, person);
  await browser.submit('/log-in/two-factor', { passcode: codeOf(service, person) });
  assert.ok(isLoggedIn(browser), browser.page.text);
  return browser;
}

/** Starts a set-up; the page with the QR code is the browser's page. */
export async function startSetUp(browser: Browser): Promise<void> {
  await browser.get('/account/two-factor/app');
  assert.equal((await browser.submit('/account/two-factor/app')).status, 303);
  assert.equal((await browser.get('/account/two-factor/scan')).status, 200);
}

/** Enables Two-factor Authentication from a log-in on, and returns the browser. */
export async function enable(service: Service, person: Person): Promise<Browser> {
  const browser = await logIn(service, person);
  await startSetUp(browser);
  person.setupKey = setupKeyOn(browser.page);
  await browser.submit('/account/two-factor/scan', { passcode: codeOf(service, person) });
  assert.equal(browser.page.headers.location, '/account/two-factor?notice=enabled');
  return browser;
}

/** Signs people up and enables Two-factor Authentication for each. */
export async function signUpWithTwoFactor(service: Service, ...names: string[]): Promise<Person[]> {
  const people = await signUpPeople(service, ...names);
  for (const person of people) await enable(service, person);
  return people;
}

/** Makes a set of recovery codes in a session that is stepped up, and says they are saved. */
export async function makeRecoveryCodes(browser: Browser): Promise<string[]> {
  await browser.get('/account/recovery-codes');
  await browser.submit('/account/recovery-codes');
  const codes = recoveryCodesOn(await browser.get('/account/recovery-codes'));
  assert.equal(codes.length, 10, browser.page.text);
  await browser.submit('/account/recovery-codes/saved');
  return codes;
}

/** The recovery codes that a page shows. */
export function recoveryCodesOn(page: Page): string[] {
  return [...page.text.matchAll(/<code>([0-9A-Z-]{19})<\/code>/g)].map(([, code = '']) => code);
}

/** Steps a session up, with the code of the time step that begins with this call. */
export async function stepUp(service: Service, browser: Browser, person: Person): Promise<void> {
  service.clock.advanceSeconds(PERIOD_SECONDS);
  await browser.get('/account/step-up');
  await browser.submit('/account/step-up', {
    password: person.password,
    ...(person.setupKey !== '' && { passcode: codeOf(service, person) }),
  });
  assert.equal(browser.page.status, 303, browser.page.text);
}

/** The code that a person's authenticator shows, so many time steps from now. */
export function codeOf(service: Service, person: Person, steps = 0): string {
  const timeSeconds = service.clock.nowMs() / 1000 + steps * PERIOD_SECONDS;
  return totp(prepareSecret(decodeBase32(person.setupKey)), { timeSeconds });
}

/** A code that no authenticator of this person shows around now. */
export function wrongCodeOf(service: Service, person: Person): string {
  const shown = [-2, -1, 0, 1, 2].map((steps) => codeOf(service, person, steps));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !shown.includes(code))!;
}

/** The setup key on the page with the QR code. */
export function setupKeyOn(page: Page): string {
  const key = /data-copy="([A-Z2-7]{32})"/.exec(page.text)?.[1];
  assert.ok(key !== undefined, page.text);
  return key;
}

/** Whether the browser has a session that works. */
export async function hasSession(browser: Browser): Promise<boolean> {
  return (await browser.get('/account')).status === 200;
}

/** Whether the last answer led into the account. */
export function isLoggedIn(browser: Browser): boolean {
  return browser.page.status === 303 && browser.cookies.has('countersign_session');
}

/** The newest mail to an address whose subject begins so, once every mail that waits has been delivered: its text. */
export async function waitForMail(service: Service, email: string, subject: string): Promise<string> {
  const waiting = service.database.prepare('select count(*) as count from mail_queue');
  const until = Date.now() + MAIL_PATIENCE_MS;
  while (waiting.get()?.['count'] !== 0) {
    assert.ok(Date.now() < until, 'mail is not delivered');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const [mail] = await mailsTo(service, email, subject);
  assert.ok(mail !== undefined, `no mail "${subject}" to ${email}`);
  return mail;
}

/** The texts of the mails to an address whose subject begins so, the newest first. */
export async function mailsTo(service: Service, email: string, subject = ''): Promise<string[]> {
  const browser = openBrowser(service.accountUrl);
  const list = (await browser.get('/outbox')).text;
  const rows = list.split('<li>').slice(1);
  const wanted = rows.filter((row) => row.includes(`<bdi>${email}</bdi>`) && row.includes(`>${subject}`));
  const paths = wanted.map((row) => /href="(\/outbox\/[^"]+)"/.exec(row)?.[1] ?? '');
  return Promise.all(
    paths.map(async (path) => {
      const page = await openBrowser(service.accountUrl).get(path);
      return unescapeHtml(page.text.replace(/<[^>]*>/g, ''));
    }),
  );
}

/** The path of the link in a mail that holds a token. */
export function linkIn(mail: string): string {
  const link = /https?:\/\/\S+\?token=[A-Za-z0-9_-]+/.exec(mail)?.[0];
  assert.ok(link !== undefined, mail);
  const { pathname, search } = new URL(link);
  return pathname + search;
}
