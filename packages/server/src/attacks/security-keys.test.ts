import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, test } from 'node:test';
import { openBrowser, type Browser, type Page } from './browser.ts';
import {
  codeOf,
  enable,
  hasSession,
  isLoggedIn,
  linkIn,
  logIn,
  openChallenge,
  signUpPeople,
  stepUp,
  waitForMail,
  wrongCodeOf,
  type Person,
} from './person.ts';
import { makeSoftwareKey, optionsOn, type SoftwareKey } from './security-key.ts';
import { startService } from './service.ts';

const HOUR_SECONDS = 3600;
const CEREMONY_SECONDS = 300;
const FIRST_HELD = 5;
const ADD = '/account/two-factor/security-keys/new';

const service = await startService();
after(() => service.stop());
const [ana, ben, cleo, dora, eli] = (await signUpPeople(
  service,
  ...['ana', 'ben', 'cleo', 'dora', 'eli'],
)) as [Person, Person, Person, Person, Person];
/** Ana has an authenticator and a key; Ben a key only. */
const anasSession = await enable(service, ana);
const anasKey = await addKey(anasSession);
const bensKey = await addKey(await logIn(service, ben));

test('a security key passes the second step, and a passcode still does', async () => {
  await startAfresh();
  const browser = await openChallenge(service, ana);
  await answer(browser, anasKey.get(browser.page));
  assert.ok(isLoggedIn(browser));
  assert.ok(await hasSession(browser));
  await logIn(service, ana);
});

test('a key alone turns two-factor on, and asks for recovery codes', async () => {
  const browser = await openChallenge(service, ben);
  assert.ok(!browser.page.text.includes('name="passcode"'));
  await answer(browser, bensKey.get(browser.page));
  assert.ok(isLoggedIn(browser));
  const page = await browser.get('/account/two-factor');
  assert.match(page.text, /Two-factor Authentication is Enabled/);
  assert.match(page.text, /Now set up recovery codes/);
});

test('attack 33: the first key ends every other session', async () => {
  const other = await logIn(service, cleo);
  const browser = await logIn(service, cleo);
  await addKey(browser);
  assert.equal(await hasSession(other), false);
  assert.ok(await hasSession(browser));
});

test('attack 25: adding and removing a key from a stolen session', async () => {
  const browser = await logIn(service, ana);
  assert.match((await browser.get(ADD)).headers.location ?? '', /^\/account\/step-up/);
  const made = await browser.submit(ADD, { name: 'mine', security_key: '{}' });
  assert.match(made.headers.location ?? '', /^\/account\/step-up/);
  const path = await keyPathOf(browser);
  assert.match((await browser.submit(`${path}/remove`)).headers.location ?? '', /^\/account\/step-up/);
  assert.equal(keysOf(ana), 1);
});

test('attack 1: an answer a second time, in the same log-in and in a new one', async () => {
  await startAfresh();
  const browser = await openChallenge(service, ana);
  const given = anasKey.get(browser.page);
  const cookies = new Map(browser.cookies);
  await answer(browser, given);
  assert.ok(isLoggedIn(browser));
  const replay = openBrowser(service.accountUrl);
  for (const [name, value] of cookies) replay.cookies.set(name, value);
  await answer(replay, given);
  assert.equal(replay.page.status, 303);
  assert.equal(await hasSession(replay), false);
  await assertRefused(given);
});

test('attack 2: 50 parallel posts of one right answer', async () => {
  await startAfresh();
  const browser = await openChallenge(service, ana);
  const given = anasKey.get(browser.page);
  const before = sessionsOf(ana);
  const pages = await Promise.all(
    Array.from({ length: 50 }, () => {
      const twin = openBrowser(service.accountUrl);
      twin.page = browser.page;
      for (const [name, value] of browser.cookies) twin.cookies.set(name, value);
      return answer(twin, given);
    }),
  );
  assert.ok(pages.every(({ status }) => status === 303 || status === 422));
  assert.equal(sessionsOf(ana) - before, 1);
});

test('an answer for another log-in, another purpose, or after five minutes', async () => {
  await startAfresh();
  const other = await openChallenge(service, ana);
  await assertRefused(anasKey.get(other.page));

  const session = await logIn(service, ana);
  await assertRefused(anasKey.get(await session.get('/account/step-up')));
  await assertRefused(anasKey.get(await openBrowser(service.accountUrl).get('/log-in/passkey')));

  await startAfresh();
  const slow = await openChallenge(service, ana);
  const late = anasKey.get(slow.page);
  service.clock.advanceSeconds(CEREMONY_SECONDS);
  await answer(slow, late);
  assert.equal(slow.page.status, 422);
});

