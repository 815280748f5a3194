import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { encodeBase64Url, generateDeviceKeys, publicKeyBytes, signRequest } from '@countersign/vault';
import { comparable, openBrowser, type Page } from './browser.ts';
import {
  codeOf,
  enable,
  enterPassword,
  isLoggedIn,
  mailsTo,
  openChallenge,
  signUpPeople,
  startSetUp,
  waitForMail,
  type Person,
} from './person.ts';
import { startService } from './service.ts';

const HOUR_SECONDS = 3600;
/** Hostile as a service's name goes: markup, and nothing that config refuses. */
const NAME = `<b>Sentry</b> & "Co'`;

const service = await startService({ name: NAME });
after(() => service.stop());
const [plain, twoFactor, locked] = (await signUpPeople(service, 'plain', 'two-factor', 'locked')) as [
  Person,
  Person,
  Person,
];
await enable(service, twoFactor);
await enable(service, locked);
service.database
  .prepare(
    'update attempt_ledger set consecutive_failures = 100 where account_id = (select id from account where email = ?)',
  )
  .run(locked.email);

test('attack 37: unknown, plain, two-factor and locked accounts look the same to a wrong password', async () => {
  await openBrowser(service.accountUrl).submit('/sign-up', {
    email: 'pending@example.org',
    password: 'pending likes long walks',
  });
  const browser = openBrowser(service.accountUrl);
  const answers: Page[] = [];
  const emails = ['unknown@example.org', plain.email, twoFactor.email, locked.email, 'pending@example.org'];
  for (const email of emails) {
    await browser.get('/log-in');
    const page = await browser.submit('/log-in', { email, password: 'a wrong password' });
    assert.equal(page.status, 422);
    answers.push(withoutAddress(page, email));
  }
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
});

test('attack 37: a locked account looks at the second step as any other after a wrong code', async () => {
  const refusals = await Promise.all(
    [twoFactor, locked].map(async (person) => {
      const browser = await openChallenge(service, person);
      return browser.submit('/log-in/two-factor', { passcode: 'no code' });
    }),
  );
  assert.deepEqual(comparable(refusals[0]!), comparable(refusals[1]!));
});

test('attack 37: asking for a reset or signing up does not tell who has an account', async () => {
  const browser = openBrowser(service.accountUrl);
  for (const [path, more] of [
    ['/reset-password', {}],
    ['/sign-up', { password: 'whoever likes long walks' }],
  ] as const) {
    const emails = ['unknown@example.org', plain.email, twoFactor.email, locked.email];
    const answers = [];
    for (const email of emails) {
      await browser.get(path);
      answers.push(withoutAddress(await browser.submit(path, { email, ...more }), email));
    }
    assert.equal(answers[0]?.status, 200);
    for (const answer of answers) assert.deepEqual(answer, answers[0], path);
  }
});

test('attack 37: changing to an address does not tell who has an account, however often it is tried', async () => {
  const browser = await enterPassword(service, plain);
  for (const email of ['free@example.org', twoFactor.email]) {
    for (let count = 0; count < 7; count++) {
      await browser.get('/account/email');
      const page = await browser.submit('/account/email', { email });
      assert.equal(page.headers.location, '/account?notice=email_change_mail_sent', email);
    }
  }
});

test('attack 37: the time that a log-in takes does not tell who has an account', async () => {
  const browser = openBrowser(service.accountUrl);
  // An address that no other test signs up: a sign-up that waits has a password too.
  const emails = ['never.seen@example.org', plain.email, twoFactor.email];
  const timesMs = new Map<string, number[]>(emails.map((email) => [email, []]));
  for (let round = 0; round < 25; round++) {
    for (const email of emails) {
      await browser.get('/log-in');
      const startedAt = performance.now();
      await browser.submit('/log-in', { email, password: 'a wrong password' });
      timesMs.get(email)?.push(performance.now() - startedAt);
    }
  }
  const medians = emails.map((email) => median(timesMs.get(email) ?? []));
  // A hash takes tens of milliseconds. Without it an unknown account would answer in a few.
  assert.ok(Math.min(...medians) > 0.6 * Math.max(...medians), medians.join(', '));
});

