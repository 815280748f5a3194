/** What every spec starts from: a server, people with addresses of their own, a phone with a camera. */
import {
  test as base,
  chromium,
  type Browser,
  type BrowserContextOptions,
  type Page,
} from '@playwright/test';
import type { Person } from './account-pages.ts';
import { createCamera, type Camera } from './camera.ts';
import { startCountersign, type Countersign } from './countersign.ts';

/** The browser of a phone, as far as pages can tell. */
export const phoneOptions: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

interface WorkerFixtures {
  /** A server that the specs of one worker share. */
  countersign: Countersign;
  /** What the phone's camera sees. */
  camera: Camera;
  phoneBrowser: Browser;
}

interface TestFixtures {
  /** Starts a server of the test's own, which ends with the test at the latest. */
  startOwnCountersign: typeof startCountersign;
  /** Somebody whom the server has not met. */
  person: Person;
  /** A page on a phone with a camera, and nothing in it yet. */
  phone: Page;
}

let people = 0;

/** A person with an address that nobody else has. */
export function newPerson(): Person {
  people += 1;
  return {
    email: `person-${process.pid}-${people}@example.org`,
    password: `plum ladder violet ${people}`,
  };
}

/** Playwright's `test`, with our fixtures. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  countersign: [
    async ({}, use) => {
      const countersign = await startCountersign();
      await use(countersign);
      await countersign.stop();
    },
    { scope: 'worker' },
  ],
  camera: [
    async ({}, use) => {
      const camera = createCamera();
      await use(camera);
      camera.close();
    },
    { scope: 'worker' },
  ],
  phoneBrowser: [
    async ({ camera, launchOptions }, use) => {
      const args = [...(launchOptions.args ?? []), ...camera.chromiumArgs];
      const browser = await chromium.launch({ ...launchOptions, args });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  startOwnCountersign: async ({}, use) => {
    const started: Countersign[] = [];
    await use(async (settings) => {
      const countersign = await startCountersign(settings);
      started.push(countersign);
      return countersign;
    });
    await Promise.all(started.map((countersign) => countersign.stop()));
  },
  person: async ({}, use) => use(newPerson()),
  phone: async ({ phoneBrowser, camera }, use) => {
    camera.show();
    const context = await phoneBrowser.newContext({ ...phoneOptions, permissions: ['camera'] });
    await use(await context.newPage());
    await context.close();
  },
});

export { expect } from '@playwright/test';
