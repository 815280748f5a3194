import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser, type Browser, type Page } from './browser.ts';
import {
  codeOf,
  enable,
  enterPassword,
  logIn,
  openChallenge,
  setupKeyOn,
  signUpPeople,
  startSetUp,
  stepUp,
  wrongCodeOf,
  type Person,
} from './person.ts';
import { startService } from './service.ts';

const HOUR_SECONDS = 3600;
const SCAN = '/account/two-factor/scan';
const ENDED = '/account/two-factor/app?notice=enrolment_ended';

const service = await startService();
after(() => service.stop());
const [ana, ben, cleo, dora, eli, fay] = (await signUpPeople(
  service,
  ...['ana', 'ben', 'cleo', 'dora', 'eli', 'fay'],
)) as [Person, Person, Person, Person, Person, Person];

test('attack 24: set-up with no code, a wrong code, or a code of another secret', async () => {
  await enable(service, ben);
  const browser = await enterPassword(service, ana);
  await startSetUp(browser);
  const own = { ...ana, setupKey: setupKeyOn(browser.page) };
  for (const passcode of ['', wrongCodeOf(service, own), codeOf(service, ben)]) {
    const page = await browser.submit(SCAN, { passcode });
    assert.equal(page.status, 422);
    assert.equal(setupKeyOn(page), own.setupKey, 'the same QR code, for another try');
  }
  assert.equal(factorCount(ana), 0);
  const other = await enterPassword(service, ana);
  assert.equal(other.page.headers.location, '/account');
});

test('attack 24: a secret chosen by the client', async () => {
  const browser = await enterPassword(service, ana);
  await browser.get('/account/two-factor/app');
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  assert.equal((await browser.submit('/account/two-factor/app', { secret })).status, 400);
  await startSetUp(browser);
  const passcode = codeOf(service, { ...ana, setupKey: secret });
  const page = browser.page;
  assert.equal((await browser.submit(SCAN, { passcode, secret })).status, 400);
  browser.page = page;
  assert.equal((await browser.submit(SCAN, { passcode })).status, 422);
  assert.equal(factorCount(ana), 0);
});

test('attack 24: a set-up of another account confirmed here', async () => {
  const browser = await enterPassword(service, ana);
  await startSetUp(browser);
  const others = await enterPassword(service, fay);
  await startSetUp(others);
  const enrolmentId = /name="enrolment_id" value="([^"]+)"/.exec(others.page.text)?.[1] ?? '';
  const passcode = codeOf(service, { ...fay, setupKey: setupKeyOn(others.page) });
  const page = await browser.submit(SCAN, { enrolment_id: enrolmentId, passcode });
  assert.equal(page.status, 200, 'its own QR code again');
  assert.equal(factorCount(ana) + factorCount(fay), 0);
});

test('attack 25: set-up over a live factor from a stolen session', async () => {
  const owner = await enable(service, cleo);
  service.clock.advanceSeconds(5 * 60);
  const thief = openBrowser(service.accountUrl);
  for (const [name, value] of owner.cookies) thief.cookies.set(name, value);
  const toStepUp = '/account/step-up?return_to=%2Faccount%2Ftwo-factor%2Fapp';
  assert.equal((await thief.get('/account/two-factor/app')).headers.location, toStepUp);
  assert.equal((await thief.submit('/account/two-factor/app')).headers.location, toStepUp);
  const toDisable = await thief.submit('/account/two-factor/disable');
  assert.match(toDisable.headers.location ?? '', /^\/account\/step-up/);
  const toCodes = await thief.submit('/account/recovery-codes');
  assert.match(toCodes.headers.location ?? '', /^\/account\/step-up/);
  assert.equal((await thief.get(SCAN)).headers.location, '/account/two-factor');
  assert.equal(factorCount(cleo), 1);
});

test('attack 25: the new factor works once it is proved, and the old one until it is removed', async () => {
  const owner = await logIn(service, cleo);
  await stepUp(service, owner, cleo);
  await startSetUp(owner);
  const page = owner.page;
  await logIn(service, cleo);
  const renewed = { ...cleo, setupKey: setupKeyOn(page) };
  owner.page = page;
  await owner.submit(SCAN, { passcode: codeOf(service, renewed) });
  assert.equal(owner.page.headers.location, '/account/two-factor?notice=authenticator_added');
  service.clock.advanceSeconds(60);
  await logIn(service, cleo);
  await logIn(service, renewed);
  assert.equal(factorCount(cleo), 2);
  const [, remove = ''] = /href="([^"]+\/remove)"/.exec((await owner.get('/account/two-factor')).text) ?? [];
  await owner.get(remove);
  await owner.submit(remove);
  service.clock.advanceSeconds(30);
  const byOld = await openChallenge(service, cleo);
  assert.equal((await byOld.submit('/log-in/two-factor', { passcode: codeOf(service, cleo) })).status, 422);
  await logIn(service, renewed);
});

