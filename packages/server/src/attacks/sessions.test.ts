import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createAccountApp } from '../http/app.ts';
import type { HttpParts } from '../http/context.ts';
import { openBrowser, type Browser, type Page } from './browser.ts';
import {
  codeOf,
  enable,
  enterPassword,
  hasSession,
  isLoggedIn,
  linkIn,
  logIn,
  makeRecoveryCodes,
  openChallenge,
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
const SESSION = 'countersign_session';

const service = await startService();
after(() => service.stop());
const [ana, ben, cleo, dora, eli] = (await signUpPeople(
  service,
  ...['ana', 'ben', 'cleo', 'dora', 'eli'],
)) as [Person, Person, Person, Person, Person];
await enable(service, ana);

/** Every route that answers somebody who is not logged in. What is not here must lead to the log-in. */
const OPEN_ROUTES = new Set([
  'GET /',
  'GET /healthz',
  'GET /readyz',
  'GET /sign-up',
  'POST /sign-up',
  'GET /verify-email',
  'POST /verify-email',
  'GET /verify-new-email',
  'POST /verify-new-email',
  'GET /log-in',
  'POST /log-in',
  'GET /log-in/two-factor',
  'POST /log-in/two-factor',
  'GET /log-in/recovery-code',
  'GET /log-in/passkey',
  'POST /log-in/passkey',
  'GET /reset-password',
  'POST /reset-password',
  'GET /reset-password/new',
  'POST /reset-password/new',
  'GET /not-me',
  'POST /not-me',
  // A command line that asks to be logged in learns nothing of anybody until a browser says so.
  'POST /auth',
  // It exists only while no mail is sent and only this machine can reach the service.
  'GET /outbox',
  'GET /outbox/:name',
]);

test('attack 29: a half-logged-in cookie on every route', async () => {
  const browser = await openChallenge(service, ana);
  const cookies = new Map(browser.cookies);
  const routes = listRoutes();
  assert.ok(routes.length > 45, `looked at ${routes.length} routes`);
  for (const route of routes.filter((name) => !OPEN_ROUTES.has(name))) {
    const [method, path] = route.split(' ') as [string, string];
    const page = await visit(browser, method, path);
    if (isForPrograms(path)) assert.equal(page.status, 401, route);
    else assert.equal(page.headers.location, '/log-in/two-factor', route);
    assert.ok(!page.text.includes(ana.email), route);
    assert.ok(!browser.cookies.has(SESSION), route);
  }
  for (const route of OPEN_ROUTES) {
    const [method, path] = route.split(' ') as [string, string];
    if (method !== 'GET' || path.startsWith('/outbox')) continue;
    assert.ok(!(await browser.get(path)).text.includes(ana.email), route);
  }
  // The challenge's token in place of a session's, and of an API token.
  const token = cookies.get('countersign_challenge') ?? '';
  browser.cookies.set(SESSION, token);
  assert.equal(await hasSession(browser), false);
  const api = await browser.send('/api/v1/account', { headers: { authorization: `Bearer ${token}` } });
  assert.equal(api.status, 401);
});

test('attack 29: nobody at all on every route', async () => {
  const browser = openBrowser(service.accountUrl);
  for (const route of listRoutes().filter((name) => !OPEN_ROUTES.has(name))) {
    const [method, path] = route.split(' ') as [string, string];
    const page = await visit(browser, method, path);
    if (isForPrograms(path)) assert.equal(page.status, 401, route);
    else assert.match(page.headers.location ?? '', /^\/log-in(\?return_to=|$)/, route);
  }
});

test('attack 30: the session id is new after each step, and the old one is dead', async () => {
  const browser = await enterPassword(service, ben);
  const seen: string[] = [browser.cookies.get(SESSION) ?? ''];
  await stepUp(service, browser, ben);
  seen.push(browser.cookies.get(SESSION) ?? '');
  await startSetUp(browser);
  ben.setupKey = setupKeyOn(browser.page);
  await browser.submit('/account/two-factor/scan', { passcode: codeOf(service, ben) });
  seen.push(browser.cookies.get(SESSION) ?? '');
  await stepUp(service, browser, ben);
  const current = browser.cookies.get(SESSION) ?? '';
  assert.equal(new Set([...seen, current]).size, 4);
  for (const old of seen) assert.equal(await isSession(old), false);
  assert.ok(await isSession(current));

  const challenged = await openChallenge(service, ben);
  const challenge = challenged.cookies.get('countersign_challenge') ?? '';
  service.clock.advanceSeconds(30);
  await challenged.submit('/log-in/two-factor', { passcode: codeOf(service, ben) });
  assert.ok(isLoggedIn(challenged));
  assert.notEqual(challenged.cookies.get(SESSION), challenge);
  const replayed = openBrowser(service.accountUrl);
  replayed.cookies.set('countersign_challenge', challenge);
  assert.equal((await replayed.get('/log-in/two-factor')).status, 303);
});

test('attack 30: a session id chosen before the log-in is not taken over', async () => {
  const browser = openBrowser(service.accountUrl);
  const chosen = 'A'.repeat(43);
  browser.cookies.set(SESSION, chosen);
  await browser.get('/log-in');
  await browser.submit('/log-in', { email: dora.email, password: dora.password });
  assert.notEqual(browser.cookies.get(SESSION), chosen);
  assert.equal(await isSession(chosen), false);
});

test('a session ends by logging out, by revoking, and after its lifetime', async () => {
  const browser = await enterPassword(service, dora);
  const token = browser.cookies.get(SESSION) ?? '';
  await browser.get('/account');
  assert.equal((await browser.submit('/log-out')).headers.location, '/log-in?notice=logged_out');
  assert.equal(await isSession(token), false);

  const other = await enterPassword(service, dora);
  const otherToken = other.cookies.get(SESSION) ?? '';
  const owner = await enterPassword(service, dora);
  await owner.get('/account/sessions');
  await owner.submit('/account/sessions/revoke-others');
  assert.equal(await isSession(otherToken), false);
  assert.ok(await hasSession(owner));

  service.clock.advanceSeconds(30 * 24 * HOUR_SECONDS);
  assert.equal(await hasSession(owner), false);
});

test("another account's session cannot be revoked", async () => {
  const dorasBrowser = await enterPassword(service, dora);
  const page = await dorasBrowser.get('/account/sessions');
  const row = service.database.prepare(
    'select session.id from session join account on account.id = account_id where email = ?',
  );
  const id = String(row.get(dora.email)?.['id']);
  const stranger = await enterPassword(service, cleo);
  await stranger.submit('/account/sessions/revoke', { session_id: id });
  assert.ok(page.text.includes('Firefox on Linux'));
  assert.ok(await hasSession(dorasBrowser));
});

test('attack 32: making an API token without a fresh second step', async () => {
  const browser = await logIn(service, ana);
  const fields = { name: 'Backup', expires_in_days: '30' };
  const asked = await browser.submit('/account/api-tokens', fields);
  assert.match(asked.headers.location ?? '', /^\/account\/step-up/);
  assert.equal(await apiTokenCount(browser), 0);
});

test('attack 33: enabling ends the other sessions, and exactly the tokens that the preview named', async () => {
  const script = await enterPassword(service, cleo);
  const token = await makeApiToken(script, 'Backup');
  const browser = await enterPassword(service, cleo);
  const waiting = new Map(browser.cookies);
  const preview = await browser.get('/account/two-factor/app');
  assert.match(preview.text, /Backup.*class="stays"/s);
  await startSetUp(browser);
  cleo.setupKey = setupKeyOn(browser.page);
  await browser.submit('/account/two-factor/scan', { passcode: codeOf(service, cleo) });
  assert.equal(await hasSession(script), false);
  assert.equal(await isSession(waiting.get(SESSION) ?? ''), false);
  assert.ok(await hasSession(browser));
  assert.equal(await apiStatus(token), 200, 'the preview said that it survives');
});

test('attack 34: what stands in a database dump is not usable', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const owner = await logIn(service, cleo);
  await openChallenge(service, cleo);
  await stepUp(service, owner, cleo);
  const token = await makeApiToken(owner, 'Dumped');
  await openBrowser(service.accountUrl).submit('/reset-password', { email: cleo.email });

  for (const { token_hash: hash } of service.database.prepare('select token_hash from session').all()) {
    assert.equal(await isSession(String(hash)), false);
  }
  const browser = openBrowser(service.accountUrl);
  for (const { token_hash: hash } of service.database.prepare('select token_hash from challenge').all()) {
    browser.cookies.set('countersign_challenge', String(hash));
    assert.equal((await browser.get('/log-in/two-factor')).status, 303);
  }
  const tokens = service.database.prepare('select token_hash from api_token').all();
  assert.ok(tokens.length > 0 && (await apiStatus(token)) === 200);
  for (const { token_hash: hash } of tokens) assert.equal(await apiStatus(`csn_${String(hash)}`), 401);
  const links = service.database.prepare("select token_hash from mail_link where purpose = 'reset_password'");
  for (const { token_hash: hash } of links.all()) {
    assert.equal((await browser.get(`/reset-password/new?token=${String(hash)}`)).status, 410);
  }
});

