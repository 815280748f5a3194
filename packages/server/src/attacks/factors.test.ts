import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { comparable, type Browser, type Page } from './browser.ts';
import {
  codeOf,
  enterPassword,
  hasSession,
  isLoggedIn,
  logIn,
  makeRecoveryCodes,
  mailsTo,
  openChallenge,
  recoveryCodesOn,
  setupKeyOn,
  signUpPeople,
  signUpWithTwoFactor,
  startSetUp,
  stepUp,
  waitForMail,
  wrongCodeOf,
  type Person,
} from './person.ts';
import { startService } from './service.ts';

const HOUR_SECONDS = 3600;
const YEAR_SECONDS = 365 * 24 * HOUR_SECONDS;
const SCAN = '/account/two-factor/scan';
const DRILL = '/account/recovery-codes/drill';

const service = await startService();
after(() => service.stop());
const [ana, ben, cleo, dora] = (await signUpWithTwoFactor(service, 'ana', 'ben', 'cleo', 'dora')) as [
  Person,
  Person,
  Person,
  Person,
];

test('an authenticator is added beside the others, and other sessions stay', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const elsewhere = await logIn(service, ana);
  const session = await logIn(service, ana);
  const tablet = await addAuthenticator(session, ana, 'Tablet');
  assert.ok(await hasSession(elsewhere));
  await logIn(service, ana);
  await logIn(service, tablet);
  const page = await session.get('/account/two-factor');
  assert.match(page.text, /Authenticator app.*Tablet/s);
  assert.match(await waitForMail(service, ana.email, 'An authenticator was added'), /Name: Tablet/);
  assert.match((await session.get('/account/activity')).text, /Authenticator added.*Tablet/s);
});

test('attack 6: a code spent with one authenticator, and an older code of another', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const session = await logIn(service, ana);
  const other = await addAuthenticator(session, ana, 'Third');
  service.clock.advanceSeconds(HOUR_SECONDS);
  const first = await openChallenge(service, ana);
  await first.submit('/log-in/two-factor', { passcode: codeOf(service, other, 1) });
  assert.ok(isLoggedIn(first));
  for (const person of [ana, other]) {
    const second = await openChallenge(service, ana);
    assert.equal(
      (await second.submit('/log-in/two-factor', { passcode: codeOf(service, person) })).status,
      422,
    );
  }
});

test('names are unique in an account; an empty one gets the suggested one; ten is the most', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const session = await logIn(service, dora);
  await stepUp(service, session, dora);
  await startSetUp(session);
  const added = { ...dora, setupKey: setupKeyOn(session.page) };
  const fields = { passcode: codeOf(service, added), name: 'AUTHENTICATOR APP' };
  const failures = service.ledgerOf(dora.email).consecutiveFailures;
  assert.match((await session.submit(SCAN, fields)).text, /Another authenticator has that name/);
  assert.equal(service.ledgerOf(dora.email).consecutiveFailures, failures, 'a name costs no attempt');
  await session.submit(SCAN, { ...fields, name: '' });
  assert.equal(session.page.headers.location, '/account/two-factor?notice=authenticator_added');
  for (let count = 3; count <= 10; count++) await addAuthenticator(session, dora, '');
  assert.match((await session.get('/account/two-factor')).text, /Authenticator app 10/);
  await stepUp(service, session, dora);
  await session.get('/account/two-factor/app');
  const more = await session.submit('/account/two-factor/app');
  assert.equal(more.headers.location, '/account/two-factor?notice=too_many_authenticators');
});

test('attack 25: renaming and removing from a stolen session', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const owner = await logIn(service, ana);
  for (const path of [...(await pathsOf(owner, 'rename')), ...(await pathsOf(owner, 'remove'))]) {
    for (const answer of [await owner.get(path), await owner.submit(path, {})]) {
      assert.equal(answer.headers.location, `/account/step-up?return_to=${encodeURIComponent(path)}`);
    }
  }
});

