import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { comparable, openBrowser, type Browser, type Page } from './browser.ts';
import {
  codeOf,
  enable,
  isLoggedIn,
  linkIn,
  logIn,
  makeRecoveryCodes,
  openChallenge,
  openChallenges,
  setupKeyOn,
  signUpPeople,
  startSetUp,
  stepUp,
  waitForMail,
  wrongCodeOf,
  type Person,
} from './person.ts';
import { startService } from './service.ts';

const HOUR_SECONDS = 3600;
/** What the domain promises: the fifth failure in a row starts a hold, the hundredth suspends. */
const FIRST_HELD = 5;
const SUSPENDED = 100;
const ENDED = '/log-in?notice=challenge_ended';

const service = await startService({ trustedProxies: ['127.0.0.1'] });
after(() => service.stop());
const [victim, attacker] = (await signUpPeople(service, 'victim', 'attacker')) as [Person, Person];
const victimSession = await enable(service, victim);
const recoveryCodes = await makeRecoveryCodes(victimSession);
await enable(service, attacker);

test('attack 10: 200 parallel wrong codes are counted exactly, up to the hold', async () => {
  await startAfresh();
  const browsers = await openChallenges(service, victim, 20);
  const answers = await Promise.all(
    browsers.flatMap((browser) => Array.from({ length: 10 }, () => guess(browser))),
  );
  assert.ok(answers.every(({ status, headers }) => status === 422 || headers.location === ENDED));
  assert.equal(failures(), FIRST_HELD);
});

test('attack 10: the limit holds at exactly its number', async () => {
  await startAfresh();
  setFailures(SUSPENDED - 1);
  const browsers = await openChallenges(service, victim, 20);
  await Promise.all(browsers.flatMap((browser) => Array.from({ length: 10 }, () => guess(browser))));
  assert.equal(failures(), SUSPENDED);

  service.clock.advanceSeconds(2 * HOUR_SECONDS);
  const browser = await openChallenge(service, victim);
  assert.equal((await passcode(browser, codeOf(service, victim))).status, 422);
  assert.equal(failures(), SUSPENDED);
  const recovering = await openChallenge(service, victim);
  await recovering.submit('/log-in/two-factor', { recovery_code: recoveryCodes.pop()! });
  assert.ok(isLoggedIn(recovering), 'a recovery code is the way back in');
  assert.equal(failures(), 0);
});

test('the hold doubles from 30 seconds on, and a guess in it is not looked at', async () => {
  await startAfresh();
  for (let count = 1; count < FIRST_HELD; count++) await guess(await openChallenge(service, victim));
  for (const holdSeconds of [30, 60, 120, 240]) {
    await guess(await openChallenge(service, victim));
    const counted = failures();
    service.clock.advanceSeconds(holdSeconds - 1);
    await guess(await openChallenge(service, victim));
    assert.equal(failures(), counted);
    service.clock.advanceSeconds(1);
  }
});

test('attack 11: guesses spread over fresh log-ins, sessions and addresses', async () => {
  await startAfresh();
  for (let count = 0; count < FIRST_HELD; count++) {
    const browser = await openChallenge(service, victim);
    const wrong = { passcode: wrongCodeOf(service, victim) };
    await browser.submit('/log-in/two-factor', wrong, { 'x-forwarded-for': `203.0.113.${String(count)}` });
  }
  assert.equal(failures(), FIRST_HELD);
  const browser = await openChallenge(service, victim);
  const right = { passcode: codeOf(service, victim) };
  const page = await browser.submit('/log-in/two-factor', right, { 'x-forwarded-for': '198.51.100.7' });
  assert.equal(page.status, 422);
});

test('attack 12: alternating wrong passcodes and wrong recovery codes', async () => {
  await startAfresh();
  for (let count = 0; count < FIRST_HELD; count++) {
    const browser = await openChallenge(service, victim);
    await (count % 2 === 0
      ? guess(browser)
      : browser.submit('/log-in/two-factor', { recovery_code: 'AAAA-AAAA-AAAA-AAAA' }));
  }
  assert.equal(failures(), FIRST_HELD);
  const byPasscode = await openChallenge(service, victim);
  assert.equal((await passcode(byPasscode, codeOf(service, victim))).status, 422);
  const byRecoveryCode = await openChallenge(service, victim);
  await byRecoveryCode.submit('/log-in/two-factor', { recovery_code: recoveryCodes[0]! });
  assert.equal(byRecoveryCode.page.status, 422);
});

test("attack 13: the attacker's success in another account leaves the victim's count", async () => {
  await startAfresh();
  await guess(await openChallenge(service, victim));
  await guess(await openChallenge(service, victim));
  const browser = await openChallenge(service, victim);
  const own = await logIn(service, attacker);
  await stepUp(service, own, attacker);
  for (const [name, value] of own.cookies) browser.cookies.set(name, value);
  assert.equal(failures(), 2);
});

test('attack 14: a right password between wrong codes leaves the count', async () => {
  await startAfresh();
  const session = await logIn(service, victim);
  await guess(await openChallenge(service, victim));
  await guess(await openChallenge(service, victim));
  await openChallenge(service, victim);
  assert.equal(failures(), 2);
  await session.get('/account/step-up');
  const proof = { password: victim.password, passcode: wrongCodeOf(service, victim) };
  await session.submit('/account/step-up', proof);
  assert.equal(failures(), 3);
});