test("attack 35: two accounts' rows swapped in the database", async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const anasCodes = await recoveryCodesOf(ana);
  service.clock.advanceSeconds(HOUR_SECONDS);
  for (const column of ['secret_sealed', 'account_id']) {
    swapFactors(column);
    for (const owner of [ana, ben]) {
      for (const key of [ana, ben]) {
        const browser = await openChallenge(service, owner);
        await browser.submit('/log-in/two-factor', { passcode: codeOf(service, key) });
        assert.ok(!browser.cookies.has(SESSION), `${column}: ${key.email} as ${owner.email}`);
      }
    }
    swapFactors(column);
  }
  service.clock.advanceSeconds(HOUR_SECONDS);
  giveRecoveryCodes(ana, ben);
  const browser = await openChallenge(service, ben);
  await browser.submit('/log-in/two-factor', { recovery_code: anasCodes[0]! });
  assert.equal(browser.page.status, 422);
  await logIn(service, ana);
});

test('attack 36: no secret in logs, mails, the database, pages or addresses', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const browser = await enterPassword(service, eli);
  const secrets: string[] = [eli.password, browser.cookies.get(SESSION) ?? ''];
  await startSetUp(browser);
  eli.setupKey = setupKeyOn(browser.page);
  secrets.push(eli.setupKey, codeOf(service, eli));
  await browser.submit('/account/two-factor/scan', { passcode: codeOf(service, eli) });
  secrets.push(...(await makeRecoveryCodes(browser)), await makeApiToken(browser, 'Searched'));
  await apiStatus(secrets.at(-1) ?? '');
  service.clock.advanceSeconds(30);
  const challenge = await openChallenge(service, eli);
  secrets.push(challenge.cookies.get('countersign_challenge') ?? '', wrongCodeOf(service, eli));
  const refused = await challenge.submit('/log-in/two-factor', { passcode: wrongCodeOf(service, eli) });
  const recoveryCode = secrets.find((secret) => /^.{4}-.{4}-.{4}-.{4}$/.test(secret)) ?? '';
  await challenge.submit('/log-in/two-factor', { recovery_code: recoveryCode });
  secrets.push(challenge.cookies.get(SESSION) ?? '');
  const wrong = await openBrowser(service.accountUrl).submit('/log-in', {
    email: eli.email,
    password: 'a wrong password of eli',
  });
  secrets.push('a wrong password of eli');
  const anonymous = openBrowser(service.accountUrl);
  await anonymous.submit('/reset-password', { email: eli.email });
  const resetLink = linkIn(await waitForMail(service, eli.email, 'Reset'));
  await anonymous.get(resetLink);
  const resetToken = resetLink.split('=')[1]!;
  const activity = await challenge.get('/account/activity');

  const places: Record<string, string> = {
    log: service.logLines.join(''),
    database: await readDatabase(),
    mails: await readOutbox(),
    'pages after a refusal': refused.text + wrong.text,
    'activity page': activity.text,
  };
  assert.ok(secrets.every((secret) => secret.length >= 6));
  for (const [place, text] of Object.entries(places)) {
    assert.ok(text.length > 500, place);
    for (const secret of secrets.flatMap(spellings)) {
      assert.ok(!standsIn(text, secret), `${secret} stands in the ${place}`);
    }
  }
  // A link's token is in its mail and nowhere else.
  assert.ok(places['mails']?.includes(resetToken));
  assert.ok(!places['log']?.includes(resetToken) && !places['database']?.includes(resetToken));
});

