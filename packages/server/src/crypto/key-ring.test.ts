import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { addKeyToFile, openKeyFile, parseKeyRing } from './key-ring.ts';

const ONE = Buffer.alloc(32, 1).toString('base64');
const TWO = Buffer.alloc(32, 2).toString('base64');

test('a ring holds each version, the newest first', () => {
  const ring = parseKeyRing(`1:${ONE}, 3:${TWO}\n`);
  assert.deepEqual(ring.versions, [3, 1]);
  assert.notDeepEqual(ring.derive(1, 'seal'), ring.derive(3, 'seal'));
  assert.throws(() => ring.derive(2, 'seal'), /has no key 2/);
});

test('each purpose has a key of its own, and the same one each time', () => {
  const ring = parseKeyRing(`1:${ONE}`);
  const keys = (['seal', 'recovery-code', 'csrf'] as const).map((purpose) => ring.derive(1, purpose));
  assert.equal(new Set(keys.map((key) => key.toString('hex'))).size, 3);
  assert.ok(keys.every((key) => key.length === 32));
  assert.deepEqual(parseKeyRing(`1:${ONE}`).derive(1, 'seal'), keys[0]);
});

test('a ring that is wrong is refused in one line, which holds no key', () => {
  const wrong: [text: string, reason: RegExp][] = [
    ['', /there is no key/],
    [' , \n', /there is no key/],
    [ONE, /must look like 1:<base64>/],
    [`0:${ONE}`, /must look like/],
    [`-1:${ONE}`, /must look like/],
    [`1:${ONE}:2`, /must look like/],
    ['1:???', /must look like/],
    ['1:c2hvcnQ=', /key 1 must be 32 bytes/],
    [`7:${Buffer.alloc(33).toString('base64')}`, /key 7 must be 32 bytes/],
    [`1:${ONE},1:${TWO}`, /key 1 is there twice/],
  ];
  for (const [text, reason] of wrong) {
    assert.throws(
      () => parseKeyRing(text),
      (error: Error) =>
        reason.test(error.message) && !error.message.includes('\n') && !error.message.includes(ONE),
      text,
    );
  }
});

test('the key file is made once, for its owner alone, and read again', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-keys-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const made = openKeyFile(folder);
  assert.equal(statSync(join(folder, 'keys')).mode & 0o777, 0o600);
  assert.deepEqual(openKeyFile(folder).derive(1, 'seal'), made.derive(1, 'seal'));
  writeFileSync(join(folder, 'keys'), 'nonsense');
  assert.throws(() => openKeyFile(folder), /the key file .*keys cannot be read: a key must look like/);
  assert.equal(readFileSync(join(folder, 'keys'), 'utf8'), 'nonsense', 'it is never overwritten');
});

test('a key that another process adds is found at once where a value asks for it, and soon seals', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-keys-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const running = openKeyFile(folder);
  const first = running.derive(1, 'seal');
  assert.equal(addKeyToFile(folder), 2);
  assert.equal(statSync(join(folder, 'keys')).mode & 0o777, 0o600);
  assert.deepEqual(running.derive(2, 'seal'), openKeyFile(folder).derive(2, 'seal'));
  assert.deepEqual(running.derive(1, 'seal'), first, 'the old key stays');
  assert.equal(addKeyToFile(folder), 3);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  assert.deepEqual(running.versions, [3, 2, 1]);
});

test('a key file that goes away while the service runs takes nothing from it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-keys-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const running = openKeyFile(folder);
  writeFileSync(join(folder, 'keys'), 'nonsense');
  await new Promise((resolve) => setTimeout(resolve, 1100));
  assert.deepEqual(running.versions, [1]);
  assert.equal(running.derive(1, 'seal').length, 32);
});

test('a key that is being added elsewhere is not added twice', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-keys-'));
  t.after(() => rmSync(folder, { recursive: true }));
  openKeyFile(folder);
  const before = readFileSync(join(folder, 'keys'), 'utf8');
  writeFileSync(join(folder, 'keys.arriving'), '');
  assert.throws(() => addKeyToFile(folder), /keys\.arriving is there/);
  assert.equal(readFileSync(join(folder, 'keys'), 'utf8'), before);
});
