/**
 * The guide's pictures: taken by the walk, compared with the committed ones, never made by hand. What differs from run
 * to run (keys, codes, times) is shown with values that do not.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Locator, type Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { qrencodeSvg } from './programs.ts';

const picturesFolder = fileURLToPath(new URL('../../docs/guide/pictures/', import.meta.url));
const freshFolder = fileURLToPath(new URL('../results/pictures/', import.meta.url));
/** Set to take over what the pages look like now. */
const updates = process.env['UPDATE_PICTURES'] === '1';

/** Pixels that may differ: less than one changed letter, more than what edges do on another graphics driver. */
const differingPixelsAtMost = 60;
/** How far two colours may be apart, of 255 in each channel, and count as the same. */
const channelTolerance = 64;

/** The values shown in place of those that change. The setup key is the one of RFC 6238's appendix B. */
const standIns = {
  setupKey: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  email: 'ada@example.org',
  codes: ['492039', '817526', '305748', '664190'],
  secondsLeft: 21,
  moment: 'just now 4 May 2026, 09:41 UTC',
  recoveryCodes: [
    ...['4F7K-9W2M-XQD3-8RVT', 'M2C8-1ZPA-77HD-E4QX', 'T9NB-5KY0-WG6R-3JSV', 'A8DX-P1M4-ZC2F-9HTQ'],
    ...['7YRE-G3WK-0VNB-6MJD', 'Q5SH-8X2T-FA9P-1CZY', 'H0VK-4DNM-R7EW-2GXB', 'Z3JT-C6QP-M8AY-5FKD'],
    ...['E1WG-9BSX-2HVN-7RQM', 'K6PD-T0FZ-4YCJ-8AWE'],
  ],
};

/** The address to sign up with for pictures. */
export const pictureEmail = standIns.email;

/**
 * Takes a picture and compares it with the one in docs/guide/pictures. A stale one fails the test at its end, so that
 * all of them are named at once.
 * @param area what to show, with a margin and without the page's header; the whole page when left out
 */
export async function takePicture(page: Page, name: string, area?: Locator): Promise<void> {
  const fresh = await screenshotWithStandIns(page, area);
  const committed = join(picturesFolder, `${name}.png`);
  if (updates && isStale(committed, fresh)) writeTo(committed, fresh);
  if (!isStale(committed, fresh)) return;
  writeTo(join(freshFolder, `${name}.png`), fresh);
  expect
    .soft(
      false,
      `docs/guide/pictures/${name}.png is stale. Compare it with e2e/results/pictures/${name}.png; if the page is ` +
        'right, run UPDATE_PICTURES=1 npm test -- e2e and look at the guide again.',
    )
    .toBe(true);
}

async function screenshotWithStandIns(page: Page, area: Locator | undefined): Promise<Buffer> {
  await page.waitForLoadState(); // the style included
  const clip = area && (await areaWithMargin(area));
  await page.mouse.move(0, 0);
  await page.evaluate(showStandIns, { ...standIns, qrCode: sampleQrCode(), hidesHeader: clip !== undefined });
  const picture = await page.screenshot({ fullPage: true, animations: 'disabled', ...(clip && { clip }) });
  await page.evaluate(hideStandIns);
  return picture;
}

async function areaWithMargin(area: Locator) {
  const margin = 12;
  const box = await area.boundingBox();
  if (box === null) throw new Error('There is nothing to take a picture of.');
  const [x, y] = [Math.max(0, Math.floor(box.x) - margin), Math.max(0, Math.floor(box.y) - margin)];
  return { x, y, width: Math.ceil(box.width) + 2 * margin, height: Math.ceil(box.height) + 2 * margin };
}

function sampleQrCode(): string {
  const { setupKey, email } = standIns;
  return qrencodeSvg(
    `otpauth://totp/Countersign:${encodeURIComponent(email)}?secret=${setupKey}` +
      '&issuer=Countersign&algorithm=SHA1&digits=6&period=30',
  );
}