test('attack 38: the database failing in the middle of a verification', async () => {
  for (const action of ['abort', 'rollback', 'fail']) {
    service.clock.advanceSeconds(HOUR_SECONDS);
    const browser = await openChallenge(service, twoFactor);
    const page = browser.page;
    const before = service.ledgerOf(twoFactor.email);
    const passcode = codeOf(service, twoFactor);
    service.database.exec(
      `create trigger broken before insert on session begin select raise(${action}, 'disk I/O error'); end`,
    );
    const answer = await browser.submit('/log-in/two-factor', { passcode });
    service.database.exec('drop trigger broken');
    assert.equal(answer.status, 500);
    assert.doesNotMatch(answer.text, /disk|SQL|trigger|at /i);
    assert.deepEqual(service.ledgerOf(twoFactor.email), before, 'the code is not burned');
    browser.page = page;
    await browser.submit('/log-in/two-factor', { passcode });
    assert.ok(isLoggedIn(browser), `after ${action}`);
  }
});

test('attack 38: the ledger failing refuses, and others are served meanwhile', async () => {
  service.clock.advanceSeconds(HOUR_SECONDS);
  const browser = await openChallenge(service, twoFactor);
  const passcode = codeOf(service, twoFactor);
  service.database.exec(
    `create trigger broken before update on attempt_ledger begin select raise(abort, 'disk is full'); end`,
  );
  const [refused, other] = await Promise.all([
    browser.submit('/log-in/two-factor', { passcode }),
    enterPassword(service, plain),
  ]);
  service.database.exec('drop trigger broken');
  assert.equal(refused.status, 500);
  assert.ok(!browser.cookies.has('countersign_session'));
  assert.ok(isLoggedIn(other));
});

test('attack 39: return_to another site', async () => {
  const targets = [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/account/../../evil',
    '/account//evil.example',
    '/account@evil.example',
    '/account?x=https://evil.example',
    '/account\r\nset-cookie: a=b',
    'javascript:alert(1)',
    '/outbox',
  ];
  for (const target of targets) {
    const browser = openBrowser(service.accountUrl);
    await browser.get(`/log-in?return_to=${encodeURIComponent(target)}`);
    const { email, password } = plain;
    for (const fields of [
      { email, password },
      { email, password, return_to: target },
    ]) {
      await browser.submit('/log-in', fields);
      const { location = '' } = browser.page.headers;
      const url = new URL(location, service.accountUrl);
      assert.equal(url.origin, service.accountUrl, target);
      assert.match(url.pathname, /^\/account(\/|$)/, target);
    }
  }
});

test('attack 39: a forged Host and forged X-Forwarded headers in the mail of a reset', async () => {
  const forged = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '203.0.113.9',
    forwarded: 'host=evil.example;proto=https;for=203.0.113.9',
  };
  service.clock.advanceSeconds(2 * HOUR_SECONDS);
  const browser = openBrowser(service.accountUrl);
  await browser.submit('/reset-password', { email: plain.email }, forged);
  assert.equal(browser.page.status, 200);
  const mail = await waitForMail(service, plain.email, 'Reset');
  assert.ok(mail.includes(`${service.accountUrl}/reset-password/new?token=`));
  assert.doesNotMatch(mail, /evil/);
  await browser.get('/log-in');
  await browser.submit('/log-in', { email: plain.email, password: plain.password }, forged);
  assert.equal(browser.page.headers.location, '/account');
  assert.match(browser.page.headers['set-cookie']?.join() ?? '', /countersign_session=/);
  const sessions = await browser.get('/account/sessions');
  assert.doesNotMatch(sessions.text, /203\.0\.113\.9/, 'the peer is no proxy of ours');
  assert.equal(browser.page.headers['strict-transport-security'], undefined);
});

test('attack 39: a Host that is none', async () => {
  const browser = openBrowser(service.accountUrl);
  for (const host of ['', ' ', 'a b', 'http://evil.example', '[::1', 'evil.example:99999999']) {
    const { status } = await browser.send('/log-in', { headers: { host } });
    assert.ok(status < 500, `${JSON.stringify(host)}: ${status}`);
  }
});

