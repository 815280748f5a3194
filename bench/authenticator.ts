// How soon the authenticator shows its first code: a new browser process, a profile that already holds the app and
// 500 entries, and no server to ask. Time runs from the start of the navigation to the frame that holds a code.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatMigrationUri, generateSecretBytes, type OtpauthAccount } from '@countersign/otp';
import { startCountersign } from '@countersign/server';
import { chromium, type BrowserContext, type Page } from '@playwright/test';

const ENTRIES = 500;
const ENTRIES_A_LINK = 50;
const STARTS = 7;
const LIMIT_MS = 300;

const profile = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
try {
  const url = await fillProfile();
  const times: number[] = [];
  for (let start = 0; start < STARTS; start++) times.push(await coldStart(url));
  times.sort((a, b) => a - b);
  const [fastest, median, slowest] = [times[0]!, times[STARTS >> 1]!, times.at(-1)!];
  console.log(
    `Cold start, offline, ${ENTRIES} entries: first code after ${median.toFixed(0)} ms, median of ${STARTS} ` +
      `[${fastest.toFixed(0)}, ${slowest.toFixed(0)}] (limit ${LIMIT_MS} ms)`,
  );
} finally {
  await rm(profile, { recursive: true, force: true });
}

/** Adds the entries as a person would, by Google Authenticator's export links, and waits until the app is kept. */
async function fillProfile(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  const countersign = await startCountersign(
    {
      port: 0,
      authenticatorPort: 0,
      host: '127.0.0.1',
      accountUrl: undefined,
      authenticatorUrl: undefined,
      dataDir,
      smtpUrl: undefined,
      mailFrom: undefined,
      keys: undefined,
      name: 'Countersign',
      trustedProxies: [],
    },
    { log: { info: () => undefined, error: () => undefined } },
  );
  const browser = await openBrowser();
  try {
    const page = browser.pages()[0] ?? (await browser.newPage());
    await page.goto(countersign.authenticatorUrl);
    await page.getByRole('button', { name: 'Not now' }).click();
    for (let first = 0; first < ENTRIES; first += ENTRIES_A_LINK)
      await addByLink(page, countersign.authenticatorUrl, first);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    return countersign.authenticatorUrl;
  } finally {
    await browser.close();
    await countersign.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function addByLink(page: Page, url: string, first: number): Promise<void> {
  const accounts = Array.from({ length: ENTRIES_A_LINK }, (_, i): OtpauthAccount => ({
    type: 'totp',
    issuer: `Service ${String(first + i).padStart(3, '0')}`,
    accountName: 'somebody@example.org',
    secretBytes: generateSecretBytes(),
    algorithm: 'SHA1',
    digits: 6,
    periodSeconds: 30,
    extraParameters: [],
  }));
  await page.goto(`${url}/#/add`);
  await page.getByRole('button', { name: 'Paste link' }).click();
  await page.getByLabel('Link').fill(formatMigrationUri(accounts));
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: `Add ${ENTRIES_A_LINK} accounts` }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByTestId('code').first().waitFor();
}

async function coldStart(url: string): Promise<number> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.addInitScript(() => {
      const look = () => {
        const code = document.querySelector('[data-testid="code"]');
        if (!/[0-9]{6}/.test(code?.textContent ?? '')) return requestAnimationFrame(look);
        // The frame after the one in which the code stands in the page has it on the screen.
        return requestAnimationFrame(() => {
          document.documentElement.dataset['firstCodeMs'] = String(performance.now());
        });
      };
      requestAnimationFrame(look);
    });
    await page.goto(url);
    const shown = page.locator('html[data-first-code-ms]');
    await shown.waitFor({ state: 'attached' });
    return Number(await shown.getAttribute('data-first-code-ms'));
  } finally {
    await browser.close();
  }
}

function openBrowser(): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    viewport: { width: 390, height: 844 },
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
