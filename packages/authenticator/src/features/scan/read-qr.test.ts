import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { drawPicture, hardPictures, type HardPicture } from './hard-pictures.ts';
import { loadQrReader, readFrame, readStill, type Picture } from './read-qr.ts';

before(async () => {
  const wasm = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  await loadQrReader({ wasmBinary: new Uint8Array(await readFile(wasm)).buffer });
});

/** The budget is for people who wait; a test on a busy machine must not depend on it. */
const UNHURRIED = { budgetMs: 60_000 };

describe('still pictures', () => {
  for (const [kind, pictures] of Map.groupBy(hardPictures(), ({ kind }) => kind)) {
    test(`${kind}: all ${pictures.length} are read`, async (t) => {
      const missed = [];
      const startedMs = performance.now();
      let drawnMs = 0;
      for (const picture of pictures) {
        const before = performance.now();
        const drawn = picture.draw();
        drawnMs += performance.now() - before;
        if (!(await readsAll(picture, drawn))) missed.push(picture.name);
      }
      t.diagnostic(`${Math.round((performance.now() - startedMs - drawnMs) / pictures.length)} ms a picture`);
      assert.deepEqual(missed, []);
    });
  }

  test('the corpus is not smaller than it was', () => {
    assert.ok(hardPictures().length >= 60);
  });
});

async function readsAll({ texts }: HardPicture, drawn: Picture): Promise<boolean> {
  const read = await readStill(drawn, UNHURRIED);
  return read.length === texts.length && texts.every((text) => read.includes(text));
}

test('nothing is found in noise, in black, and in a picture of one pixel', async () => {
  assert.deepEqual(await readStill(drawPicture(400, 300, [], { ground: 128, noise: 80 }), UNHURRIED), []);
  assert.deepEqual(await readStill(drawPicture(400, 300, [], { ground: 0 }), UNHURRIED), []);
  assert.deepEqual(await readStill(drawPicture(1, 1, []), UNHURRIED), []);
});

test('a code drawn on nothing is read, be its modules black or white', async () => {
  for (const inverted of [false, true]) {
    const picture = drawPicture(300, 300, [{ text: 'otpauth://totp/a?secret=AA', quietZone: 0, inverted }], {
      ground: inverted ? 0 : 255,
    });
    const ink = inverted ? 255 : 0;
    for (let at = 0; at < picture.data.length; at += 4) {
      picture.data[at + 3] = Math.abs(picture.data[at]! - ink) < 128 ? 255 : 0;
      picture.data.fill(ink, at, at + 3);
    }
    assert.deepEqual(await readStill(picture, UNHURRIED), ['otpauth://totp/a?secret=AA']);
  }
});

test('the text is what was written: UTF-8, control characters and all', async () => {
  for (const text of ['otpauth://totp/Żółw:東京?secret=JBSWY3DPEHPK3PXP', 'BEGIN:VCARD\r\nN:Zoë\u0001']) {
    assert.deepEqual(await readStill(drawPicture(400, 400, [{ text }]), UNHURRIED), [text]);
  }
});

test('the budget ends the search for a code that is not there', async () => {
  const startedMs = performance.now();
  await readStill(drawPicture(1400, 1400, [], { ground: 128, noise: 40 }), { budgetMs: 0 });
  const hurriedMs = performance.now() - startedMs;
  await readStill(drawPicture(1400, 1400, [], { ground: 128, noise: 40 }), UNHURRIED);
  assert.ok(hurriedMs < (performance.now() - startedMs) / 2);
});

test('a camera frame out of reach of the quick look is read within a few frames', async () => {
  const text = 'otpauth://totp/a?secret=JBSWY3DPEHPK3PXP';
  const faint = drawPicture(640, 480, [{ text }], { levels: [120, 130] });
  assert.deepEqual(await readFrame(faint, 1), []);
  assert.deepEqual(await readFrame(faint, 3), [text]);
});
