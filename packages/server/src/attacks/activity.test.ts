import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Browser } from './browser.ts';
import { openBrowser } from './browser.ts';
import { enterPassword, signUpPeople, type Person } from './person.ts';
import { startService } from './service.ts';

const service = await startService();
after(() => service.stop());
const [ana, bob, eve] = (await signUpPeople(service, 'ana', 'bob', 'eve')) as [Person, Person, Person];

interface Exported {
  head: { sequence: number; hash: string };
  events: { sequence: number; kind: string; atMs: number; hash: string }[];
}

test('the pages of the activity lose nothing and repeat nothing, many events of one moment or not', async () => {
  const browser = await makeEvents(ana, 130);
  const { events } = await exportJson(browser);
  const shown: string[] = [];
  let path: string | undefined = '/account/activity';
  while (path !== undefined) {
    const { text }: { text: string } = await browser.get(path);
    shown.push(...(text.match(/<li><div><strong>[^<]+/g) ?? []));
    path = /href="(\/account\/activity\?before=[^"]+)"/.exec(text)?.[1];
  }
  assert.equal(shown.length, events.length);
  assert.deepEqual(
    events.map(({ sequence }) => sequence),
    Array.from({ length: events.length }, (_, index) => events.length - index),
  );
});

test('a filter shows what it names, on every page and in every export, without a script', async () => {
  const browser = await enterPassword(service, ana);
  service.clock.advanceSeconds(3 * 24 * 3600);
  const later = await enterPassword(service, ana);
  const today = new Date(service.clock.nowMs()).toISOString().slice(0, 10);
  const { events } = await exportJson(later, `?from=${today}`);
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['logged_in'],
  );
  const before = await exportJson(later, `?kind=api_tokens&to=${today}`);
  assert.equal(before.events.length, 0);
  const page = await later.get('/account/activity?kind=password_and_address');
  assert.match(page.text, /Account created/);
  assert.doesNotMatch(page.text, /<strong>Logged in/);
  const linked = await later.get('/account/activity?kind=log_ins');
  const older = /href="(\/account\/activity\?kind=log_ins&amp;before=[^"]+)"/.exec(linked.text)?.[1];
  assert.ok(older !== undefined);
  assert.doesNotMatch((await later.get(older.replace('&amp;', '&'))).text, /Account created/);
  assert.equal((await browser.get(`/account/activity?from=nonsense&to[]=1&kind=%00&before=x`)).status, 200);
});

test("attack 40: a browser that calls itself a formula is text in the export, and so is another's event", async () => {
  const browser = openBrowser(service.accountUrl);
  await browser.get('/log-in');
  const { email, password } = bob;
  await browser.submit('/log-in', { email, password }, { 'user-agent': '=cmd|"/c calc"!A1' });
  const csv = await browser.get('/account/activity/export.csv');
  assert.equal(csv.headers['content-type'], 'text/csv; charset=utf-8');
  assert.match(csv.headers['content-disposition'] ?? '', /^attachment; /);
  const lines = csv.text.split('\r\n');
  assert.match(lines[0] ?? '', /^number,time,event/);
  assert.match(lines[1] ?? '', /logged_in,Logged in,,password,127\.0\.0\.1,"'=cmd\|""\/c calc""!A1"/);
  assert.equal(lines.filter((line) => line.includes('signed_up')).length, 1);
});

test('an event that was altered, removed, moved or cut off is noticed', async () => {
  const browser = await makeEvents(eve, 3);
  const accountId = '(select id from account where email = ?)';
  const run = (sql: string): void => {
    service.database.prepare(sql).run(eve.email);
  };
  const check = async (): Promise<string> => {
    const { text } = await browser.get('/account/activity');
    return /Checked: complete|Entry \d+ of this record (?:was altered|is missing)/.exec(text)?.[0] ?? text;
  };
  assert.equal(await check(), 'Checked: complete');
  const tampering: [change: string, undo: string, found: string][] = [
    [
      `update audit_event set address = '198.51.100.1' where sequence = 2 and account_id = ${accountId}`,
      `update audit_event set address = '127.0.0.1' where sequence = 2 and account_id = ${accountId}`,
      'Entry 2 of this record was altered',
    ],
    [
      `update audit_event set sequence = -3 where sequence = 3 and account_id = ${accountId}`,
      `update audit_event set sequence = 3 where sequence = -3 and account_id = ${accountId}`,
      'Entry 3 of this record is missing',
    ],
    [
      `update audit_head set sequence = sequence + 1 where account_id = ${accountId}`,
      `update audit_head set sequence = sequence - 1 where account_id = ${accountId}`,
      'Entry 5 of this record is missing',
    ],
    [
      `update audit_head set sequence = sequence - 1 where account_id = ${accountId}`,
      `update audit_head set sequence = sequence + 1 where account_id = ${accountId}`,
      'Entry 3 of this record was altered',
    ],
  ];
  for (const [change, undo, found] of tampering) {
    run(change);
    assert.equal(await check(), found);
    run(undo);
    assert.equal(await check(), 'Checked: complete');
  }
  run(`delete from audit_event where sequence = 4 and account_id = ${accountId}`);
  assert.equal(await check(), 'Entry 4 of this record is missing');
});

test('many events at once make one chain', async () => {
  const before = await exportJson(await enterPassword(service, ana));
  await Promise.all(Array.from({ length: 15 }, () => enterPassword(service, ana)));
  const browser = await enterPassword(service, ana);
  const { head } = await exportJson(browser);
  assert.equal(head.sequence, before.head.sequence + 16);
  assert.match((await browser.get('/account/activity')).text, /Checked: complete/);
});

/** Logs in so often that the account has this many events more, and returns the last browser. */
async function makeEvents(person: Person, count: number): Promise<Browser> {
  let browser = await enterPassword(service, person);
  for (let made = 1; made < count; made++) browser = await enterPassword(service, person);
  return browser;
}

async function exportJson(browser: Browser, query = ''): Promise<Exported> {
  const page = await browser.get(`/account/activity/export.json${query}`);
  assert.equal(page.status, 200);
  return JSON.parse(page.text) as Exported;
}
