import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { comparable, openBrowser, type Browser, type Page } from './browser.ts';
import { enterPassword, isLoggedIn, linkIn, signUpPeople, waitForMail, type Person } from './person.ts';
import { startService } from './service.ts';

/** What the domain promises: so many at once on one account, one more in three minutes; so many from one address. */
const ACCOUNT_TRIES = 100;
const ACCOUNT_DRAIN_SECONDS = 180;
const ADDRESS_TRIES = 200;
const LONG_SECONDS = 6 * 3600;

const service = await startService({ trustedProxies: ['127.0.0.1'] });
after(() => service.stop());
const [victim] = (await signUpPeople(service, 'victim')) as [Person];
let nextHost = 0;

test('attack 18: on one account from many addresses, one budget, counted exactly', async () => {
  const answers = await Promise.all(
    Array.from({ length: ACCOUNT_TRIES + 20 }, () => guess(victim.email, newAddress())),
  );
  assert.equal(answers.filter(({ status }) => status === 422).length, ACCOUNT_TRIES);
  assert.equal(answers.filter(({ status }) => status === 429).length, 20);
  const right = await attempt(openBrowser(service.accountUrl), victim.email, victim.password, newAddress());
  assert.equal(right.status, 429, 'what is not looked at cannot be found out');
  assert.match(right.text, /Too many tries/);
  const retryAfterSeconds = Number(right.headers['retry-after']);
  assert.equal(retryAfterSeconds, ACCOUNT_DRAIN_SECONDS);

  service.clock.advanceSeconds(retryAfterSeconds);
  assert.equal((await guess(victim.email, newAddress())).status, 422);
  assert.equal((await guess(victim.email, newAddress())).status, 429);
});

test('attack 18: on many accounts from one address, and from one IPv6 network', async () => {
  for (const address of ['198.51.100.200', '2001:db8:7:7::%']) {
    const statuses: number[] = [];
    for (let count = 0; count < ADDRESS_TRIES + 5; count++) {
      const from = address.replace('%', count.toString(16));
      statuses.push((await guess(`nobody${String(count)}@example.org`, from)).status);
    }
    assert.ok(statuses.slice(0, ADDRESS_TRIES).every((status) => status === 422));
    assert.ok(statuses.slice(ADDRESS_TRIES).every((status) => status === 429));
  }
  assert.equal((await guess('somebody@example.org', newAddress())).status, 422, 'others are not slowed');
});

test('attack 18: the same budget at the door for scripts', async () => {
  service.clock.advanceSeconds(LONG_SECONDS);
  const basic = `Basic ${Buffer.from(`${victim.email}:a wrong guess`).toString('base64')}`;
  const call = (): Promise<Page> => {
    const headers = { authorization: basic, 'x-forwarded-for': newAddress() };
    return openBrowser(service.accountUrl).send('/api/v1/account', { headers });
  };
  const statuses = [];
  for (let count = 0; count < ACCOUNT_TRIES; count++) statuses.push((await call()).status);
  assert.ok(
    statuses.every((status) => status === 401),
    statuses.join(),
  );
  assert.equal((await call()).status, 429);
  assert.equal((await guess(victim.email, newAddress())).status, 429);
});

test('attack 16: the owner gets in from a browser of their own, and from a new one by mail', async () => {
  service.clock.advanceSeconds(LONG_SECONDS);
  const own = await enterPassword(service, victim);
  own.cookies.delete('countersign_session');
  await Promise.all(Array.from({ length: ACCOUNT_TRIES + 20 }, () => guess(victim.email, newAddress())));
  const stranger = openBrowser(service.accountUrl);
  assert.equal((await attempt(stranger, victim.email, victim.password, newAddress())).status, 429);
  await attempt(own, victim.email, victim.password, newAddress());
  assert.ok(isLoggedIn(own));

  const fresh = openBrowser(service.accountUrl);
  await fresh.submit('/reset-password', { email: victim.email });
  await fresh.get(linkIn(await waitForMail(service, victim.email, 'Reset')));
  victim.password = 'the owner chose another';
  await fresh.submit('/reset-password/new', { password: victim.password });
  await attempt(fresh, victim.email, victim.password, newAddress());
  assert.ok(isLoggedIn(fresh));
});

test('attack 16: nor does the budget of an address shut out who shares it', async () => {
  service.clock.advanceSeconds(LONG_SECONDS);
  const address = '198.51.100.77';
  const own = await enterPassword(service, victim);
  own.cookies.delete('countersign_session');
  for (let count = 0; count <= ADDRESS_TRIES; count++) await guess(`n${String(count)}@example.org`, address);
  assert.equal((await guess('one-more@example.org', address)).status, 429);
  await attempt(own, victim.email, victim.password, address);
  assert.ok(isLoggedIn(own));
});

test('a browser that the account knows is slowed too, on a count of its own', async () => {
  service.clock.advanceSeconds(LONG_SECONDS);
  const own = await enterPassword(service, victim);
  own.cookies.delete('countersign_session');
  const statuses = [];
  for (let count = 0; count <= ACCOUNT_TRIES; count++) {
    statuses.push((await attempt(own, victim.email, 'a wrong guess', newAddress())).status);
  }
  assert.deepEqual(statuses, [...Array<number>(ACCOUNT_TRIES).fill(422), 429]);
  assert.equal((await guess(victim.email, newAddress())).status, 422, "the strangers' count is another");
});

test('attack 37: an account that is not there is slowed as one that is', async () => {
  service.clock.advanceSeconds(LONG_SECONDS);
  const emails = [victim.email, 'unknown@example.org'];
  const answers = [];
  for (const email of emails) {
    for (let count = 0; count < ACCOUNT_TRIES; count++) {
      assert.equal((await guess(email, newAddress())).status, 422);
    }
    answers.push(comparable(await guess(email, newAddress())));
  }
  assert.equal(answers[0]?.status, 429);
  assert.deepEqual(answers[0], answers[1]);
});

test('right passwords, however many, slow nobody', async () => {
  service.clock.advanceSeconds(LONG_SECONDS);
  for (let count = 0; count < ACCOUNT_TRIES + 20; count++) await enterPassword(service, victim);
});

test('attack 34: the counters in a copy of the database name nobody', () => {
  const keys = service.database.prepare('select counter_key from password_guess').all();
  assert.ok(keys.length > 0);
  for (const row of keys) assert.match(String(row['counter_key']), /^[A-Za-z0-9_-]{43}$/);
});

function guess(email: string, address: string): Promise<Page> {
  return attempt(openBrowser(service.accountUrl), email, 'a wrong guess', address);
}

async function attempt(browser: Browser, email: string, password: string, address: string): Promise<Page> {
  await browser.get('/log-in');
  return browser.submit('/log-in', { email, password }, { 'x-forwarded-for': address });
}

/** An address that nobody has used yet. */
function newAddress(): string {
  nextHost++;
  return `203.0.${String(113 + Math.floor(nextHost / 250))}.${String(1 + (nextHost % 250))}`;
}