test("another account's authenticator can be neither renamed nor removed", async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const owner = await logIn(service, ana);
  const stranger = await logIn(service, ben);
  await stepUp(service, stranger, ben);
  const [rename = ''] = await pathsOf(owner, 'rename');
  const [remove = ''] = await pathsOf(owner, 'remove');
  assert.equal((await stranger.get(rename)).status, 404);
  assert.equal((await stranger.submit(rename, { name: 'Mine' })).status, 404);
  assert.equal((await stranger.submit(remove)).status, 404);
  await logIn(service, ana);
});

test('a removed authenticator opens nothing, at once, and its owner is told', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const session = await logIn(service, ben);
  const spare = await addAuthenticator(session, ben, 'Spare');
  await stepUp(service, session, ben);
  const [rename = ''] = await pathsOf(session, 'rename');
  await session.get(rename);
  await session.submit(rename, { name: 'Old phone' });
  assert.equal(session.page.headers.location, '/account/two-factor?notice=authenticator_renamed');
  const waiting = await openChallenge(service, ben);
  const [remove = ''] = await pathsOf(session, 'remove');
  await session.get(remove);
  await session.submit(remove);
  assert.equal(session.page.headers.location, '/account/two-factor?notice=authenticator_removed');
  assert.match(await waitForMail(service, ben.email, 'An authenticator was removed'), /Name: Old phone/);
  service.clock.advanceSeconds(30);
  const late = await waiting.submit('/log-in/two-factor', { passcode: codeOf(service, ben) });
  assert.equal(late.headers.location, '/log-in?notice=challenge_ended');
  const browser = await openChallenge(service, ben);
  assert.equal((await browser.submit('/log-in/two-factor', { passcode: codeOf(service, ben) })).status, 422);
  ben.setupKey = spare.setupKey;
  await logIn(service, ben);
});

test('the last authenticator is not removed: that is disabling, and says so', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const session = await logIn(service, ben);
  await stepUp(service, session, ben);
  const [path = ''] = await pathsOf(session, 'remove');
  assert.match((await session.get(path)).text, /only second step.*Disable Two-factor Authentication/s);
  assert.equal((await session.submit(path)).headers.location, '/account/two-factor/disable');
  await logIn(service, ben);
});

test('the last two authenticators removed at once: one stays', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const session = await logIn(service, ben);
  await addAuthenticator(session, ben, 'Second');
  await stepUp(service, session, ben);
  const paths = await pathsOf(session, 'remove');
  assert.equal(paths.length, 2);
  const page = await session.get(paths[0]!);
  await Promise.all(
    paths.map((path) => {
      session.page = page;
      return session.submit(path);
    }),
  );
  assert.equal((await pathsOf(session, 'remove')).length, 1);
});

test('recovery codes: at three left a mail says so, once, whatever door they were used at', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const session = await logIn(service, cleo);
  await stepUp(service, session, cleo);
  const codes = await makeRecoveryCodes(session);
  for (const recovery_code of codes.slice(0, 6)) await recover(cleo, recovery_code);
  assert.equal((await mailsTo(service, cleo.email, '3 recovery codes are left')).length, 0);
  await session.get('/account/step-up');
  await session.submit('/account/step-up', { password: cleo.password, recovery_code: codes[6]! });
  await waitForMail(service, cleo.email, '3 recovery codes are left');
  await drill(session, codes[7]!);
  assert.equal(recoveryCodesOn(await session.get('/account/recovery-codes')).length, 1);
  await session.submit('/account/recovery-codes/saved');
  await recover(cleo, codes[8]!);
  await waitForMail(service, cleo.email, 'A recovery code was used');
  assert.equal((await mailsTo(service, cleo.email, '3 recovery codes are left')).length, 1);
  assert.equal((await mailsTo(service, cleo.email, '2 recovery codes are left')).length, 0);
  assert.equal((await mailsTo(service, cleo.email, 'A recovery code was used')).length, 8);
});