test('attack 40: markup and control characters in names are shown as text', async () => {
  const hostile = `<script>alert(1)</script><img src=x onerror=alert(1)>"'&`;
  const browser = openBrowser(service.accountUrl);
  await browser.get('/log-in');
  await browser.submit(
    '/log-in',
    { email: plain.email, password: plain.password },
    {
      'user-agent': hostile,
    },
  );
  await browser.get('/account/api-tokens');
  await browser.submit('/account/api-tokens', { name: hostile, expires_in_days: '30' });
  assert.equal(browser.page.status, 200);
  await startSetUp(browser);
  for (const path of [
    '/account/api-tokens',
    '/account/activity',
    '/account/sessions',
    '/account/two-factor/scan',
    '/account/two-factor/app',
    '/account',
    '/log-in?return_to=/account',
  ]) {
    assertNoMarkup(await browser.get(path));
  }
  for (const name of ['with\u0000zero', 'with\nline', 'with\u202Eoverride', '', ' ', 'x'.repeat(65)]) {
    await browser.get('/account/api-tokens');
    const page = await browser.submit('/account/api-tokens', { name, expires_in_days: '30' });
    assert.equal(page.status, 422, JSON.stringify(name));
  }
  const echoed = await openBrowser(service.accountUrl).submit('/sign-up', {
    email: hostile,
    password: hostile,
  });
  assert.equal(echoed.status, 422);
  assertNoMarkup(echoed);
});

test("attack 40: a hostile device name in a device's mail and page", async () => {
  const name = '<img src=x onerror=alert(1)> phone';
  const page = await registerDevice('device@example.org', name);
  assert.equal(page.status, 201, page.text);
  const mail = await waitForMail(service, 'device@example.org', 'Verify');
  assert.ok(mail.includes(name));
  const list = openBrowser(service.accountUrl);
  assertNoMarkup(await list.get('/outbox'));
  for (const bad of ['a\r\nbcc: x@example.org', 'with\u0000zero', '', 'x'.repeat(65)]) {
    assert.equal((await registerDevice('device@example.org', bad)).status, 400, JSON.stringify(bad));
  }
});

test('attack 40: a line end in an address makes no second header or reader', async () => {
  const browser = openBrowser(service.accountUrl);
  for (const email of [
    'a@example.org\r\nbcc: victim@example.org',
    'a@example.org, victim@example.org',
    '"a@example.org, victim"@example.org',
    '<victim@example.org>',
    'a@example.org\u0000',
  ]) {
    await browser.get('/sign-up');
    const page = await browser.submit('/sign-up', { email, password: 'nobody likes long walks' });
    assert.equal(page.status, 422, email);
  }
  assert.deepEqual(await mailsTo(service, 'victim@example.org'), []);
});

test('attack 41: no page can be framed, sniffed, cached or scripted from elsewhere', async () => {
  const session = await enterPassword(service, plain);
  const waiting = await openChallenge(service, twoFactor);
  const asked: [name: string, page: Promise<Page>][] = [
    ['a page', openBrowser(service.accountUrl).get('/log-in')],
    ['a page with personal data', session.get('/account')],
    ['the second step', waiting.get('/log-in/two-factor')],
    ['a redirect', openBrowser(service.accountUrl).get('/account')],
    ['a page that is not there', openBrowser(service.accountUrl).get('/nowhere')],
    ['a refused form', openBrowser(service.accountUrl).send('/log-in', { method: 'POST', body: 'x=1' })],
    ['too large a form', postTooMuch()],
    ['an error of the API', openBrowser(service.accountUrl).get('/api/v1/account')],
    ['no such API', openBrowser(service.accountUrl).get('/api/v1/nowhere')],
    ['health', openBrowser(service.accountUrl).get('/healthz')],
  ];
  for (const [name, page] of asked) {
    const { headers } = await page;
    assertSecurityHeaders(name, headers);
    assert.equal(headers['cache-control'], 'no-store', name);
  }
  const asset = await openBrowser(service.accountUrl).get('/assets/countersign.css');
  assert.equal(asset.status, 200);
  assertSecurityHeaders('an asset', asset.headers);
  for (const path of ['/', '/relay/v1/devices/self', '/verify-email?token=x', '/nowhere.js', '/relay/v1/x']) {
    const { headers } = await openBrowser(service.authenticatorUrl).get(path);
    assertSecurityHeaders(`the authenticator's ${path}`, headers);
  }
});