test("attack 19: another account's key", async () => {
  await startAfresh();
  const browser = await openChallenge(service, ana);
  await answer(browser, bensKey.get(browser.page));
  assert.equal(browser.page.status, 422);
  assert.equal(service.ledgerOf(ana.email).consecutiveFailures, 1);
  assert.equal(service.ledgerOf(ben.email).consecutiveFailures, 0);
});

test('an answer given to another site, a forged signature, and no answer at all', async () => {
  for (const lie of [
    { origin: 'https://countersign.example.com' },
    { challenge: 'A'.repeat(43) },
    { signature: Buffer.alloc(70, 7) },
    { signedBy: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey },
  ]) {
    await startAfresh();
    const browser = await openChallenge(service, ana);
    await answer(browser, anasKey.get(browser.page, lie));
    assert.equal(browser.page.status, 422, Object.keys(lie).join());
    assert.equal(service.ledgerOf(ana.email).consecutiveFailures, 1);
  }
  for (const garbage of ['{}', 'null', '[]', '"', '{"id":1}', '\u0000', '{"id":"a","response":{}}']) {
    await startAfresh();
    await assertRefused(garbage);
  }
});

test('a copied key: its counter is noticed, refused, and its owner told', async () => {
  await startAfresh();
  const [first, second] = [await openChallenge(service, ana), await openChallenge(service, ana)];
  await answer(first, anasKey.get(first.page, { signCount: 4000 }));
  assert.ok(isLoggedIn(first));
  await answer(second, anasKey.get(second.page, { signCount: 4000 }));
  assert.equal(second.page.status, 422);
  assert.match(await waitForMail(service, ana.email, 'There may be a copy'), /blue key/);
  const activity = await first.get('/account/activity');
  assert.match(activity.text, /there is a copy of it/);

  await startAfresh();
  const owner = await openChallenge(service, ana);
  await answer(owner, anasKey.get(owner.page, { signCount: 4001 }));
  assert.ok(isLoggedIn(owner), 'the key that counts on still works');
  resetCounter(ana);
});

test('a key that does not count works again and again', async () => {
  await startAfresh();
  resetCounter(ana);
  for (let count = 0; count < 2; count++) {
    const browser = await openChallenge(service, ana);
    await answer(browser, anasKey.get(browser.page, { signCount: 0 }));
    assert.ok(isLoggedIn(browser));
  }
});

test('attack 12: wrong passcodes, recovery codes and security keys share one budget', async () => {
  await startAfresh();
  for (let count = 0; count < FIRST_HELD; count++) {
    const browser = await openChallenge(service, ana);
    if (count % 3 === 0) await answer(browser, bensKey.get(browser.page));
    if (count % 3 === 1) await browser.submit('/log-in/two-factor', { passcode: wrongCodeOf(service, ana) });
    if (count % 3 === 2) await browser.submit('/log-in/two-factor', { recovery_code: 'AAAA-AAAA-AAAA-AAAA' });
    assert.equal(browser.page.status, 422);
  }
  assert.equal(service.ledgerOf(ana.email).consecutiveFailures, FIRST_HELD);
  const byKey = await openChallenge(service, ana);
  await answer(byKey, anasKey.get(byKey.page));
  assert.equal(byKey.page.status, 422, 'the right key waits too');
  const byPasscode = await openChallenge(service, ana);
  await byPasscode.submit('/log-in/two-factor', { passcode: codeOf(service, ana) });
  assert.equal(byPasscode.page.status, 422);
});

test('after a hundred wrong codes a key, which cannot be guessed, is a way back in', async () => {
  await startAfresh();
  service.database.exec('update attempt_ledger set consecutive_failures = 100');
  const byPasscode = await openChallenge(service, ana);
  await byPasscode.submit('/log-in/two-factor', { passcode: codeOf(service, ana) });
  assert.equal(byPasscode.page.status, 422);
  const byKey = await openChallenge(service, ana);
  await answer(byKey, anasKey.get(byKey.page));
  assert.ok(isLoggedIn(byKey));
  assert.equal(service.ledgerOf(ana.email).consecutiveFailures, 0);
});

