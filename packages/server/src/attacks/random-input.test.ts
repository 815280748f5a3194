/**
 * Random input at every route: forms, JSON, headers, paths. It may be refused in any way but a failure of ours, in
 * bounded time, and changes nothing. RANDOM_INPUT_SECONDS makes it longer.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { connectTo, openBrowser, unescapeHtml, type Browser, type Page } from '@countersign/attack';
import { createAccountApp } from '../http/app.ts';
import { createAuthenticatorApp } from '../http/authenticator-app.ts';
import type { HttpParts } from '../http/context.ts';
import { enable, logIn, signUpPeople, startSetUp, waitForMail, type Person } from './person.ts';
import { startService } from './service.ts';

const SECONDS = Number(process.env['RANDOM_INPUT_SECONDS'] ?? '10');
const DEADLINE_MS = 5000;
const FEWEST_REQUESTS = 300;
const MAX_PATH_PART_CHARACTERS = 500;
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** What a refused attempt may leave behind: its charge and its trace. */
const MAY_CHANGE = new Set([
  'attempt_ledger',
  'audit_event',
  'audit_head',
  'password_guess',
  'ceremony',
  'command_line_log_in',
  'known_browser',
]);

const service = await startService();
after(() => service.stop());
const [ana, ben] = (await signUpPeople(service, 'ana', 'ben')) as [Person, Person];

// Ana has a second step, Ben is in the middle of a set-up. Nobody's proof is fresh: nothing sensitive goes through.
await enable(service, ana);
const anas = await logIn(service, ana);
const bens = await logIn(service, ben);
await startSetUp(bens);
await waitForMail(service, ana.email, '');
service.clock.advanceSeconds(20 * 60);
const stranger = openBrowser(service.accountUrl);
await stranger.get('/log-in');

interface Route {
  site: 'account' | 'authenticator';
  method: string;
  path: string;
}

interface Form {
  /** Field names, without the form token. */
  fields: string[];
  token: string;
}

const routes = listRoutes();
const people = [stranger, anas, bens];
const forms = new Map(await Promise.all(people.map(async (who) => [who, await crawl(who)] as const)));
const sites = {
  account: connectTo(service.accountUrl, DEADLINE_MS),
  authenticator: connectTo(service.authenticatorUrl, DEADLINE_MS),
};

// What node:http lets out: Latin-1 without control characters.
const latin = fc
  .array(fc.integer({ min: 0x20, max: 0xff }), { maxLength: 40 })
  .map((codes) => String.fromCharCode(...codes.filter((code) => code !== 0x7f)));
const wild = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '',
    '\0',
    '../../etc/passwd',
    '%',
    '%zz',
    '%ff%fe',
    '{"$ne":1}',
    '-1',
    '1e400',
    'NaN',
    '__proto__',
  ),
  fc.integer({ min: 1, max: 7000 }).map((length) => 'a'.repeat(length)),
  fc.emailAddress().map((address) => `${address} `.repeat(2)),
);
const headerNames = [
  ...[
    'accept',
    'accept-language',
    'authorization',
    'content-encoding',
    'content-type',
    'cookie',
    'forwarded',
    'host',
  ],
  ...[
    'if-none-match',
    'origin',
    'range',
    'referer',
    'sec-fetch-site',
    'signature',
    'signature-input',
    'user-agent',
  ],
  ...['content-digest', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'heroku-two-factor-code'],
];
const headers = fc.dictionary(
  fc.constantFrom(...headerNames),
  fc.oneof(
    latin,
    fc.constantFrom('Bearer x', 'Basic x', 'Basic eDp5', 'bytes=9-1', 'null', '::1', 'keyid="', ';;='),
  ),
  { maxKeys: 3 },
);
const json = fc.oneof(
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'null', '[]', '{', '['.repeat(20_000), '{"__proto__":{"a":1}}'),
  fc
    .record({
      email: fc.anything(),
      device_name: fc.anything(),
      signing_key: fc.string(),
      receiving_key: fc.string(),
    })
    .map((value) =>
      JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part)),
    ),
);

const input = fc.record({
  route: fc.constantFrom(...routes),
  who: fc.integer({ min: 0, max: people.length - 1 }),
  segment: wild,
  query: fc.option(
    fc.dictionary(fc.constantFrom('token', 'return_to', 'notice', 'before', 'x'), wild, { maxKeys: 3 }),
  ),
  headers,
  body: fc.oneof(
    fc.record({
      kind: fc.constant('form' as const),
      values: fc.array(wild, { minLength: 8, maxLength: 8 }),
      raw: wild,
    }),
    fc.record({ kind: fc.constant('json' as const), text: json }),
    fc.record({ kind: fc.constant('raw' as const), text: wild }),
  ),
});
type Input = typeof input extends fc.Arbitrary<infer Value> ? Value : never;