test('recovery drill: the tried code is spent, one new one takes its place, and the rest stay', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const session = await logIn(service, ana);
  await stepUp(service, session, ana);
  const [tried = '', other = ''] = await makeRecoveryCodes(session);
  assert.doesNotMatch((await session.get('/account/two-factor')).text, /Do you still have/);
  service.clock.advanceSeconds(YEAR_SECONDS);
  const again = await logIn(service, ana);
  assert.match((await again.get('/account/two-factor')).text, /Do you still have your recovery codes/);
  assert.match((await again.get('/account')).text, /not seen for a year/);
  await drill(again, tried.toLowerCase());
  const [made = '', ...more] = recoveryCodesOn(await again.get('/account/recovery-codes'));
  assert.deepEqual(more, []);
  assert.notEqual(made, tried);
  await again.submit('/account/recovery-codes/saved');
  assert.deepEqual(recoveryCodesOn(await again.get('/account/recovery-codes')), [], 'shown once');
  assert.doesNotMatch((await again.get('/account/two-factor')).text, /Do you still have/);
  assert.match((await again.get('/account/activity')).text, /Recovery code tried/);
  assert.equal((await recover(ana, tried)).status, 422);
  for (const code of [made, other]) assert.equal((await recover(ana, code)).status, 303);
});

test('attack 17: guessing at the recovery drill has the same budget', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const session = await logIn(service, ana);
  for (let count = 1; count <= 5; count++) {
    const page = await drill(session, 'AAAA-AAAA-AAAA-AAAA');
    assert.equal(page.status, 422);
    assert.equal(service.ledgerOf(ana.email).consecutiveFailures, count);
  }
  assert.ok(service.ledgerOf(ana.email).nextAttemptAtMs > service.clock.nowMs());
  assert.match((await session.get('/account/activity')).text, /Wrong recovery code when trying one/);
});

test('attack 20: one recovery code tried in many parallel drills', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const session = await logIn(service, ana);
  await stepUp(service, session, ana);
  const [code = ''] = await makeRecoveryCodes(session);
  const page = await session.get(DRILL);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => {
      session.page = page;
      return session.submit(DRILL, { recovery_code: code });
    }),
  );
  assert.ok(answers.every(({ status }) => status < 500));
  const left = service.database.prepare(
    'select count(*) as count from recovery_code join account on account.id = account_id where email = ? and used_at_ms is null',
  );
  assert.equal(left.get(ana.email)?.['count'], 10);
});

test('recovery drill: not before the codes on display are saved, for they would be lost', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const session = await logIn(service, ana);
  await stepUp(service, session, ana);
  await session.get('/account/recovery-codes');
  await session.submit('/account/recovery-codes');
  const shown = recoveryCodesOn(await session.get('/account/recovery-codes'));
  assert.equal((await session.get(DRILL)).headers.location, '/account/recovery-codes');
  assert.equal((await drill(session, shown[0]!)).headers.location, '/account/recovery-codes');
  assert.deepEqual(recoveryCodesOn(await session.get('/account/recovery-codes')), shown);
});

test('clock doctor: two codes in a row from one far-off moment tell by how much the clock is wrong', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const browser = await openChallenge(service, dora);
  const plain = await browser.submit('/log-in/two-factor', { passcode: wrongCodeOf(service, dora) });
  const one = await browser.submit('/log-in/two-factor', { passcode: codeOf(service, dora, -250) });
  assert.deepEqual(comparable(one), comparable(plain), 'one code tells nothing');
  service.clock.advanceSeconds(30);
  const failures = service.ledgerOf(dora.email).consecutiveFailures;
  const two = await browser.submit('/log-in/two-factor', { passcode: codeOf(service, dora, -250) });
  assert.equal(two.status, 422);
  assert.match(two.text, /clock of your phone is wrong: about 2 hours and 5 minutes behind/);
  assert.equal(
    service.ledgerOf(dora.email).consecutiveFailures,
    failures + 1,
    'it costs an attempt all the same',
  );
  assert.ok(!browser.cookies.has('countersign_session'));
  service.clock.advanceSeconds(30);
  await browser.submit('/log-in/two-factor', { passcode: codeOf(service, dora) });
  assert.ok(isLoggedIn(browser), 'with the clock set right, it goes on');
});

