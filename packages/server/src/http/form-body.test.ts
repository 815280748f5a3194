import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hono } from 'hono';
import type { Env, HttpParts } from './context.ts';
import { BadFormError, readForm, readTicked } from './form-body.ts';

const FORM = 'application/x-www-form-urlencoded';

const app = new Hono<Env>();
app.use(async (c, next) => {
  const check = (browserToken: string, token: string): boolean => token === `token of ${browserToken}`;
  c.set('parts', { formTokens: { check } } as unknown as HttpParts);
  c.set('browserToken', 'ana');
  await next();
});
app.onError((error, c) => {
  if (!(error instanceof BadFormError)) throw error;
  return c.text(error.message, error.status);
});
app.post('/', async (c) => c.json(await readForm(c, ['email', 'password'])));
app.post('/ticked', async (c) => c.json(await readTicked(c, 'end_')));

async function post(body: string, type = FORM): Promise<{ status: number; text: string }> {
  const response = await app.request('/', { method: 'POST', body, headers: { 'content-type': type } });
  return { status: response.status, text: await response.text() };
}

function fields(...pairs: [string, string][]): string {
  return new URLSearchParams([['csrf_token', 'token of ana'], ...pairs]).toString();
}

test('each field as it was typed, and a missing one as empty', async () => {
  const { status, text } = await post(
    fields(['email', ' ana+tag@example.org '], ['password', 'caf\u00e9 & "co"\u0000']),
  );
  assert.equal(status, 200);
  assert.deepEqual(JSON.parse(text), { email: ' ana+tag@example.org ', password: 'caf\u00e9 & "co"\u0000' });
  assert.deepEqual(JSON.parse((await post(fields())).text), { email: '', password: '' });
  assert.equal((await post(fields(), `${FORM}; charset=UTF-8`)).status, 200);
  assert.equal((await post(fields(), FORM.toUpperCase())).status, 200);
});

test('attack 9: a field sent twice, or one that no page has', async () => {
  assert.equal((await post(fields(['email', 'a'], ['email', 'b']))).status, 400);
  assert.equal((await post(fields(['email', 'a'], ['email', 'a']))).status, 400);
  assert.equal((await post(fields(['csrf_token', 'token of ana']))).status, 400);
  for (const name of ['role', 'email[]', 'email[x]', 'Email', '', '__proto__', 'constructor']) {
    assert.equal((await post(fields([name, 'x']))).status, 400, name);
  }
});

test('attack 9: a field of more than 2048 characters', async () => {
  assert.equal((await post(fields(['password', 'x'.repeat(2048)]))).status, 200);
  assert.equal((await post(fields(['password', 'x'.repeat(2049)]))).status, 400);
});

test('a body that is no form', async () => {
  for (const type of ['', 'application/json', 'text/plain', 'multipart/form-data; boundary=x', `${FORM}x`]) {
    assert.equal((await post(fields(), type)).status, 415, type);
  }
});

test("attack 27: without the form's token, with an empty one, or with another browser's", async () => {
  for (const body of ['', 'email=a', 'csrf_token=', 'csrf_token=token+of+ben', 'csrf_token=TOKEN+OF+ANA']) {
    assert.equal((await post(body)).status, 403, body);
  }
});

test('the boxes that were ticked, and nothing else', async () => {
  const tick = (body: string) =>
    app.request('/ticked', { method: 'POST', body, headers: { 'content-type': FORM } });
  assert.deepEqual(await (await tick(fields(['end_a', 'on'], ['end_b', 'on']))).json(), ['a', 'b']);
  assert.deepEqual(await (await tick(fields())).json(), []);
  for (const wrong of [fields(['email', 'x']), fields(['end_a', 'on'], ['end_a', 'on'])]) {
    assert.equal((await tick(wrong)).status, 400);
  }
  assert.equal((await tick('end_a=on')).status, 403);
});