test("attack 41: cookies are out of a script's and another site's reach", async () => {
  const browser = await enterPassword(service, plain);
  const lines = browser.page.headers['set-cookie'] ?? [];
  const made = lines.filter((line) => !line.includes('Max-Age=0'));
  assert.ok(made.length > 0);
  for (const line of made) {
    assert.match(line, /; HttpOnly/);
    assert.match(line, /; SameSite=Lax/);
    assert.match(line, /; Path=\//);
    assert.doesNotMatch(line, /domain=/i);
  }
});

test('attack 41: over TLS, cookies are bound to the host and answers ask for TLS', async () => {
  const port = await freePort();
  const secure = await startService({ accountUrl: 'https://account.example.org', port });
  try {
    const browser = openBrowser(secure.accountUrl, port);
    const { headers } = await browser.get('/log-in');
    assert.match(headers['strict-transport-security'] ?? '', /^max-age=63072000/);
    const [line = ''] = headers['set-cookie'] ?? [];
    assert.match(
      line,
      /^__Host-countersign_browser=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    assert.equal((await browser.submit('/reset-password', { email: 'x@example.org' })).status, 200);
    const forged = { origin: 'http://account.example.org', 'sec-fetch-site': '' };
    assert.equal((await browser.submit('/reset-password', { email: 'x@example.org' }, forged)).status, 403);
  } finally {
    await secure.stop();
  }
});

async function registerDevice(email: string, name: string): Promise<Page> {
  const { signing, receiving } = await generateDeviceKeys();
  const body = JSON.stringify({
    email,
    device_name: name,
    signing_key: encodeBase64Url(await publicKeyBytes(signing)),
    receiving_key: encodeBase64Url(await publicKeyBytes(receiving)),
  });
  const targetUri = `${service.authenticatorUrl}/relay/v1/devices`;
  const request = { method: 'POST', targetUri, bodyBytes: new TextEncoder().encode(body) };
  const createdSeconds = Math.floor(service.clock.nowMs() / 1000);
  const signed = await signRequest(request, { signingKey: signing.privateKey, keyId: 'new', createdSeconds });
  const headers = { ...signed, 'content-type': 'application/json' };
  return openBrowser(service.authenticatorUrl).send('/relay/v1/devices', { method: 'POST', headers, body });
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

function assertNoMarkup(page: Page): void {
  assert.doesNotMatch(page.text, /<script>alert|<img src=x|<b>Sentry/);
  assert.doesNotMatch(page.text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
}

function assertSecurityHeaders(name: string, headers: Page['headers']): void {
  const csp = String(headers['content-security-policy']);
  assert.match(csp, /default-src 'none'/, name);
  assert.match(csp, /frame-ancestors 'none'/, name);
  assert.match(csp, /base-uri 'none'/, name);
  assert.match(csp, /form-action 'self'/, name);
  assert.doesNotMatch(csp, /unsafe-inline|'unsafe-eval'|\*|https?:/, name);
  assert.equal(headers['x-content-type-options'], 'nosniff', name);
  assert.equal(headers['x-frame-options'], 'DENY', name);
  assert.equal(headers['referrer-policy'], 'no-referrer', name);
  assert.equal(headers['cross-origin-opener-policy'], 'same-origin', name);
  assert.equal(headers['x-powered-by'], undefined, name);
  assert.equal(headers['access-control-allow-origin'], undefined, name);
}

function postTooMuch(): Promise<Page> {
  return openBrowser(service.accountUrl).submit('/log-in', { email: 'x'.repeat(100_000), password: 'x' });
}

function withoutAddress(page: Page, email: string): Page {
  const { 'content-length': _length, ...headers } = comparable(page).headers;
  return { ...comparable(page), headers, text: comparable(page).text.replaceAll(email, '') };
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
