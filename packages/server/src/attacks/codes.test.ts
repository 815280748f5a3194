import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, test } from 'node:test';
import { comparable, openBrowser, type Browser, type Page } from './browser.ts';
import {
  codeOf,
  isLoggedIn,
  linkIn,
  logIn,
  openChallenge,
  openChallenges,
  signUpWithTwoFactor,
  stepUp,
  waitForMail,
  wrongCodeOf,
  type Person,
} from './person.ts';
import { startService } from './service.ts';

const HOUR_SECONDS = 3600;

const service = await startService();
after(() => service.stop());
const [ana, ben, cleo, dora, eli] = (await signUpWithTwoFactor(
  service,
  ...['ana', 'ben', 'cleo', 'dora', 'eli'],
)) as [Person, Person, Person, Person, Person];
const plainRefusal = await refuseWrongCode(ana);
service.clock.advanceSeconds(HOUR_SECONDS);

test('attack 1: the same code a second time, in a new log-in, within its time step', async () => {
  await logIn(service, ana);
  const again = await openChallenge(service, ana);
  assertRefused(await again.submit('/log-in/two-factor', { passcode: codeOf(service, ana) }), again);
});

test('attack 2: 50 parallel posts of one right code in one waiting log-in', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const before = sessionCount(ana);
  const browser = await openChallenge(service, ana);
  const page = browser.page;
  const passcode = codeOf(service, ana);
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => {
      browser.page = page;
      return browser.submit('/log-in/two-factor', { passcode });
    }),
  );
  assert.equal(answers.filter(opensSession).length, 1);
  assert.equal(sessionCount(ana), before + 1);
  assert.ok(answers.every(({ status }) => status < 500));
});

test('attack 2: one right code posted in 50 waiting log-ins at once', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const before = sessionCount(ben);
  const browsers = await openChallenges(service, ben, 50);
  const passcode = codeOf(service, ben);
  const answers = await Promise.all(
    browsers.map((browser) => browser.submit('/log-in/two-factor', { passcode })),
  );
  assert.equal(answers.filter(opensSession).length, 1);
  assert.equal(sessionCount(ben), before + 1);
  assert.ok(answers.every((answer) => opensSession(answer) || answer.status === 422));
});

test('attack 4: a code of the next time step is accepted, then the code of this one', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const early = await openChallenge(service, ben);
  await early.submit('/log-in/two-factor', { passcode: codeOf(service, ben, 1) });
  assert.ok(isLoggedIn(early));
  const late = await openChallenge(service, ben);
  assertRefused(await late.submit('/log-in/two-factor', { passcode: codeOf(service, ben) }), late);
  assertRefused(await late.submit('/log-in/two-factor', { passcode: codeOf(service, ben, 1) }), late);
});

test('attack 5: the code that completed set-up, used at the first log-in', async () => {
  const [fay] = (await signUpWithTwoFactor(service, 'fay')) as [Person];
  const browser = await openChallenge(service, fay);
  assertRefused(await browser.submit('/log-in/two-factor', { passcode: codeOf(service, fay) }), browser);
});

test('attack 6: a code spent at the log-in and tried at step-up and at a password reset', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const session = await logIn(service, cleo);
  const passcode = codeOf(service, cleo);
  await session.get('/account/step-up');
  const stepped = await session.submit('/account/step-up', { password: cleo.password, passcode });
  assert.equal(stepped.status, 422);
  const reset = await openReset(cleo);
  const answer = await reset.submit('/reset-password/new', { password: 'a new one entirely', passcode });
  assert.equal(answer.status, 422);
});

test('attack 6: a code spent at step-up and tried at the log-in', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const session = await logIn(service, cleo);
  await stepUp(service, session, cleo);
  const browser = await openChallenge(service, cleo);
  assertRefused(await browser.submit('/log-in/two-factor', { passcode: codeOf(service, cleo) }), browser);
});

test('attack 6: a code spent at a password reset and tried at the log-in', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const passcode = codeOf(service, cleo);
  cleo.password = 'walks are long and likeable';
  const reset = await openReset(cleo);
  const answer = await reset.submit('/reset-password/new', { password: cleo.password, passcode });
  assert.equal(answer.status, 303);
  const browser = await openChallenge(service, cleo);
  assertRefused(await browser.submit('/log-in/two-factor', { passcode }), browser);
});

test('attack 7: a code two time steps away, either way, whatever time the client sends', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const browser = await openChallenge(service, dora);
  for (const steps of [-2, 2]) {
    const passcode = codeOf(service, dora, steps);
    const claimed = new Date(service.clock.nowMs() + steps * 30_000).toUTCString();
    assertRefused(await browser.submit('/log-in/two-factor', { passcode }, { date: claimed }), browser);
  }
  const passcode = codeOf(service, dora, 2);
  const time = String(service.clock.nowMs() / 1000 + 60);
  assert.equal((await browser.submit('/log-in/two-factor', { passcode, time })).status, 400);
});

test('one time step away, either way, is fine', async () => {
  for (const steps of [-1, 1]) {
    service.clock.advanceSeconds(HOUR_SECONDS);
    const browser = await openChallenge(service, dora);
    await browser.submit('/log-in/two-factor', { passcode: codeOf(service, dora, steps) });
    assert.ok(isLoggedIn(browser));
  }
});