test('attack 15: the right code while the limit is on, and the waiting log-in is dead', async () => {
  await startAfresh();
  const waiting = await openChallenge(service, victim);
  const plain = await guess(waiting);
  for (let count = 1; count < FIRST_HELD; count++) await guess(await openChallenge(service, victim));
  const held = await passcode(waiting, codeOf(service, victim));
  assert.deepEqual(comparable(held), comparable(plain));
  service.clock.advanceSeconds(300);
  const afterwards = await passcode(waiting, codeOf(service, victim));
  assert.equal(afterwards.headers.location, ENDED);
  assert.ok(!waiting.cookies.has('countersign_session'));
  assert.ok(await logIn(service, victim), 'the owner, a new log-in, after the hold');
});

test('attack 16: locking a person out without knowing the password', async () => {
  await startAfresh();
  const own = await logIn(service, victim);
  const stranger = openBrowser(service.accountUrl);
  for (let count = 0; count < 20; count++) {
    await stranger.get('/log-in');
    await stranger.submit('/log-in', { email: victim.email, password: `guess number ${String(count)}` });
    stranger.cookies.set('countersign_challenge', 'A'.repeat(43));
    await stranger.submit('/log-in/two-factor', { passcode: '000000' });
    await stranger.submit('/reset-password', { email: victim.email });
    await stranger.submit('/reset-password/new', { token: 'x', password: 'whatever it is', passcode: '1' });
  }
  assert.equal(failures(), 0);
  // Their guesses at the password slow strangers down, and not the browser that its owner used before.
  own.cookies.delete('countersign_session');
  service.clock.advanceSeconds(30);
  await own.get('/log-in');
  await own.submit('/log-in', { email: victim.email, password: victim.password });
  await own.get('/log-in/two-factor');
  await passcode(own, codeOf(service, victim));
  assert.ok(isLoggedIn(own));
  await waitForMail(service, victim.email, 'Reset'); // none of them is left for the next test
});

test('attack 17: guessing at step-up, enrolment and password reset has the same budget', async () => {
  await startAfresh();
  const session = await logIn(service, victim);
  await stepUp(service, session, victim);
  await startSetUp(session);
  const newKey = setupKeyOn(session.page);
  const newPerson = { ...victim, setupKey: newKey };
  const reset = openBrowser(service.accountUrl);
  await reset.submit('/reset-password', { email: victim.email });
  const link = linkIn(await waitForMail(service, victim.email, 'Reset'));

  const doors: ((code: string) => Promise<Page>)[] = [
    async (code) => passcode(await openChallenge(service, victim), code),
    async (code) => {
      await session.get('/account/step-up');
      return session.submit('/account/step-up', { password: victim.password, passcode: code });
    },
    async (code) => {
      await session.get('/account/two-factor/scan');
      const own = code === codeOf(service, victim) ? codeOf(service, newPerson) : code;
      return session.submit('/account/two-factor/scan', { passcode: own });
    },
    async (code) => {
      await reset.get(link);
      return reset.submit('/reset-password/new', { password: 'long walks are good', passcode: code });
    },
  ];
  let charged = 0;
  for (const door of [...doors, doors[0]!]) {
    assert.equal((await door(wrongCodeOf(service, victim))).status, 422);
    assert.equal(failures(), ++charged);
  }
  service.clock.advanceSeconds(29);
  for (const door of doors) assert.equal((await door(codeOf(service, victim))).status, 422);
  assert.equal(failures(), FIRST_HELD);
});

test('a wrong password at step-up costs an attempt as a wrong code does, and looks the same', async () => {
  await startAfresh();
  const session = await logIn(service, victim);
  service.clock.advanceSeconds(30);
  const post = async (proof: { password: string; passcode: string }): Promise<Page> => {
    await session.get('/account/step-up');
    return session.submit('/account/step-up', proof);
  };
  const code = codeOf(service, victim);
  const wrongPassword = await post({ password: 'not this one', passcode: code });
  const wrongCode = await post({ password: victim.password, passcode: wrongCodeOf(service, victim) });
  assert.deepEqual(comparable(wrongPassword), comparable(wrongCode));
  assert.equal(failures(), 2);
  const passed = await post({ password: victim.password, passcode: code });
  assert.equal(passed.status, 303, 'a code beside a wrong password is not spent');
});

/** The owner logs in after every hold is over, which starts the count again. */
async function startAfresh(): Promise<void> {
  service.clock.advanceSeconds(2 * HOUR_SECONDS);
  setFailures(0);
  await logIn(service, victim);
  assert.equal(failures(), 0);
  service.clock.advanceSeconds(30);
}

function failures(): number {
  return service.ledgerOf(victim.email).consecutiveFailures;
}

function setFailures(count: number): void {
  service.database
    .prepare(
      `update attempt_ledger set consecutive_failures = ?, next_attempt_at_ms = 0
       where account_id = (select id from account where email = ?)`,
    )
    .run(count, victim.email);
}

/** Posts a wrong code, from the page as it was loaded: a guesser does not stop at an answer. */
function guess(browser: Browser): Promise<Page> {
  return passcode(browser, wrongCodeOf(service, victim));
}

function passcode(browser: Browser, code: string): Promise<Page> {
  return browser.submit('/log-in/two-factor', { passcode: code });
}