function listRoutes(): string[] {
  const parts = {
    ports: { settings: { accountUrl: service.accountUrl } },
    outbox: {},
    trustedProxies: [],
  } as unknown as HttpParts;
  const { routes } = createAccountApp(parts);
  const names = routes.map(({ method, path }) => `${method} ${path}`);
  return [...new Set(names)].filter((name) => /^(GET|POST|PUT|PATCH|DELETE) /.test(name));
}

function visit(browser: Browser, method: string, path: string): Promise<Page> {
  if (method === 'GET') return browser.get(path);
  return method === 'POST' ? browser.submit(path) : browser.send(path, { method });
}

function isForPrograms(path: string): boolean {
  return /^\/(api|oauth|auth)\//.test(path);
}

async function isSession(token: string): Promise<boolean> {
  const browser = openBrowser(service.accountUrl);
  browser.cookies.set(SESSION, token);
  return hasSession(browser);
}

async function makeApiToken(browser: Browser, name: string): Promise<string> {
  await browser.get('/account/api-tokens');
  const page = await browser.submit('/account/api-tokens', { name, expires_in_days: '30' });
  const token = /csn_[A-Za-z0-9]{49}/.exec(page.text)?.[0];
  assert.ok(token !== undefined, page.text);
  return token;
}

async function apiTokenCount(browser: Browser): Promise<number> {
  return (await browser.get('/account/api-tokens')).text.split('name="api_token_id"').length - 1;
}