test("attack 8: the server's clock goes back", async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  await logIn(service, eli);
  const { spentTimeStep } = service.ledgerOf(eli.email);
  service.clock.advanceSeconds(-60);
  const browser = await openChallenge(service, eli);
  for (const steps of [1, 0, -1]) {
    const passcode = codeOf(service, eli, steps);
    assertRefused(await browser.submit('/log-in/two-factor', { passcode }), browser);
  }
  assert.equal(service.ledgerOf(eli.email).spentTimeStep, spentTimeStep);
  service.clock.advanceSeconds(60);
});

test('attack 9: codes that are not six plain digits are refused as any wrong code', async () => {
  const forms: Record<string, (code: string) => string> = {
    'full-width digits': (code) => shiftDigits(code, 0xff10),
    'Arabic-Indic digits': (code) => shiftDigits(code, 0x660),
    'a leading plus': (code) => `+${code}`,
    'a leading zero more': (code) => `0${code}`,
    'a digit missing': (code) => code.slice(1),
    'a fraction': (code) => `${code}.0`,
    'an exponent': (code) => `${code}e0`,
    'a tab inside': (code) => `${code.slice(0, 3)}\t${code.slice(3)}`,
    'a line end after it': (code) => `${code}\n`,
    'a zero byte after it': (code) => `${code}\0`,
    'two codes': (code) => `${code},${code}`,
    nothing: () => '',
    'only spaces': () => '   ',
    '2048 digits': (code) => code.padEnd(2048, '0'),
  };
  for (const [name, form] of Object.entries(forms)) {
    service.clock.advanceSeconds(HOUR_SECONDS);
    const browser = await openChallenge(service, eli);
    const page = await browser.submit('/log-in/two-factor', { passcode: form(codeOf(service, eli)) });
    assert.deepEqual(comparable(page), comparable(plainRefusal), name);
  }
});

test('attack 9: forms that no page sends are refused before anything is looked at', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  await logIn(service, eli); // starts counting afresh
  service.clock.advanceSeconds(30);
  const passcode = codeOf(service, eli);
  const browser = await openChallenge(service, eli);
  const page = browser.page;
  const post = async (fields: [string, string][]): Promise<number> => {
    browser.page = page;
    return (await browser.submit('/log-in/two-factor', fields)).status;
  };
  const sendAs = async (type: string, body: string): Promise<number> => {
    const headers = { 'content-type': type, 'sec-fetch-site': 'same-origin' };
    return (await browser.send('/log-in/two-factor', { method: 'POST', headers, body })).status;
  };
  assert.equal(await post([['passcode', '000000'], ['passcode', passcode]]), 400); // prettier-ignore
  assert.equal(await post([['passcode[]', passcode]]), 400);
  assert.equal(await post([['passcode[$ne]', '']]), 400);
  assert.equal(await post([['passcode', '0'.repeat(2049)]]), 400);
  assert.equal(await post([['passcode', '0'.repeat(1_000_000)]]), 413);
  assert.equal(await sendAs('application/json', JSON.stringify({ passcode: Number(passcode) })), 400);
  assert.equal(await sendAs('application/json', JSON.stringify({ passcode: [passcode] })), 400);
  assert.equal(await sendAs('multipart/form-data; boundary=x', '--x--'), 400);
  assert.equal(service.ledgerOf(eli.email).consecutiveFailures, 0);
  await post([['passcode', passcode]]);
  assert.ok(isLoggedIn(browser));
});

test('leading zeros are kept, and the spaces that people type are fine', async () => {
  do service.clock.advanceSeconds(30);
  while (!codeOf(service, eli).startsWith('0'));
  const code = codeOf(service, eli);
  const browser = await openChallenge(service, eli);
  await browser.submit('/log-in/two-factor', { passcode: ` ${code.slice(0, 3)} ${code.slice(3)} ` });
  assert.ok(isLoggedIn(browser));
});

test('the code that an independent program computes from the setup key is accepted', async () => {
  service.clock.advanceSeconds(30);
  const now = new Date(service.clock.nowMs()).toISOString().replace('T', ' ').replace('.000Z', ' UTC');
  const arguments_ = ['--totp', '--base32', '--now', now, eli.setupKey];
  const passcode = execFileSync('oathtool', arguments_, { encoding: 'utf8' }).trim();
  const browser = await openChallenge(service, eli);
  await browser.submit('/log-in/two-factor', { passcode });
  assert.ok(isLoggedIn(browser));
});

function assertRefused(page: Page, browser: Browser): void {
  assert.deepEqual(comparable(page), comparable(plainRefusal));
  assert.ok(!browser.cookies.has('countersign_session'));
}

async function refuseWrongCode(person: Person): Promise<Page> {
  const browser = await openChallenge(service, person);
  const page = await browser.submit('/log-in/two-factor', { passcode: wrongCodeOf(service, person) });
  assert.equal(page.status, 422);
  return page;
}

async function openReset(person: Person): Promise<Browser> {
  const browser = openBrowser(service.accountUrl);
  await browser.submit('/reset-password', { email: person.email });
  await browser.get(linkIn(await waitForMail(service, person.email, 'Reset')));
  return browser;
}

function opensSession(page: Page): boolean {
  return page.headers['set-cookie']?.some((line) => /^countersign_session=[^;]/.test(line)) ?? false;
}

function sessionCount(person: Person): number {
  const rows = service.database.prepare(
    'select count(*) as count from session where account_id = (select id from account where email = ?)',
  );
  return Number(rows.get(person.email)?.['count']);
}

function shiftDigits(code: string, zero: number): string {
  return [...code].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');
}