test('clock doctor: nothing is told for a code given twice, in another log-in, or after another code', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const browser = await openChallenge(service, dora);
  const far = (): string => codeOf(service, dora, 120);
  const tries: (readonly [Browser, () => string])[] = [
    [browser, far],
    [browser, far],
    [await openChallenge(service, dora), () => codeOf(service, dora, 121)],
    [browser, () => wrongCodeOf(service, dora)],
  ];
  const answers: Page[] = [];
  for (const [tab, code] of tries) answers.push(await tab.submit('/log-in/two-factor', { passcode: code() }));
  service.clock.advanceSeconds(30);
  answers.push(await browser.submit('/log-in/two-factor', { passcode: far() }));
  for (const answer of answers) assert.deepEqual(comparable(answer), comparable(answers[0]!));
});

test('clock doctor: nothing is told while the limit is on', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  await logIn(service, dora);
  service.clock.advanceSeconds(HOUR_SECONDS);
  const browser = await openChallenge(service, dora);
  const wrong = wrongCodeOf(service, dora);
  for (let count = 0; count < 4; count++) await browser.submit('/log-in/two-factor', { passcode: wrong });
  const plain = await browser.submit('/log-in/two-factor', { passcode: codeOf(service, dora, 120) });
  const held = await browser.submit('/log-in/two-factor', { passcode: codeOf(service, dora, 121) });
  assert.deepEqual(comparable(held), comparable(plain));
});

test('clock doctor: at set-up too, in the session that was shown the secret', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const [eli] = (await signUpPeople(service, 'eli')) as [Person];
  const browser = await enterPassword(service, eli);
  await startSetUp(browser);
  const person = { ...eli, setupKey: setupKeyOn(browser.page) };
  const one = await browser.submit(SCAN, { passcode: codeOf(service, person, 120) });
  assert.match(one.text, /That passcode was not accepted/);
  const two = await browser.submit(SCAN, { passcode: codeOf(service, person, 121) });
  assert.match(two.text, /clock of your phone is wrong: about 1 hour ahead|about 1 hour and 1 minute ahead/);
  await browser.submit(SCAN, { passcode: codeOf(service, person) });
  assert.equal(browser.page.headers.location, '/account/two-factor?notice=enabled');
});

/** Adds an authenticator in a session, behind a fresh step-up. */
async function addAuthenticator(session: Browser, person: Person, name: string): Promise<Person> {
  await stepUp(service, session, person);
  await startSetUp(session);
  const added = { ...person, setupKey: setupKeyOn(session.page) };
  await session.submit(SCAN, { passcode: codeOf(service, added), name });
  assert.equal(session.page.headers.location, '/account/two-factor?notice=authenticator_added');
  return added;
}

/** The paths at which the account's authenticators are renamed or removed, in the order in which they were added. */
async function pathsOf(session: Browser, act: 'rename' | 'remove'): Promise<string[]> {
  const { text } = await session.get('/account/two-factor');
  const links = new RegExp(`href="(/account/two-factor/authenticators/[^"]+/${act})"`, 'g');
  return [...text.matchAll(links)].map(([, path = '']) => path);
}

async function drill(session: Browser, code: string): Promise<Page> {
  await session.get(DRILL);
  return session.submit(DRILL, { recovery_code: code });
}

async function recover(person: Person, code: string): Promise<Page> {
  const browser = await openChallenge(service, person);
  await browser.get('/log-in/recovery-code');
  return browser.submit('/log-in/two-factor', { recovery_code: code });
}
