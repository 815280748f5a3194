import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { parseKeyRing } from '../crypto/key-ring.ts';
import { createTokens } from '../crypto/tokens.ts';
import { openTemporaryStore } from '../storage/temporary-store.ts';
import { TooOftenError } from './errors.ts';
import { consumeLink, findLink, issueLink, LINK_LIFETIME_MS } from './mail-links.ts';
import type { MailLinkPurpose, Ports } from './ports.ts';

const HOUR_MS = 3_600_000;

const temporary = await openTemporaryStore();
after(() => temporary.remove());
const { store } = temporary;
const tokens = createTokens(parseKeyRing(`1:${Buffer.alloc(32, 1).toString('base64')}`));
let nowMs = 1_800_000_000_000;
const ports = { store, tokens, clock: { nowMs: () => nowMs } } as unknown as Ports;

function issue(email: string, purpose: MailLinkPurpose = 'sign_up'): Promise<string> {
  return store.transaction((tables) => issueLink(ports, tables, { purpose, email, emailKey: email }));
}

function consume(token: string, purpose: MailLinkPurpose = 'sign_up') {
  return store.transaction((tables) => consumeLink(ports, tables, purpose, token));
}

test('a link is found as often as it is looked at, and used once', async () => {
  const token = await issue('once@example.org');
  for (let count = 0; count < 3; count++) assert.ok(await findLink(ports, 'sign_up', token));
  const used = await Promise.all(Array.from({ length: 20 }, () => consume(token)));
  assert.equal(used.filter((link) => link !== undefined).length, 1);
  assert.equal(await findLink(ports, 'sign_up', token), undefined);
});

test('a link is good for its purpose alone', async () => {
  const token = await issue('purpose@example.org');
  for (const other of ['reset_password', 'change_email', 'verify_device'] as const) {
    assert.equal(await findLink(ports, other, token), undefined);
    assert.equal(await consume(token, other), undefined);
  }
  assert.ok(await consume(token));
});

for (const [purpose, lifetimeMs] of Object.entries(LINK_LIFETIME_MS) as [MailLinkPurpose, number][]) {
  test(`${purpose}: a link works until its end, to the millisecond`, async () => {
    const token = await issue('end@example.org', purpose);
    nowMs += lifetimeMs - 1;
    assert.ok(await findLink(ports, purpose, token));
    nowMs += 1;
    assert.equal(await findLink(ports, purpose, token), undefined);
    assert.equal(await consume(token, purpose), undefined);
  });
}

test('five links of one purpose go to one address in an hour, and no sixth', async () => {
  for (let count = 0; count < 5; count++) {
    await issue('often@example.org');
    nowMs += 60_000;
  }
  await assert.rejects(issue('often@example.org'), TooOftenError);
  await issue('often@example.org', 'reset_password');
  await issue('other@example.org');
  nowMs += HOUR_MS - 5 * 60_000;
  await issue('often@example.org');
  await assert.rejects(issue('often@example.org'), TooOftenError, 'one more for each that is an hour old');
});

test('links asked for at once are counted exactly', async () => {
  const results = await Promise.allSettled(Array.from({ length: 30 }, () => issue('at.once@example.org')));
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 5);
});