test('attack 26: two tabs set up at once', async () => {
  const tabs = await enterPassword(service, dora);
  await startSetUp(tabs);
  const first = { page: tabs.page, person: { ...dora, setupKey: setupKeyOn(tabs.page) } };
  await startSetUp(tabs);
  const second = { page: tabs.page, person: { ...dora, setupKey: setupKeyOn(tabs.page) } };
  tabs.page = first.page;
  const told = await tabs.submit(SCAN, { passcode: codeOf(service, first.person) });
  assert.match(told.text, /started again/);
  assert.equal(setupKeyOn(told), second.person.setupKey);
  assert.equal(factorCount(dora), 0);
  tabs.page = second.page;
  await tabs.submit(SCAN, { passcode: codeOf(service, second.person) });
  assert.equal(tabs.page.headers.location, '/account/two-factor?notice=enabled');
  tabs.page = first.page;
  const late = await tabs.submit(SCAN, { passcode: codeOf(service, first.person) });
  assert.equal(late.headers.location, '/account/two-factor?notice=set_up_elsewhere');
  assert.equal(factorCount(dora), 1);
});

test('attack 26: two browsers set up at once', async () => {
  const one = await enterPassword(service, eli);
  await startSetUp(one);
  const onePage = one.page;
  const other = await enterPassword(service, eli);
  await startSetUp(other);
  const passcode = codeOf(service, { ...eli, setupKey: setupKeyOn(onePage) });
  assert.equal((await one.submit(SCAN, { passcode })).headers.location, ENDED);
  const otherCode = codeOf(service, { ...eli, setupKey: setupKeyOn(other.page) });
  await other.submit(SCAN, { passcode: otherCode });
  assert.equal(other.page.headers.location, '/account/two-factor?notice=enabled');
  assert.equal((await one.get('/account')).status, 303, 'the other browser is logged out');
});

test('attack 26: one code confirmed in many parallel posts', async () => {
  const browser = await enterPassword(service, fay);
  await startSetUp(browser);
  const page = browser.page;
  const passcode = codeOf(service, { ...fay, setupKey: setupKeyOn(page) });
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => {
      browser.page = page;
      return browser.submit(SCAN, { passcode });
    }),
  );
  const enabled = answers.filter(({ headers }) => headers.location?.endsWith('notice=enabled'));
  assert.equal(enabled.length, 1);
  assert.ok(answers.every(({ status }) => status < 500));
  assert.equal(factorCount(fay), 1);
});

test('attack 27: a forged cross-site post to set up, confirm or disable', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const browser = await enterPassword(service, ana);
  await startSetUp(browser);
  const scan = browser.page;
  const right = { passcode: codeOf(service, { ...ana, setupKey: setupKeyOn(scan) }) };
  const forgeries: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    { 'sec-fetch-site': 'same-site', origin: 'http://localhost:8081' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': '', origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site', origin: 'null' },
  ];
  for (const forged of forgeries) {
    for (const [path, fields] of [
      ['/account/two-factor/app', {}],
      [SCAN, right],
      ['/log-out', {}],
    ] as const) {
      browser.page = scan;
      assert.equal((await browser.submit(path, fields, forged)).status, 403, JSON.stringify(forged));
    }
  }
  assert.equal(factorCount(ana), 0);
  assert.equal((await browser.get(SCAN)).status, 200, 'the session and its set-up are as they were');
});

test("attack 27: a post without the form's token, or with another browser's", async () => {
  const owner = await logIn(service, ben);
  await stepUp(service, owner, ben);
  const stranger = openBrowser(service.accountUrl);
  const others = /name="csrf_token" value="([^"]+)"/.exec((await stranger.get('/log-in')).text)?.[1] ?? '';
  for (const token of ['', 'x', others]) {
    const posted = await post(owner, '/account/two-factor/disable', `csrf_token=${token}`);
    assert.equal(posted.status, 403);
  }
  assert.equal((await post(owner, '/account/two-factor/disable', '')).status, 403);
  assert.equal(factorCount(ben), 1);
});

test('attack 28: a pending enrolment left for an hour', async () => {
  const browser = await enterPassword(service, ana);
  await startSetUp(browser);
  const page = browser.page;
  const person = { ...ana, setupKey: setupKeyOn(page) };
  service.clock.advanceSeconds(HOUR_SECONDS - 1);
  assert.equal(setupKeyOn(await browser.get(SCAN)), person.setupKey);
  service.clock.advanceSeconds(1);
  assert.equal((await browser.get(SCAN)).headers.location, ENDED);
  browser.page = page;
  const late = await browser.submit(SCAN, { passcode: codeOf(service, person) });
  assert.equal(late.headers.location, ENDED);
  assert.equal(factorCount(ana), 0);
});

test('attack 28: the secret of a set-up is shown in the session that started it alone', async () => {
  const browser = await enterPassword(service, ana);
  await startSetUp(browser);
  const other = await enterPassword(service, ana);
  assert.equal((await other.get(SCAN)).headers.location, ENDED);
});

/** Posts as a program does, which says nothing about where it comes from. */
function post(browser: Browser, path: string, body: string): Promise<Page> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return browser.send(path, { method: 'POST', headers, body });
}

function factorCount(person: Person): number {
  const rows = service.database.prepare(
    'select count(*) as count from factor join account on account.id = account_id where email = ?',
  );
  return Number(rows.get(person.email)?.['count']);
}
