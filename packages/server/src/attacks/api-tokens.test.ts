import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { makeApiTokenText } from '../crypto/api-token.ts';
import { openBrowser, type Page } from './browser.ts';
import {
  codeOf,
  enable,
  enterPassword,
  logIn,
  makeRecoveryCodes,
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
const AUTHORIZATIONS = '/oauth/authorizations';

const service = await startService();
after(() => service.stop());
const [ana, ben, cleo, dora] = (await signUpPeople(service, 'ana', 'ben', 'cleo', 'dora')) as [
  Person,
  Person,
  Person,
  Person,
];
await enable(service, ana);
const anasToken = await tokenByPassword(ana, { scope: ['global'] });

/** No hold of one test reaches into the next. */
beforeEach(() => service.clock.advanceSeconds(2 * HOUR_SECONDS));

interface Sent {
  method?: string;
  authorization?: string;
  code?: string;
  body?: unknown;
}

async function call(path: string, { method = 'GET', authorization, code, body }: Sent = {}): Promise<Page> {
  const headers = {
    ...(authorization !== undefined && { authorization }),
    ...(code !== undefined && { 'heroku-two-factor-code': code }),
    'content-type': 'application/json',
  };
  const sent = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  return openBrowser(service.accountUrl).send(path, sent);
}

function basic({ email, password }: Pick<Person, 'email' | 'password'>): string {
  return `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;
}

function bearer(token: string): string {
  return `Bearer ${token}`;
}

function json(page: Page): Record<string, unknown> {
  return JSON.parse(page.text) as Record<string, unknown>;
}

function nextCode(person: Person): string {
  service.clock.advanceSeconds(30);
  return codeOf(service, person);
}

/** Makes a token as a command line does: with the password, and a code where one is due. */
async function tokenByPassword(person: Person, body: unknown = {}): Promise<string> {
  const code = person.setupKey === '' ? {} : { code: nextCode(person) };
  const made = await call(AUTHORIZATIONS, { method: 'POST', authorization: basic(person), body, ...code });
  assert.equal(made.status, 201, made.text);
  return (json(made)['access_token'] as { token: string }).token;
}

async function statusOf(token: string, path = '/api/v1/account'): Promise<number> {
  return (await call(path, { authorization: bearer(token) })).status;
}

function idOf(name: string): string {
  const row = service.database.prepare('select id from api_token where name = ?').get(name);
  return String(row?.['id']);
}

function tokenCount(person: Person): number {
  const rows = service.database.prepare(
    'select count(*) as count from api_token join account on account.id = account_id where email = ?',
  );
  return Number(rows.get(person.email)?.['count']);
}

test('attack 31: basic authentication with the password alone, once two-factor is on', async () => {
  const doors: Sent[] = [{}, {}, { method: 'POST', body: { description: 'script' } }];
  const paths = ['/account', '/api/v1/account', AUTHORIZATIONS];
  const authorization = basic(ben);
  const knock = () => Promise.all(paths.map((path, index) => call(path, { ...doors[index], authorization })));
  const before = await knock();
  assert.deepEqual(
    before.map(({ status }) => status),
    [200, 200, 201],
  );
  const token = (json(before[2]!)['access_token'] as { token: string }).token;

  await enable(service, ben);
  for (const page of await knock()) {
    assert.equal(page.status, 401);
    assert.equal(json(page)['id'], 'two_factor');
    assert.ok(!page.text.includes(ben.email));
  }
  const withEmptyCode = await call('/account', { authorization, code: '' });
  assert.equal(withEmptyCode.status, 401);
  assert.equal(await statusOf(token), 200, 'its token goes on');
  assert.equal((await call('/account', { authorization, code: nextCode(ben) })).status, 200);
});

test('attack 31: an unknown account and a wrong password answer the same, with or without a code', async () => {
  const wrong = [
    basic({ email: 'nobody@example.org', password: ana.password }),
    basic({ email: ana.email, password: 'not the password of ana' }),
    basic({ email: 'not an address', password: 'x' }),
  ];
  const pages: Page[] = [];
  const code = nextCode(ana);
  for (const authorization of wrong) {
    pages.push(await call(AUTHORIZATIONS, { method: 'POST', authorization }));
    pages.push(await call(AUTHORIZATIONS, { method: 'POST', authorization, code }));
  }
  for (const { status, text } of pages) assert.deepEqual([status, text], [401, pages[0]?.text]);
  assert.equal(json(pages[0]!)['id'], 'unauthorized');
  const made = await call(AUTHORIZATIONS, { method: 'POST', authorization: basic(ana), code });
  assert.equal(made.status, 201, 'the code behind a wrong password was not spent');
});

test('attack 6: a code spent with a script and tried at the log-in, and the other way round', async () => {
  const code = nextCode(ana);
  assert.equal((await call('/account', { authorization: basic(ana), code })).status, 200);
  const browser = await openChallenge(service, ana);
  assert.equal((await browser.submit('/log-in/two-factor', { passcode: code })).status, 422);
  await logIn(service, ana);
  const spent = codeOf(service, ana);
  for (const sent of [
    { authorization: basic(ana) },
    { authorization: bearer(anasToken), method: 'POST', path: AUTHORIZATIONS },
  ]) {
    const { path = '/account', ...request } = sent as Sent & { path?: string };
    const page = await call(path, { ...request, code: spent });
    assert.equal(json(page)['id'], 'two_factor');
    assert.ok(page.status === 401 || page.status === 403);
  }
});

test('attack 2: one right code in 50 parallel requests makes one token', async () => {
  const code = nextCode(ana);
  const before = tokenCount(ana);
  const pages = await Promise.all(
    Array.from({ length: 50 }, () =>
      call(AUTHORIZATIONS, { method: 'POST', authorization: basic(ana), code }),
    ),
  );
  assert.equal(pages.filter(({ status }) => status === 201).length, 1);
  const others = pages.filter(({ status }) => status !== 201);
  // So many passwords at once are slowed too (attack 18).
  for (const { status, text } of others) assert.ok(status === 401 || status === 429, text);
  assert.equal(tokenCount(ana), before + 1);
});

test('attack 17: guessing with scripts, by password and by token, on the one budget', async () => {
  await logIn(service, ana);
  assert.equal(service.ledgerOf(ana.email).consecutiveFailures, 0);
  const code = wrongCodeOf(service, ana);
  for (const authorization of [basic(ana), bearer(anasToken), basic(ana), bearer(anasToken), basic(ana)]) {
    const page = await call(AUTHORIZATIONS, { method: 'POST', authorization, code });
    assert.equal(json(page)['id'], 'two_factor');
  }
  assert.equal(service.ledgerOf(ana.email).consecutiveFailures, 5);
  service.clock.advanceSeconds(29);
  const held = await call('/account', { authorization: basic(ana), code: codeOf(service, ana, 1) });
  const wrong = await call('/account', { authorization: basic(ana), code });
  assert.deepEqual([held.status, held.text], [wrong.status, wrong.text]);
  assert.equal(service.ledgerOf(ana.email).consecutiveFailures, 5, 'what is held is not looked at');
});

test('attack 16: wrong passwords with codes do not touch the budget', async () => {
  await logIn(service, ana);
  const authorization = basic({ email: ana.email, password: 'not the password of ana' });
  for (let tries = 0; tries < 8; tries++) await call('/account', { authorization, code: '000000' });
  assert.equal(service.ledgerOf(ana.email).consecutiveFailures, 0);
});

test('a recovery code opens the API once', async () => {
  const browser = await logIn(service, ana);
  await stepUp(service, browser, ana);
  const [code = ''] = await makeRecoveryCodes(browser);
  const request = { method: 'POST', authorization: basic(ana), code };
  const made = await call(AUTHORIZATIONS, request);
  assert.equal(made.status, 201);
  assert.equal((json(made)['birth_certificate'] as { factor: string }).factor, 'recovery_code');
  assert.equal((await call(AUTHORIZATIONS, request)).status, 401);
});

test('attack 32: making, viewing, widening or rotating a token with a token and no fresh second step', async () => {
  const authorization = bearer(anasToken);
  const before = tokenCount(ana);
  const id = idOf('API token');
  const acts: [path: string, sent: Sent][] = [
    [AUTHORIZATIONS, { method: 'POST', body: { description: 'made' } }],
    [`${AUTHORIZATIONS}/${id}`, {}],
    [`${AUTHORIZATIONS}/${id}`, { method: 'PATCH', body: { scope: ['global'] } }],
    [`${AUTHORIZATIONS}/${id}/actions/regenerate-tokens`, { method: 'POST' }],
  ];
  for (const [path, sent] of acts) {
    const page = await call(path, { ...sent, authorization });
    assert.equal(page.status, 403, `${sent.method ?? 'GET'} ${path}`);
    assert.equal(json(page)['id'], 'two_factor');
    const wrong = await call(path, { ...sent, authorization, code: wrongCodeOf(service, ana) });
    assert.equal(wrong.status, 403);
    service.clock.advanceSeconds(2 * HOUR_SECONDS);
  }
  assert.equal(tokenCount(ana), before);
  const list = await call(AUTHORIZATIONS, { authorization });
  assert.equal(list.status, 200);
  assert.ok(!list.text.includes('csn_'), 'a list holds no value');
  for (const [path, sent] of acts) {
    const page = await call(path, { ...sent, authorization, code: nextCode(ana) });
    assert.ok(page.status < 300, page.text);
  }
});

test('attack 32: the same in a session that is not stepped up', async () => {
  const browser = await logIn(service, ana);
  const page = `/account/api-tokens/${idOf('made')}`;
  const before = tokenCount(ana);
  const answers = [
    await browser.get(page),
    await browser.submit(page, { act: 'rotate' }),
    await browser.submit(page, { act: 'scopes', scope_global: 'on' }),
    await browser.submit('/account/api-tokens', { name: 'Made', expires_in_days: '30' }),
  ];
  for (const { headers } of answers) assert.match(headers.location ?? '', /^\/account\/step-up/);
  assert.equal(tokenCount(ana), before);
});

test("another account's token cannot be looked at, changed, rotated or revoked", async () => {
  const id = idOf('made');
  const others = await tokenByPassword(cleo);
  const path = `${AUTHORIZATIONS}/${id}`;
  const authorization = bearer(others);
  for (const [where, method] of [
    [path, 'GET'],
    [path, 'PATCH'],
    [path, 'DELETE'],
    [`${path}/actions/regenerate-tokens`, 'POST'],
  ] as const) {
    const page = await call(where, { method, authorization });
    assert.equal(page.status, 404, method);
    assert.deepEqual([json(page)['id'], json(page)['resource']], ['not_found', 'authorization']);
  }
  const browser = await enterPassword(service, cleo);
  assert.equal((await browser.get(`/account/api-tokens/${id}`)).status, 404);
  await browser.submit('/account/api-tokens/revoke', { api_token_id: id });
  assert.equal(idOf('made'), id);
});

test('a token does what its scopes say, and hands out no more', async () => {
  const reads = ['/account', '/api/v1/account', '/oauth/sessions', AUTHORIZATIONS];
  const allowed: Record<string, number[]> = {
    'account:read': [200, 200, 403, 403],
    'sessions:read': [403, 403, 200, 403],
    'tokens:read': [403, 403, 403, 200],
    'tokens:write': [403, 403, 403, 403],
    global: [200, 200, 200, 200],
  };
  for (const [scope, expected] of Object.entries(allowed)) {
    const token = await tokenByPassword(cleo, { scope: [scope] });
    const statuses = await Promise.all(reads.map((path) => statusOf(token, path)));
    assert.deepEqual(statuses, expected, scope);
    const made = await call(AUTHORIZATIONS, { method: 'POST', authorization: bearer(token), body: {} });
    assert.equal(made.status, scope === 'global' ? 201 : 403, scope);
  }
  const writer = await tokenByPassword(cleo, { description: 'writer', scope: ['tokens:write'] });
  const global = await tokenByPassword(cleo, { description: 'strong', scope: ['global'] });
  const authorization = bearer(writer);
  const strong = `${AUTHORIZATIONS}/${idOf('strong')}`;
  for (const [path, sent] of [
    [AUTHORIZATIONS, { method: 'POST', body: { scope: ['account:read'] } }],
    [`${AUTHORIZATIONS}/${idOf('writer')}`, { method: 'PATCH', body: { scope: ['global'] } }],
    [`${strong}/actions/regenerate-tokens`, { method: 'POST' }],
  ] as [string, Sent][]) {
    const page = await call(path, { ...sent, authorization });
    assert.deepEqual([page.status, json(page)['id']], [403, 'forbidden'], path);
  }
  assert.equal(await statusOf(global), 200);
  const own = await call(AUTHORIZATIONS, {
    method: 'POST',
    authorization,
    body: { scope: ['tokens:write'] },
  });
  assert.equal(own.status, 201);
});

test('a token has an expiry, a year away at most', async () => {
  const authorization = basic(cleo);
  const make = (expires_in: unknown) =>
    call(AUTHORIZATIONS, { method: 'POST', authorization, body: { expires_in } });
  for (const expiresIn of [3600, '3600']) {
    const { expires_in } = json(await make(expiresIn))['access_token'] as { expires_in: number };
    assert.equal(expires_in, 3600);
  }
  const longest = json(await make(null))['access_token'] as { expires_in: number; token: string };
  assert.equal(longest.expires_in, 365 * 24 * HOUR_SECONDS);
  for (const bad of [0, -1, '-1', 1.5, '1e3', 365 * 24 * HOUR_SECONDS + 1, 'soon', '', [], {}, 1e300]) {
    const page = await make(bad);
    assert.deepEqual([page.status, json(page)['id']], [422, 'invalid_params'], JSON.stringify(bad));
  }
  const short = json(await make(60))['access_token'] as { token: string };
  service.clock.advanceSeconds(59);
  assert.equal(await statusOf(short.token), 200);
  service.clock.advanceSeconds(1);
  assert.equal(await statusOf(short.token), 401);
});

test('a wrong checksum is refused without asking the database', async () => {
  const unknown = makeApiTokenText();
  const typo = unknown.slice(0, -1) + (unknown.endsWith('A') ? 'B' : 'A');
  service.database.exec('alter table api_token rename to api_token_away');
  try {
    assert.equal(await statusOf(typo), 401);
    assert.equal(await statusOf(unknown), 500, 'a right one is looked up');
  } finally {
    service.database.exec('alter table api_token_away rename to api_token');
  }
  assert.equal(await statusOf(unknown), 401);
});

test('the birth certificate says with which factor, and how long before', async () => {
  const browser = await logIn(service, ana);
  await stepUp(service, browser, ana);
  service.clock.advanceSeconds(42);
  await browser.get('/account/api-tokens');
  const fields = { name: 'certified', expires_in_days: '30', scope_tokens_read: 'on' };
  const page = await browser.submit('/account/api-tokens', fields);
  const token = /csn_[0-9A-Za-z]{49}/.exec(page.text)?.[0] ?? '';
  await call(AUTHORIZATIONS, { authorization: bearer(token) });
  const tab = (await browser.get('/account/api-tokens')).text.replace(/<[^>]*>/g, ' ');
  assert.match(
    tab,
    /certified .*account:read, tokens:read .*a one-time passcode, 42 seconds after it was used/s,
  );
  assert.match(tab, /Last used\s+just now .* from 127\.0\.0\.1/s);
  const list = JSON.parse((await call(AUTHORIZATIONS, { authorization: bearer(token) })).text) as {
    description: string;
    birth_certificate: unknown;
  }[];
  const certified = list.find(({ description }) => description === 'certified');
  assert.deepEqual(certified?.birth_certificate, { factor: 'passcode', factor_age_ms: 42_000 });
});

test('a token is renamed, given other scopes, and rotated on its page', async () => {
  const browser = await enterPassword(service, cleo);
  await stepUp(service, browser, cleo);
  await browser.get('/account/api-tokens');
  const made = await browser.submit('/account/api-tokens', { name: 'paged', expires_in_days: '7' });
  const first = /csn_[0-9A-Za-z]{49}/.exec(made.text)?.[0] ?? '';
  const path = `/account/api-tokens/${idOf('paged')}`;
  assert.equal((await browser.get(path)).status, 200);
  assert.equal((await browser.submit(path, { act: 'rename', name: '' })).status, 422);
  await browser.submit(path, { act: 'rename', name: 'renamed' });
  assert.equal(idOf('renamed'), path.split('/').at(-1));
  assert.equal(await statusOf(first, '/oauth/sessions'), 403);
  await browser.submit(path, { act: 'scopes', scope_sessions_read: 'on' });
  assert.equal(await statusOf(first, '/oauth/sessions'), 200);
  const rotated = await browser.submit(path, { act: 'rotate' });
  const second = /csn_[0-9A-Za-z]{49}/.exec(rotated.text)?.[0] ?? '';
  assert.deepEqual([await statusOf(first), await statusOf(second)], [401, 200]);
  assert.equal((await browser.submit(path, { act: 'rename', scope_nothing: 'on' })).status, 400);
});

test('attack 33: enabling revokes exactly the tokens that were ticked', async () => {
  const keep = await tokenByPassword(dora, { description: 'keep' });
  const end = await tokenByPassword(dora, { description: 'end' });
  const browser = await enterPassword(service, dora);
  const preview = await browser.get('/account/two-factor/app');
  for (const name of ['keep', 'end']) assert.ok(preview.text.includes(`name="revoke_${idOf(name)}"`));
  const fields = { [`revoke_${idOf('end')}`]: 'on', [`revoke_${idOf('made')}`]: 'on' };
  await browser.submit('/account/two-factor/app', fields);
  await browser.get('/account/two-factor/scan');
  const person = { ...dora, setupKey: setupKeyOn(browser.page) };
  assert.deepEqual([await statusOf(keep), await statusOf(end)], [200, 200], 'nothing changes before Enable');
  await browser.submit('/account/two-factor/scan', { passcode: wrongCodeOf(service, person) });
  assert.deepEqual([await statusOf(keep), await statusOf(end)], [200, 200]);
  await browser.submit('/account/two-factor/scan', { passcode: codeOf(service, person) });
  assert.equal(browser.page.headers.location, '/account/two-factor?notice=enabled');
  assert.deepEqual([await statusOf(keep), await statusOf(end)], [200, 401]);
  assert.notEqual(idOf('made'), 'undefined', "another account's token is not touched");
});

test('attack 33: a choice is forgotten with the set-up it was made for', async () => {
  const token = await tokenByPassword(cleo, { description: 'spared' });
  const browser = await enterPassword(service, cleo);
  await browser.get('/account/two-factor/app');
  await browser.submit('/account/two-factor/app', { [`revoke_${idOf('spared')}`]: 'on' });
  await startSetUp(browser);
  cleo.setupKey = setupKeyOn(browser.page);
  await browser.submit('/account/two-factor/scan', { passcode: codeOf(service, cleo) });
  assert.equal(browser.page.headers.location, '/account/two-factor?notice=enabled');
  assert.equal(await statusOf(token), 200);
});

test("a disabled account's password and tokens open nothing", async () => {
  const token = await tokenByPassword(ana);
  const disable = service.database.prepare('update account set disabled_at_ms = ? where email = ?');
  disable.run(service.clock.nowMs(), ana.email);
  const page = await call('/account', { authorization: basic(ana), code: nextCode(ana) });
  assert.deepEqual([page.status, json(page)['id']], [401, 'unauthorized']);
  assert.equal(await statusOf(token), 401);
  disable.run(null, ana.email);
  assert.equal(await statusOf(token), 200);
});

test('DELETE /oauth/sessions/~ ends the token that asks, and no other', async () => {
  const one = await tokenByPassword(ana, { scope: ['account:read'] });
  const other = await tokenByPassword(ana);
  assert.equal(
    (await call('/oauth/sessions/~', { method: 'DELETE', authorization: bearer(one) })).status,
    200,
  );
  assert.deepEqual([await statusOf(one), await statusOf(other)], [401, 200]);
});

test('a command line is logged in by its owner alone, once, and not after ten minutes', async () => {
  const began = await call('/auth', { method: 'POST', body: { description: 'a command line' } });
  const { browser_url: path, cli_url: waitUrl, token } = json(began) as Record<string, string>;
  assert.ok(path !== undefined && waitUrl !== undefined && token !== undefined);
  assert.ok(!path.includes(token), 'what the browser opens does not collect');
  assert.equal((await openBrowser(service.accountUrl).get(path)).status, 303);
  const browser = await logIn(service, ana);
  for (const answer of [await browser.get(path), await browser.submit(path, { answer: 'yes' })]) {
    assert.match(answer.headers.location ?? '', /^\/account\/step-up/);
  }
  const waits = Promise.all([1, 2].map(() => call(waitUrl, { authorization: bearer(token) })));
  await stepUp(service, browser, ana);
  await browser.get(path);
  assert.equal((await browser.submit(path, { answer: 'perhaps' })).status, 400);
  await browser.get(path);
  assert.equal((await browser.submit(path, { answer: 'yes' })).status, 200);
  const collected = await waits;
  assert.deepEqual(collected.map(({ status }) => status).sort(), [200, 404]);
  const made = String(json(collected.find(({ status }) => status === 200)!)['access_token']);
  assert.equal(await statusOf(made), 200);
  assert.equal((await browser.submit(path, { answer: 'yes' })).status, 410);

  const late = json(await call('/auth', { method: 'POST' })) as Record<string, string>;
  service.clock.advanceSeconds(600);
  assert.equal((await call('/auth/wait', { authorization: bearer(String(late['token'])) })).status, 404);
  for (const authorization of ['', 'Bearer x', bearer(anasToken)]) {
    assert.ok([401, 404].includes((await call('/auth/wait', { authorization })).status));
  }
});

test('a command line that hangs up is no failure, and can wait again', async () => {
  const { token } = json(await call('/auth', { method: 'POST' })) as Record<string, string>;
  const url = `${service.accountUrl.replace('localhost', '127.0.0.1')}/auth/wait`;
  const headers = { authorization: bearer(String(token)) };
  await assert.rejects(fetch(url, { headers, signal: AbortSignal.timeout(100) }));
  const waits = () => service.logLines.filter((line) => line.includes('"path":"/auth/wait","status":408'));
  for (let tries = 0; waits().length === 0 && tries < 50; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(waits().length, 1);
  assert.ok(!service.logLines.some((line) => line.includes('AbortError')));
});

test('bodies that are none of ours are refused, and nothing is made', async () => {
  const before = tokenCount(ana);
  for (const body of [
    [],
    'text',
    1,
    null,
    { scope: 'global' },
    { scope: ['root'] },
    { scope: [] },
    { description: 1 },
  ]) {
    const page = await call(AUTHORIZATIONS, {
      method: 'POST',
      authorization: basic(ana),
      code: nextCode(ana),
      body,
    });
    assert.deepEqual([page.status, json(page)['id']], [422, 'invalid_params'], JSON.stringify(body));
  }
  assert.equal(tokenCount(ana), before);
  const nowhere = await call('/oauth/nowhere', { authorization: bearer(anasToken) });
  assert.deepEqual([nowhere.status, json(nowhere)['id']], [404, 'not_found']);
});