test(`random input at every route: no failure, no hang, nothing changed (${SECONDS} s)`, async () => {
  const before = dumpTables();
  const asked = new Set<Route>();
  const accepted = new Set<string>();
  let count = 0;
  await fc.assert(
    fc.asyncProperty(input, async (given) => {
      const page = await send(given);
      assert.ok(page.status < 500, `${given.route.method} ${given.route.path} was answered ${page.status}`);
      assert.deepEqual(dumpTables(), before, `${given.route.method} ${given.route.path} changed something`);
      asked.add(given.route);
      if (page.status < 300) accepted.add(`${given.route.method} ${given.route.path}`);
      count += 1;
    }),
    { numRuns: 1e6, interruptAfterTimeLimit: SECONDS * 1000, markInterruptAsFailure: false },
  );
  const failures = service.logLines.filter((line) => line.includes('"level":"error"'));
  assert.deepEqual(failures, []);
  assert.ok(count >= FEWEST_REQUESTS, `sent ${count} requests`);
  const missed = routes.filter((route) => !asked.has(route));
  assert.ok(missed.length < routes.length / 4, `never asked ${missed.map(({ path }) => path).join(', ')}`);
  assert.ok(accepted.size > 5, 'some of it reached the pages');
});

async function send(given: Input): Promise<Page> {
  const { route, body } = given;
  const who = people[given.who]!;
  const path = route.path.replace(/:\w+(\{[^}]*\})?|\*/g, () => encodeURIComponent(short(given.segment)));
  const query =
    given.query === null
      ? ''
      : `?${new URLSearchParams(Object.entries(given.query).map(([name, value]) => [name, short(value)])).toString()}`;
  const cookie = [...who.cookies].map((pair) => pair.join('=')).join('; ');
  const hasBody = route.method !== 'GET' && route.method !== 'HEAD';
  const form = forms.get(who)!.get(route.path);
  const type = body.kind === 'json' ? 'application/json' : FORM_TYPE;
  const text = !hasBody ? undefined : body.kind === 'form' ? fill(form, body.values, body.raw) : body.text;
  return sites[route.site]({
    path: path + query,
    method: route.method,
    headers: {
      cookie,
      'sec-fetch-site': 'same-origin',
      ...(hasBody && { 'content-type': type }),
      ...given.headers,
    },
    body: text,
  });
}

/** The form as its page sends it, with random values; a form that takes no values gets one that it does not know. */
function fill(form: Form | undefined, values: string[], raw: string): string {
  const fields = form === undefined || form.fields.length === 0 ? ['unknown'] : form.fields;
  const pairs = fields.map((name, index) => [name, (values[index % values.length] ?? '').toWellFormed()]);
  const body = new URLSearchParams([['csrf_token', form?.token ?? ''], ...pairs] as [
    string,
    string,
  ][]).toString();
  return raw.startsWith('%') ? `${body}&x=${raw}` : body;
}

/** Short enough for a request line: a longer one is cut off by node:http before anything of ours sees it. */
function short(text: string): string {
  return text.slice(0, MAX_PATH_PART_CHARACTERS).toWellFormed();
}

/** The forms on every page that somebody can open, by their action. */
async function crawl(who: Browser): Promise<Map<string, Form>> {
  const found = new Map<string, Form>();
  for (const { path } of routes.filter(({ site, method }) => site === 'account' && method === 'GET')) {
    if (path.includes(':') || path.includes('*')) continue;
    const { text } = await who.get(path);
    for (const [form] of text.matchAll(/<form[^>]*>.*?<\/form>/gs)) {
      const action = unescapeHtml(/ action="([^"?]*)/.exec(form)?.[1] ?? '');
      const names = [...form.matchAll(/ name="([^"]+)"/g)].map(([, name = '']) => name);
      const token = / name="csrf_token" value="([^"]*)"/.exec(form)?.[1] ?? '';
      found.set(action, { fields: names.filter((name) => name !== 'csrf_token'), token });
    }
  }
  return found;
}

function listRoutes(): Route[] {
  const parts = {
    ports: { settings: { accountUrl: service.accountUrl, authenticatorUrl: service.authenticatorUrl } },
    outbox: {},
    trustedProxies: [],
  } as unknown as HttpParts;
  const apps = { account: createAccountApp(parts), authenticator: createAuthenticatorApp(parts, '.') };
  return Object.entries(apps).flatMap(([site, app]) => {
    const handlers = app.routes.filter(({ path }) => path !== '/*' && path !== '*');
    const seen = new Map(
      handlers.flatMap(({ method, path }) =>
        (method === 'ALL' ? ['GET', 'POST', 'PUT', 'DELETE'] : [method]).map(
          (name) => [`${name} ${path}`, { site: site as Route['site'], method: name, path }] as const,
        ),
      ),
    );
    return [...seen.values()];
  });
}

/** Every row that random input must leave as it is. */
function dumpTables(): Record<string, unknown[]> {
  const names = service.database
    .prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name`)
    .all()
    .map(({ name }) => String(name))
    .filter((name) => !MAY_CHANGE.has(name));
  return Object.fromEntries(
    names.map((name) => {
      const rows = service.database.prepare(`select * from "${name}"`).all();
      return [name, rows.map((row) => ({ ...row, last_used_at_ms: 0, address: '' }))];
    }),
  );
}
