import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { simpleParser } from 'mailparser';
import { createOutbox } from './outbox.ts';
import { createOutboxSender } from './send.ts';

const ID = '0b6d9c1e-6a57-4b0c-9d52-3f1f6f2f9a10';
const LINK = 'https://account.example.org/verify-email?token=abc_DEF-123';
const folder = await mkdtemp(join(tmpdir(), 'countersign-outbox-'));
after(() => rm(folder, { recursive: true }));
const outbox = createOutbox(folder);
const send = createOutboxSender(outbox, { nowMs: () => 1_800_000_000_000 }, 'Sentry <no-reply@example.org>', {
  issuer: 'Sentry',
  accountUrl: 'https://account.example.org',
  authenticatorUrl: 'https://auth.example.org',
});

test('before the first mail the outbox is empty', async () => {
  assert.deepEqual(await outbox.list(), []);
});

test('a mail is kept as the message that would have been sent', async () => {
  await send(ID, { to: 'ana@example.org', template: 'verify_email', link: LINK });
  const [name = ''] = await outbox.list();
  assert.equal(name, `1800000000000-${ID}.eml`);
  const message = await outbox.read(name);
  assert.ok(message !== undefined);
  const mail = await simpleParser(message);
  assert.equal(mail.from?.text, '"Sentry" <no-reply@example.org>');
  assert.deepEqual(
    [mail.to ?? []].flat().map(({ text }) => text),
    ['ana@example.org'],
  );
  assert.equal(mail.messageId, `<${ID}@account.example.org>`);
  assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
  assert.ok(mail.text?.includes(LINK));
  assert.ok(String(mail.html).includes(`href="${LINK}"`));
});

test('only its owner can read it', async () => {
  const [name = ''] = await outbox.list();
  assert.equal((await stat(join(folder, 'outbox', name))).mode & 0o777, 0o600);
  assert.equal((await stat(join(folder, 'outbox'))).mode & 0o777, 0o700);
});

test('attack: a name that leads out of the outbox reads nothing', async () => {
  for (const name of [
    '../keys',
    '..',
    '',
    `../outbox/1800000000000-${ID}.eml`,
    `1800000000000-${ID}.eml\0`,
    'x.eml',
  ]) {
    assert.equal(await outbox.read(name), undefined, name);
  }
});
