import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser, type Page } from '../attacks/browser.ts';
import { enterPassword, signUpPeople, type Person } from '../attacks/person.ts';
import { startService } from '../attacks/service.ts';

const service = await startService();
after(() => service.stop());
const [ana] = (await signUpPeople(service, 'ana')) as [Person];

function get(path: string, headers: Record<string, string> = {}): Promise<Page> {
  return openBrowser(service.accountUrl).send(path, { headers });
}

test('an API token reads its account, and nothing else does', async () => {
  const browser = await enterPassword(service, ana);
  await browser.get('/account/api-tokens');
  const page = await browser.submit('/account/api-tokens', { name: 'Backup', expires_in_days: '7' });
  const token = /csn_[A-Za-z0-9]{49}/.exec(page.text)?.[0] ?? '';
  const read = await get('/api/v1/account', { authorization: `Bearer ${token}` });
  assert.deepEqual(JSON.parse(read.text), { email: ana.email, two_factor_authentication: false });
  const wrong = [
    '',
    'Bearer',
    `Bearer ${token}x`,
    `Basic ${token}`,
    token,
    `Bearer ${token} x`,
    `bearer ${'a'.repeat(9000)}`,
  ];
  for (const authorization of wrong) {
    const { status, headers, text } = await get('/api/v1/account', { authorization });
    assert.equal(status, 401, authorization);
    assert.equal(headers['content-type'], 'application/problem+json');
    assert.equal(headers['www-authenticate'], 'Bearer');
    assert.equal(JSON.parse(text).code, 'unauthorized');
  }
  assert.equal((await browser.get('/api/v1/account')).status, 401, 'a cookie is no bearer token');

  service.clock.advanceSeconds(7 * 24 * 3600);
  assert.equal((await get('/api/v1/account', { authorization: `Bearer ${token}` })).status, 401, 'expired');
});

test('what is not there: a page for people, problem details for programs', async () => {
  const page = await get('/nowhere');
  assert.equal(page.status, 404);
  assert.match(String(page.headers['content-type']), /^text\/html/);
  const problem = await get('/api/v1/nowhere');
  assert.equal(problem.status, 404);
  assert.equal(JSON.parse(problem.text).code, 'not_found');
  for (const path of [
    '/assets/nowhere.css',
    '/assets/../keys',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/outbox/..%2fkeys',
  ]) {
    assert.equal((await get(path)).status, 404, path);
  }
});

test('methods that no page has are not there', async () => {
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    const headers = { 'sec-fetch-site': 'same-origin' };
    const { status } = await openBrowser(service.accountUrl).send('/account', { method, headers });
    assert.equal(status, 404, method);
  }
});

test('an asset is asked about again and not sent again', async () => {
  const first = await get('/assets/countersign.css');
  assert.equal(first.status, 200);
  assert.equal(first.headers['cache-control'], 'no-cache');
  const again = await get('/assets/countersign.css', { 'if-none-match': first.headers.etag ?? '' });
  assert.equal(again.status, 304);
  assert.equal(again.text, '');
});

test('the outbox exists only while no mail is sent and only this machine can reach it', async () => {
  assert.equal((await get('/outbox')).status, 200);
  for (const settings of [{ smtpUrl: 'smtp://127.0.0.1:9' }, { host: '0.0.0.0' }]) {
    const other = await startService(settings);
    try {
      assert.equal((await openBrowser(other.accountUrl).get('/outbox')).status, 404);
    } finally {
      await other.stop();
    }
  }
});

test('ready says whether the database can be written to, health only that the process lives', async () => {
  assert.equal((await get('/readyz')).status, 200);
  service.database.exec('alter table challenge rename to lost');
  assert.equal((await get('/readyz')).status, 503);
  assert.equal((await get('/healthz')).status, 200);
  const refused = await get('/log-in/two-factor', { cookie: `countersign_challenge=${'A'.repeat(43)}` });
  assert.equal(refused.status, 500);
  assert.doesNotMatch(refused.text, /challenge|SQL|table/i);
  service.database.exec('alter table lost rename to challenge');
  assert.equal((await get('/readyz')).status, 200);
});