test('attack 6: a step-up by key, and its answer at no other door', async () => {
  await startAfresh();
  const browser = await logIn(service, ana);
  await browser.get('/account/step-up');
  const given = anasKey.get(browser.page);
  await browser.submit('/account/step-up', { password: ana.password, security_key: given });
  assert.equal(browser.page.status, 303, browser.page.text);
  assert.equal((await browser.get('/account/password')).status, 200);
  await assertRefused(given);
});

test('what was to be signed by a new key does not confirm', async () => {
  await startAfresh();
  const browser = await logIn(service, ana);
  await stepUp(service, browser, ana);
  const { challenge } = optionsOn(await browser.get(ADD), 'create');
  await browser.get('/account/step-up');
  const given = anasKey.get(browser.page, { challenge });
  await browser.submit('/account/step-up', { password: ana.password, security_key: given });
  assert.equal(browser.page.status, 422);
});

test('attack 17: a wrong key at the step-up is charged', async () => {
  await startAfresh();
  const browser = await logIn(service, ana);
  await browser.get('/account/step-up');
  const wrong = { password: ana.password, security_key: bensKey.get(browser.page) };
  assert.equal((await browser.submit('/account/step-up', wrong)).status, 422);
  assert.equal(service.ledgerOf(ana.email).consecutiveFailures, 1);
});

test('attack 22: a password reset asks for the key', async () => {
  const browser = openBrowser(service.accountUrl);
  await browser.submit('/reset-password', { email: ben.email });
  const link = linkIn(await waitForMail(service, ben.email, 'Reset'));
  await browser.get(link);
  const password = 'ben likes longer walks';
  const given = bensKey.get(browser.page);
  assert.equal((await browser.submit('/reset-password/new', { password })).status, 422);
  assert.equal((await browser.submit('/reset-password/new', { password, security_key: given })).status, 303);
  ben.password = password;
});

test('a passkey logs in alone', async () => {
  await startAfresh();
  const browser = openBrowser(service.accountUrl);
  const { userVerification, allowCredentials } = optionsOn(await browser.get('/log-in/passkey'), 'get');
  assert.equal(userVerification, 'required');
  assert.deepEqual(allowCredentials, []);
  await passkey(browser, bensKey);
  assert.ok(isLoggedIn(browser));
  assert.match((await browser.get('/account')).text, new RegExp(ben.email));
});

test('a passkey that did not verify its user, is unknown, names another account, or comes from another browser', async () => {
  await startAfresh();
  const anasHandle = Buffer.from(idOf(ana)).toString('base64url');
  for (const lies of [
    { userVerified: false },
    { userHandle: anasHandle },
    { userHandle: '' },
    { signCount: 1 },
  ]) {
    const browser = openBrowser(service.accountUrl);
    await browser.get('/log-in/passkey');
    await passkey(browser, bensKey, lies);
    assert.equal(browser.page.status, 422, JSON.stringify(lies));
  }
  const stranger = openBrowser(service.accountUrl);
  await stranger.get('/log-in/passkey');
  await passkey(stranger, makeSoftwareKey(service.accountUrl));
  assert.equal(stranger.page.status, 422);

  const phished = openBrowser(service.accountUrl);
  await phished.get('/log-in/passkey');
  const relayed = openBrowser(service.accountUrl);
  await relayed.get('/log-in/passkey');
  await relayed.submit('/log-in/passkey', { security_key: bensKey.get(phished.page) });
  assert.equal(relayed.page.status, 422);
});

test('a passkey does not get into an account that is disabled, or locked until its password is reset', async () => {
  for (const column of ['locked_at_ms', 'disabled_at_ms']) {
    await startAfresh();
    const shut = service.database.prepare(`update account set ${column} = ? where email = ?`);
    shut.run(service.clock.nowMs(), ben.email);
    const browser = openBrowser(service.accountUrl);
    await browser.get('/log-in/passkey');
    await passkey(browser, bensKey);
    assert.equal(browser.page.status, 422, column);
    shut.run(null, ben.email);
  }
});

test('attack 16: a stranger with forged passkey answers locks nobody out', async () => {
  await startAfresh();
  for (let count = 0; count < 2 * FIRST_HELD; count++) {
    const browser = openBrowser(service.accountUrl);
    await browser.get('/log-in/passkey');
    await passkey(browser, bensKey, { signature: Buffer.alloc(70, count) });
    assert.equal(browser.page.status, 422);
  }
  assert.equal(service.ledgerOf(ben.email).consecutiveFailures, 0);
});