async function apiStatus(token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await openBrowser(service.accountUrl).send('/api/v1/account', { headers })).status;
}

async function recoveryCodesOf(person: Person): Promise<string[]> {
  const browser = await logIn(service, person);
  await stepUp(service, browser, person);
  return makeRecoveryCodes(browser);
}

/** Swaps a column of the factors of Ana and Ben. */
function swapFactors(column: string): void {
  const read = service.database.prepare(
    `select factor.id, ${column} as value from factor join account on account.id = account_id
     where email in (?, ?)`,
  );
  const [one, other] = read.all(ana.email, ben.email);
  assert.ok(one !== undefined && other !== undefined);
  service.database.exec('update factor set name = id'); // names are unique in an account
  const write = service.database.prepare(`update factor set ${column} = ? where id = ?`);
  write.run(one['value']!, other['id']!);
  write.run(other['value']!, one['id']!);
}

/** Moves the rows of one person's recovery codes to another. */
function giveRecoveryCodes(from: Person, to: Person): void {
  const { changes } = service.database
    .prepare(
      `update recovery_code set account_id = (select id from account where email = ?)
       where account_id = (select id from account where email = ?)`,
    )
    .run(to.email, from.email);
  assert.equal(changes, 10);
}

async function readDatabase(): Promise<string> {
  const files = (await readdir(service.dataDir)).filter((name) => name.startsWith('countersign.db'));
  const contents = await Promise.all(files.map((name) => readFile(join(service.dataDir, name), 'latin1')));
  return contents.join('\n');
}

async function readOutbox(): Promise<string> {
  const folder = join(service.dataDir, 'outbox');
  const mails = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
  );
  return mails.join('\n').replace(/=\r?\n/g, ''); // quoted-printable cuts lines
}

/** A secret as it is, and as bytes in other clothes would show it. */
function spellings(secret: string): string[] {
  return [secret, secret.replaceAll('-', ''), encodeURIComponent(secret), secret.replaceAll(' ', '+')];
}

/** Whether a text holds a secret; a short one only where it does not stand inside a longer word. */
function standsIn(text: string, secret: string): boolean {
  if (!/^\d{6}$/.test(secret)) return text.includes(secret);
  return new RegExp(`(?<![A-Za-z0-9_.+/=-])${secret}(?![A-Za-z0-9_.+/=-])`).test(text);
}