/** Runs in the page. A copy of it holds still, and the page itself goes on unseen. */
function showStandIns(values: typeof standIns & { qrCode: string; hidesHeader: boolean }): void {
  const original = document.body;
  const copy = original.cloneNode(true) as HTMLElement;
  const typed = original.querySelectorAll('input');
  copy.querySelectorAll('input').forEach((input, index) => (input.value = typed[index]!.value));
  const each = (selector: string, change: (element: Element, index: number) => void) =>
    copy.querySelectorAll(selector).forEach(change);

  each('.key span', (line, index) => {
    line.textContent = values.setupKey.slice(index * 16, index * 16 + 16).replaceAll(/.{4}/g, '$& ');
  });
  each('svg.qr', (svg) => {
    const sample = new DOMParser().parseFromString(values.qrCode, 'image/svg+xml').documentElement;
    svg.setAttribute('viewBox', sample.getAttribute('viewBox')!);
    svg.replaceChildren(...sample.children);
  });
  each('input[name=passcode]', (input) => {
    const field = input as HTMLInputElement;
    if (field.value !== '') field.value = values.codes[0]!;
  });
  each('[data-testid=code]', (code, index) => {
    const shown = values.codes[index % values.codes.length]!;
    code.firstElementChild!.textContent = shown.slice(0, 3);
    code.lastElementChild!.textContent = shown.slice(3);
  });
  each('.countdown-seconds', (seconds) => (seconds.firstChild!.textContent = String(values.secondsLeft)));
  each('.countdown-left', (ring) =>
    ring.setAttribute('stroke-dashoffset', String(1 - values.secondsLeft / 30)),
  );
  each('.countdown', (countdown) => countdown.classList.remove('countdown-ending'));
  each('time', (time) => (time.textContent = values.moment));
  each('.recovery-codes code', (code, index) => (code.textContent = values.recoveryCodes[index]!));

  if (values.hidesHeader)
    each('body > header, .door > header', (header) => ((header as HTMLElement).style.visibility = 'hidden'));
  Object.assign(globalThis, { originalBody: original });
  original.replaceWith(copy);
}

/** Runs in the page. */
function hideStandIns(): void {
  document.body.replaceWith((globalThis as unknown as { originalBody: HTMLElement }).originalBody);
}

function isStale(committed: string, fresh: Buffer): boolean {
  if (!existsSync(committed)) return true;
  const [before, now] = [PNG.sync.read(readFileSync(committed)), PNG.sync.read(fresh)];
  if (before.width !== now.width || before.height !== now.height) return true;
  return differingPixels(before, now) > differingPixelsAtMost;
}

/** Pixels of one picture that nothing near the same place in the other looks like: an edge may move by one pixel. */
function differingPixels(one: PNG, other: PNG): number {
  if (one.data.equals(other.data)) return 0;
  let count = 0;
  for (let y = 1; y < one.height - 1; y++) {
    for (let x = 1; x < one.width - 1; x++) {
      if (isAlike(one, other, x, y, 0, 0)) continue;
      if (!isNear(one, other, x, y) || !isNear(other, one, x, y)) count += 1;
    }
  }
  return count;
}

function isNear(one: PNG, other: PNG, x: number, y: number): boolean {
  for (const byY of [-1, 0, 1])
    for (const byX of [-1, 0, 1]) if (isAlike(one, other, x, y, byX, byY)) return true;
  return false;
}

function isAlike(one: PNG, other: PNG, x: number, y: number, byX: number, byY: number): boolean {
  const at = (y * one.width + x) * 4;
  const otherAt = ((y + byY) * one.width + x + byX) * 4;
  for (let channel = 0; channel < 3; channel++) {
    if (Math.abs(one.data[at + channel]! - other.data[otherAt + channel]!) > channelTolerance) return false;
  }
  return true;
}

function writeTo(file: string, png: Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, png);
}