test('attack 35: a key moved to another account in the database does not open it', async () => {
  const browser = await logIn(service, eli);
  const key = await addKey(browser);
  service.database
    .prepare('update security_key set account_id = ? where account_id = ?')
    .run(idOf(dora), idOf(eli));
  const thief = await openChallenge(service, dora);
  const page = await answer(thief, key.get(thief.page));
  assert.ok(page.status >= 400);
  assert.equal(await hasSession(thief), false);
  service.database.prepare('delete from security_key where account_id = ?').run(idOf(dora));
});

test('one credential is not added twice, nor by somebody else', async () => {
  const browser = await logIn(service, dora);
  const again = await post(browser, bensKey);
  assert.equal(again.status, 422);
  assert.equal(keysOf(dora), 0);
  assert.equal(keysOf(ben), 1);
});

test('a key is renamed and removed; the only factor is not removed unnoticed', async () => {
  await startAfresh();
  const only = await openChallenge(service, ben);
  await answer(only, bensKey.get(only.page));
  await only.get('/account/step-up');
  await only.submit('/account/step-up', { password: ben.password, security_key: bensKey.get(only.page) });
  const path = await keyPathOf(only);
  assert.match((await only.get(`${path}/remove`)).text, /only factor/);
  assert.equal((await only.submit(`${path}/remove`)).headers.location, `${path}/remove`);
  assert.equal(keysOf(ben), 1);

  const browser = await logIn(service, ana);
  const anasPath = await keyPathOf(browser);
  await stepUp(service, browser, ana);
  assert.equal((await browser.submit(anasPath, { name: 'red key' })).status, 303);
  assert.match((await browser.get('/account/two-factor')).text, /red key/);
  assert.equal((await browser.submit(path, { name: 'mine now' })).status, 404, "another account's key");
  assert.equal((await browser.submit(`${path}/remove`)).status, 303);
  assert.equal(keysOf(ben), 1);
  assert.equal((await browser.submit(`${anasPath}/remove`)).status, 303);
  assert.equal(keysOf(ana), 0);
  assert.match(await waitForMail(service, ana.email, 'A security key was removed'), /red key/);
});

async function addKey(browser: Browser): Promise<SoftwareKey> {
  const key = makeSoftwareKey(service.accountUrl);
  const page = await post(browser, key);
  assert.match(page.headers.location ?? '', /^\/account\/two-factor\?notice=security_key_/, page.text);
  return key;
}

async function post(browser: Browser, key: SoftwareKey): Promise<Page> {
  await browser.get(ADD);
  return browser.submit(ADD, { name: 'blue key', security_key: key.create(browser.page) });
}

function answer(browser: Browser, given: string): Promise<Page> {
  return browser.submit('/log-in/two-factor', { security_key: given });
}

function passkey(browser: Browser, key: SoftwareKey, lies = {}): Promise<Page> {
  return browser.submit('/log-in/passkey', { security_key: key.get(browser.page, lies) });
}

/** The answer is refused in a fresh log-in of Ana, like a wrong code. */
async function assertRefused(given: string): Promise<void> {
  const browser = await openChallenge(service, ana);
  await answer(browser, given);
  assert.equal(browser.page.status, 422);
  assert.match(browser.page.text, /That security key was not accepted/);
}

async function keyPathOf(browser: Browser): Promise<string> {
  const page = await browser.get('/account/two-factor');
  const path = /href="(\/account\/two-factor\/security-keys\/[0-9a-f-]{36})"/.exec(page.text)?.[1];
  assert.ok(path !== undefined, page.text);
  return path;
}

async function startAfresh(): Promise<void> {
  service.clock.advanceSeconds(2 * HOUR_SECONDS);
  service.database.exec('update attempt_ledger set consecutive_failures = 0, next_attempt_at_ms = 0');
}

function resetCounter(person: Person): void {
  service.database.prepare('update security_key set sign_count = 0 where account_id = ?').run(idOf(person));
}

function keysOf(person: Person): number {
  return countRows('security_key', person);
}

function sessionsOf(person: Person): number {
  return countRows('session', person);
}

function countRows(table: string, person: Person): number {
  const row = service.database
    .prepare(`select count(*) as count from ${table} where account_id = ?`)
    .get(idOf(person));
  return Number(row?.['count']);
}

function idOf(person: Person): string {
  return String(service.database.prepare('select id from account where email = ?').get(person.email)?.['id']);
}
