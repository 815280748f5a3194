// The authenticator on its own: every way to add, keep, change and lose an entry, with and without a network.
import type { Page } from '@playwright/test';
import { expectHeading, goToScan as goToServiceScan, logIn, signUp } from '../support/account-pages.ts';
import {
  addByLink,
  card,
  chooseImage,
  goToScan,
  openAddPage,
  openWithoutRegistering,
  readCode,
} from '../support/authenticator-app.ts';
import { sideBySide } from '../support/camera.ts';
import { startFront } from '../support/front.ts';
import { waitForLink } from '../support/mail.ts';
import { oathtoolTotp, qrencode } from '../support/programs.ts';
import { expect, phoneOptions, test } from '../support/test.ts';

const secrets = {
  Harbour: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  Lighthouse: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  Garden: 'MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U',
};
type Issuer = keyof typeof secrets;

function uriOf(issuer: Issuer): string {
  return `otpauth://totp/${issuer}:ada?secret=${secrets[issuer]}&issuer=${issuer}`;
}

test.describe('ways to add', () => {
  test('the setup key by hand, as it is shown, with options', async ({ phone, countersign }) => {
    await openWithoutRegistering(phone, countersign);
    await openAddPage(phone);
    await phone.getByRole('button', { name: 'Enter setup key' }).click();
    await phone.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(phone.getByLabel('Setup key')).toHaveAttribute('aria-invalid', 'true');
    await phone.getByLabel('Issuer').fill('Harbour');
    await phone.getByLabel('Account name').fill('ada');
    await phone.getByLabel('Setup key').fill('gezd gnbv gy3t qojq 1');
    await phone.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(phone.getByLabel('Setup key')).toBeFocused();
    await expect(phone.getByLabel('Setup key')).toHaveAccessibleDescription(/1/);
    await phone.getByLabel('Setup key').fill('gezd gnbv gy3t qojq gezd gnbv gy3t qojq');
    await phone.getByText('Options').click();
    await phone.getByLabel('Digits').fill('8');
    await phone.getByRole('button', { name: 'Add', exact: true }).click();
    await expectHeading(phone, 'Added');
    await expectCodeOf(phone, 'Harbour', 8);
  });

  test('a link, once it is one', async ({ phone, countersign }) => {
    await openWithoutRegistering(phone, countersign);
    await openAddPage(phone);
    await phone.getByRole('button', { name: 'Paste link' }).click();
    await phone.getByLabel('Link').fill('https://example.org/');
    await phone.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(phone.getByLabel('Link')).toHaveAccessibleDescription(/web address/);
    await phone.getByLabel('Link').fill(uriOf('Harbour'));
    await phone.getByRole('button', { name: 'Add', exact: true }).click();
    await expectHeading(phone, 'Added');
    await expectCodeOf(phone, 'Harbour');
  });

  test('a picture that is dropped', async ({ page, countersign }) => {
    await openWithoutRegistering(page, countersign);
    await openAddPage(page);
    await waitForScanner(page);
    const dropped = await page.evaluateHandle(
      (bytes) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(bytes)], 'code.png', { type: 'image/png' }));
        return transfer;
      },
      [...qrencode(uriOf('Harbour'))],
    );
    await page.getByRole('main').dispatchEvent('drop', { dataTransfer: dropped });
    await expectHeading(page, 'Added');
    await expectCodeOf(page, 'Harbour');
  });

  test('a picture that is pasted', async ({ page, context, countersign }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await openWithoutRegistering(page, countersign);
    await openAddPage(page);
    await waitForScanner(page);
    await page.evaluate(
      async (bytes) => {
        const blob = new Blob([new Uint8Array(bytes)], { type: 'image/png' });
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
      },
      [...qrencode(uriOf('Harbour'))],
    );
    await page.keyboard.press('ControlOrMeta+V');
    await expectHeading(page, 'Added');
    await expectCodeOf(page, 'Harbour');
  });

  test('a link that is pasted', async ({ page, context, countersign }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await openWithoutRegistering(page, countersign);
    await openAddPage(page);
    await page.evaluate((link) => navigator.clipboard.writeText(link), uriOf('Harbour'));
    await page.keyboard.press('ControlOrMeta+V');
    await expectHeading(page, 'Added');
    await expectCodeOf(page, 'Harbour');
  });

  test('the screen, with the service in another tab', async ({
    playwright,
    launchOptions,
    countersign,
    person,
  }) => {
    const capture = '--auto-select-tab-capture-source-by-title=Scan the QR code';
    const browser = await playwright.chromium.launch({
      ...launchOptions,
      args: [...(launchOptions.args ?? []), capture],
    });
    const context = await browser.newContext();
    const service = await context.newPage();
    await signUp(service, countersign, person);
    await logIn(service, countersign, person);
    const setupKey = await goToServiceScan(service, countersign);
    const page = await context.newPage();
    await openWithoutRegistering(page, countersign);
    await openAddPage(page);
    await waitForScanner(page);
    await page.getByRole('button', { name: 'Scan screen' }).click();
    await expectHeading(page, 'Added');
    await expect(async () => expect(await readCode(page)).toBe(oathtoolTotp(setupKey))).toPass();
    await browser.close();
  });

  test('several QR codes in one picture: the person chooses', async ({ phone, camera, countersign }) => {
    await openWithoutRegistering(phone, countersign);
    camera.show(sideBySide([qrencode(uriOf('Harbour')), qrencode(uriOf('Garden'))]));
    await openAddPage(phone);
    await expectHeading(phone, 'Choose accounts');
    await expect(phone.getByRole('checkbox')).toHaveCount(2);
    await phone.getByRole('checkbox', { name: /Garden/ }).uncheck();
    await phone.getByRole('button', { name: 'Add 1 account' }).click();
    await expectHeading(phone, 'Added');
    await expectCodeOf(phone, 'Harbour');
  });

  test('the same secret twice is told, not doubled', async ({ phone, countersign }) => {
    await openWithoutRegistering(phone, countersign);
    await addByLink(phone, uriOf('Harbour'));
    await openAddPage(phone);
    await chooseImage(phone, qrencode(uriOf('Harbour').replace('ada', 'another%20name')));
    await expectHeading(phone, 'Already there');
    await expect(phone.getByText('Already there: Harbour, ada')).toBeVisible();
    await phone.getByRole('button', { name: 'Done' }).click();
    await expect(card(phone, 'Harbour')).toHaveCount(1);
  });

  for (const [text, what] of [
    ['https://example.org/', 'a web address'],
    ['WIFI:T:WPA;S=home;P=secret;;', 'Wi-Fi'],
    ['otpauth://totp/Harbour:ada?secret=0189', 'fault'],
    ['<img src=x onerror=alert(1)>', 'plain text'],
  ] as const) {
    test(`a QR code that is none of ours is told to be so: ${what}`, async ({ phone, countersign }) => {
      await openWithoutRegistering(phone, countersign);
      await openAddPage(phone);
      await chooseImage(phone, qrencode(text));
      await expect(phone.getByRole('alert')).toContainText(what);
      await phone.getByRole('button', { name: 'Dismiss' }).click();
      await expect(phone.getByRole('alert')).toHaveCount(0);
    });
  }

  test('a picture without a QR code, and a file that is no picture', async ({ phone, countersign }) => {
    await openWithoutRegistering(phone, countersign);
    await openAddPage(phone);
    await chooseImage(phone, await phone.screenshot());
    await expect(phone.getByRole('alert')).toContainText('No QR code was found in this picture');
    await chooseImage(phone, Buffer.from('not a picture'));
    await expect(phone.getByRole('alert')).toContainText('This file is not a picture');
  });
});

test.describe('the camera', () => {
  test('denied: the page says what to do, and goes on by itself once it is allowed', async ({
    phoneBrowser,
    camera,
    countersign,
  }) => {
    const context = await phoneBrowser.newContext({ ...phoneOptions, permissions: ['geolocation'] });
    const phone = await context.newPage();
    await openWithoutRegistering(phone, countersign);
    await openAddPage(phone);
    await expect(phone.getByRole('alert')).toContainText('The camera is not allowed');
    await expect(phone.getByRole('button', { name: 'Enter setup key' })).toBeVisible();
    camera.show(qrencode(uriOf('Harbour')));
    await context.grantPermissions(['camera']);
    await expectHeading(phone, 'Added');
    await context.close();
  });

  test('none: the page says so and offers the other ways', async ({ page, context, countersign }) => {
    await context.grantPermissions(['camera']);
    await openWithoutRegistering(page, countersign);
    await openAddPage(page);
    await expect(page.getByRole('alert')).toContainText('No camera was found');
    await chooseImage(page, qrencode(uriOf('Harbour')));
    await expectHeading(page, 'Added');
  });

  test('is let go as soon as the code is found', async ({ phone, camera, countersign }) => {
    await phone.addInitScript(() => {
      const { mediaDevices } = navigator;
      const open = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = async (constraints) => {
        const stream = await open(constraints);
        Object.assign(globalThis, { cameraStream: stream });
        return stream;
      };
    });
    await openWithoutRegistering(phone, countersign);
    camera.show(qrencode(uriOf('Harbour')));
    await openAddPage(phone);
    await expectHeading(phone, 'Added');
    const isOpen = () =>
      phone.evaluate(() => (globalThis as unknown as { cameraStream: MediaStream }).cameraStream.active);
    await expect.poll(isOpen).toBe(false);
  });
});

test.describe('entries', () => {
  test.beforeEach(async ({ phone, countersign }) => {
    await openWithoutRegistering(phone, countersign);
    for (const issuer of ['Harbour', 'Lighthouse', 'Garden'] as const) await addByLink(phone, uriOf(issuer));
  });

  test('a tap copies the code that is shown', async ({ phone }) => {
    await phone.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await expect(async () => {
      await phone.getByRole('button', { name: 'Copy code for Lighthouse, ada' }).click();
      const copied = await phone.evaluate(() => navigator.clipboard.readText());
      expect(copied).toBe(oathtoolTotp(secrets.Lighthouse));
    }).toPass();
    await expect(phone.getByText('Copied the code for Lighthouse')).toBeVisible();
  });

  test('issuer and account can be changed, and a reload keeps it', async ({ phone }) => {
    await phone.getByRole('link', { name: 'Edit Harbour, ada' }).click();
    await phone.getByLabel('Issuer').fill('Harbour Bank');
    await phone.getByLabel('Account name').fill('ada@example.org');
    await phone.getByRole('button', { name: 'Save' }).click();
    await expect(card(phone, 'Harbour Bank')).toContainText('ada@example.org');
    await phone.reload();
    await expect(card(phone, 'Harbour Bank')).toContainText('ada@example.org');
    await expectCodeOf(card(phone, 'Harbour Bank'), 'Harbour');
  });

  test('the order can be changed, with the keyboard too, and a reload keeps it', async ({ phone }) => {
    const titles = phone.locator('.card-title');
    await expect(titles).toHaveText(['Harbour', 'Lighthouse', 'Garden']);
    await phone.getByRole('button', { name: 'Change the order' }).click();
    await phone.getByRole('button', { name: 'Move Garden, ada up' }).focus();
    await phone.keyboard.press('Enter');
    await phone.keyboard.press('Enter');
    await expect(phone.getByText('Now 1 of 3')).toBeAttached();
    await expect(phone.getByRole('button', { name: 'Move Garden, ada down' })).toBeFocused();
    await phone.getByRole('button', { name: 'Done' }).click();
    await expect(titles).toHaveText(['Garden', 'Harbour', 'Lighthouse']);
    await phone.reload();
    await expect(titles).toHaveText(['Garden', 'Harbour', 'Lighthouse']);
  });

  test('deleting is undone at once, or from the trash, or never', async ({ phone }) => {
    await moveToTrash(phone, 'Harbour');
    await phone.getByRole('button', { name: 'Undo' }).click();
    await expectCodeOf(card(phone, 'Harbour'), 'Harbour');

    await moveToTrash(phone, 'Harbour');
    await moveToTrash(phone, 'Garden');
    await phone.reload();
    await expect(phone.locator('.card-title')).toHaveText(['Lighthouse']);
    await phone.getByRole('link', { name: 'Settings' }).click();
    await phone.getByRole('link', { name: /^Trash/ }).click();
    await phone.getByRole('button', { name: 'Restore Harbour, ada' }).click();
    await phone.getByRole('button', { name: 'Delete Garden, ada for ever' }).click();
    const dialog = phone.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Keep' }).click();
    await phone.getByRole('button', { name: 'Delete Garden, ada for ever' }).click();
    await dialog.getByRole('button', { name: 'Delete for ever' }).click();
    await expect(phone.getByText('The trash is empty')).toBeVisible();
    await phone.goto(`${new URL(phone.url()).origin}/`);
    await expectCodeOf(card(phone, 'Harbour'), 'Harbour');
    await expect(card(phone, 'Garden')).toHaveCount(0);
  });

  test('scanning what lies in the trash takes it out', async ({ phone }) => {
    await moveToTrash(phone, 'Harbour');
    await addByLink(phone, uriOf('Harbour'));
    await expect(card(phone, 'Harbour')).toHaveCount(1);
    await phone.getByRole('link', { name: 'Settings' }).click();
    await expect(phone.getByRole('link', { name: /^Trash/ })).toContainText('Empty');
  });

  test('two tabs show the same entries, whichever changes them', async ({ phone }) => {
    const other = await phone.context().newPage();
    await other.goto(phone.url());
    await expect(other.locator('.card-title')).toHaveText(['Harbour', 'Lighthouse', 'Garden']);
    await moveToTrash(phone, 'Lighthouse');
    await expect(other.locator('.card-title')).toHaveText(['Harbour', 'Garden']);
    await other.getByRole('link', { name: 'Edit Garden, ada' }).click();
    await other.getByLabel('Issuer').fill('Allotment');
    await other.getByRole('button', { name: 'Save' }).click();
    await expect(phone.locator('.card-title')).toHaveText(['Harbour', 'Allotment']);
  });

  test('search appears with six entries, and finds by issuer and account', async ({ phone }) => {
    const search = phone.getByRole('searchbox', { name: 'Search codes' });
    await expect(search).toHaveCount(0);
    for (const [name, secret] of [
      ['Caf%C3%A9:ada', 'KRSXG5CTMVRXEZLUKN2XAZLSKNSWG4TF'],
      ['Library:ada', 'NRUWE4TBOJ4SA43FMNZGK5BAGEZDGNBV'],
      ['Post:grace', 'OBXXG5BAON2HE2LOM4QGM33SEBYG643U'],
    ]) {
      await addByLink(phone, `otpauth://totp/${name}?secret=${secret}`);
    }
    await search.fill('cafe');
    await expect(phone.locator('.card-title')).toHaveText(['Café']);
    await search.fill('gra po');
    await expect(phone.locator('.card-title')).toHaveText(['Post']);
    await search.fill('nothing like it');
    await expect(phone.getByText('Nothing found for')).toBeVisible();
  });
});

test.describe('without a network', () => {
  test('after the first visit the app opens, shows its codes and scans with the server stopped', async ({
    phone,
    camera,
    startOwnCountersign,
  }) => {
    const countersign = await startOwnCountersign();
    await openWithoutRegistering(phone, countersign);
    await addByLink(phone, uriOf('Harbour'));
    await waitUntilCached(phone);
    await countersign.stop();
    await phone.reload();
    await expectCodeOf(card(phone, 'Harbour'), 'Harbour');
    await phone.close();
    const again = await phone.context().newPage();
    await again.goto(countersign.authenticatorUrl);
    await expectCodeOf(card(again, 'Harbour'), 'Harbour');
    camera.show(qrencode(uriOf('Garden')));
    await goToScan(again);
    await expectHeading(again, 'Added');
    await expectCodeOf(again, 'Garden');
  });

  test('a newer version waits for the person, and keeps every entry', async ({ phone, countersign }) => {
    const front = await startFront(countersign.authenticatorUrl);
    await openWithoutRegistering(phone, { ...countersign, authenticatorUrl: front.url });
    await addByLink(phone, uriOf('Harbour'));
    await waitUntilCached(phone);
    front.change((path, text) => {
      if (path === '/service-worker.js') return text.replace(/(version:")([0-9a-f]+)/, '$1newer-$2');
      return text.replace('<html lang="en"', '<html lang="en" data-version="newer"');
    });
    await phone.reload();
    await expect(phone.getByText('Update ready')).toBeVisible();
    const root = phone.locator('html');
    await expect(root).not.toHaveAttribute('data-version');
    await expectCodeOf(card(phone, 'Harbour'), 'Harbour');
    await phone.getByRole('button', { name: 'Reload' }).click();
    await expect(root).toHaveAttribute('data-version', 'newer');
    await expectCodeOf(card(phone, 'Harbour'), 'Harbour');
    await expect(phone.getByText('Update ready')).toHaveCount(0);
    await front.stop();
  });

  test('registering without a network says so and keeps what was typed', async ({ phone, countersign }) => {
    await phone.goto(countersign.authenticatorUrl);
    await phone.getByRole('link', { name: 'Get started' }).click();
    await phone.getByLabel('Email address').fill('ada@example.org');
    await phone.context().setOffline(true);
    await phone.getByRole('button', { name: 'Continue' }).click();
    await expect(phone.getByRole('alert')).toBeVisible();
    await expect(phone.getByLabel('Email address')).toHaveValue('ada@example.org');
    await phone.context().setOffline(false);
  });
});

test.describe('registering', () => {
  test('Not now, and later: registering keeps the entries', async ({ phone, page, countersign, person }) => {
    await openWithoutRegistering(phone, countersign);
    await addByLink(phone, uriOf('Harbour'));
    await phone.getByRole('link', { name: 'Settings' }).click();
    await phone.getByRole('link', { name: 'Register this device' }).click();
    await phone.getByLabel('Email address').fill(person.email);
    await phone.getByRole('button', { name: 'Continue' }).click();
    await expectHeading(phone, 'Check your mail');
    await phone.getByRole('button', { name: 'Not now' }).click();
    await expectCodeOf(card(phone, 'Harbour'), 'Harbour');
    await expect(phone.getByText(`The link we sent to ${person.email} has not been used yet.`)).toBeVisible();
    await verifyDevice(page, await deviceLink(countersign, person.email));
    await expect(phone.getByText('has not been used yet')).toHaveCount(0, { timeout: 10_000 });
    await phone.getByRole('link', { name: 'Settings' }).click();
    await expect(phone.getByText(`under ${person.email}`)).toBeVisible();
    await phone.getByRole('button', { name: 'Back' }).click();
    await expectCodeOf(card(phone, 'Harbour'), 'Harbour');
  });

  test('a reload at each step stays at that step', async ({ phone, page, countersign, person }) => {
    await phone.goto(countersign.authenticatorUrl);
    await phone.reload();
    await phone.getByRole('link', { name: 'Get started' }).click();
    await phone.getByLabel('Email address').fill(person.email);
    await phone.getByLabel('Name of this device').fill('Kitchen tablet');
    await phone.reload();
    await expect(phone.getByLabel('Email address')).toHaveValue(person.email);
    await expect(phone.getByLabel('Name of this device')).toHaveValue('Kitchen tablet');
    await phone.getByRole('button', { name: 'Continue' }).click();
    await expectHeading(phone, 'Check your mail');
    await phone.reload();
    await expectHeading(phone, 'Check your mail');
    await expect(phone.getByText(person.email)).toBeVisible();
    await verifyDevice(page, await deviceLink(countersign, person.email));
    await expectHeading(phone, "You're set up and ready to go.");
    await phone.reload();
    await expectHeading(phone, "You're set up and ready to go.");
    await phone.getByRole('link', { name: 'Go to your codes' }).click();
    await phone.reload();
    await expect(phone.getByRole('heading', { name: 'No codes yet' })).toBeVisible();
    await goToScan(phone);
    await phone.reload();
    await expectHeading(phone, 'Scan QR code');
  });

  test('the mail’s link opened twice: a visit verifies nothing, the button works once', async ({
    phone,
    page,
    countersign,
    person,
  }) => {
    await startRegistering(phone, countersign.authenticatorUrl, person.email);
    const link = await deviceLink(countersign, person.email);
    await page.goto(link);
    await page.goto(link);
    await expectHeading(page, 'Verify your email');
    const second = await page.context().newPage();
    await second.goto(link);
    await expect(phone.getByText('Waiting for you to verify…')).toBeVisible();
    await page.getByRole('button', { name: 'Verify email' }).click();
    await expectHeading(page, 'Email verified');
    await second.getByRole('button', { name: 'Verify email' }).click();
    await expectHeading(second, 'This link no longer works');
    await expectHeading(phone, "You're set up and ready to go.");
  });

  test('another address, and the link sent again', async ({ phone, page, countersign, person }) => {
    await startRegistering(phone, countersign.authenticatorUrl, `mistyped-${person.email}`);
    await phone.getByRole('button', { name: 'Use another address' }).click();
    await phone.getByLabel('Email address').fill(person.email);
    await phone.getByRole('button', { name: 'Continue' }).click();
    await expectHeading(phone, 'Check your mail');
    await phone.getByRole('button', { name: 'Send the link again' }).click();
    await expect(phone.getByText('The link is on its way again')).toBeVisible();
    await verifyDevice(page, await deviceLink(countersign, person.email));
    await expectHeading(phone, "You're set up and ready to go.");
  });
});

test.describe('a code never shows stale', () => {
  const startMs = Date.UTC(2026, 5, 1, 12, 0, 10);

  test.beforeEach(async ({ phone, countersign }) => {
    await phone.clock.install({ time: startMs });
    await openWithoutRegistering(phone, countersign);
    await addByLink(phone, uriOf('Harbour'));
    await phone.clock.pauseAt(startMs + 60_000);
    await expectCodeAt(phone, startMs + 60_000);
  });

  test('when its time step ends', async ({ phone }) => {
    await phone.clock.runFor(19_000);
    await expectCodeAt(phone, startMs + 79_000);
    await phone.clock.runFor(1000);
    await expectCodeAt(phone, startMs + 80_000);
  });

  test('after sleep', async ({ phone }) => {
    await phone.clock.fastForward('08:00:00');
    await expectCodeAt(phone, startMs + 60_000 + 8 * 3_600_000);
  });

  test('after the clock jumped forward', async ({ phone }) => {
    await phone.clock.setSystemTime(startMs + 3_600_000);
    await phone.clock.runFor(300);
    await expectCodeAt(phone, startMs + 3_600_300);
  });

  test('after the clock was set back, which is told', async ({ phone }) => {
    await phone.clock.setSystemTime(startMs - 3_600_000);
    await phone.clock.runFor(1100);
    await expectCodeAt(phone, startMs - 3_598_900);
    await expect(phone.getByRole('alert')).toContainText('clock was set back');
  });

  test('in the background: no code at all until somebody looks', async ({ phone }) => {
    await phone.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect(phone.getByTestId('code')).toHaveCount(0);
    await phone.clock.setSystemTime(startMs + 3_600_000);
    await expect(phone.getByTestId('code')).toHaveCount(0);
    await phone.evaluate(() => {
      Reflect.deleteProperty(document, 'visibilityState');
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expectCodeAt(phone, startMs + 3_600_000);
  });

  async function expectCodeAt(phone: Page, timeMs: number): Promise<void> {
    const code = oathtoolTotp(secrets.Harbour, { timeSeconds: timeMs / 1000 });
    await expect(phone.getByTestId('code')).toHaveText(code);
  }
});

async function expectCodeOf(
  place: Parameters<typeof readCode>[0],
  issuer: Issuer,
  digits = 6,
): Promise<void> {
  await expect(async () =>
    expect(await readCode(place)).toBe(oathtoolTotp(secrets[issuer], { digits })),
  ).toPass();
}

async function moveToTrash(phone: Page, issuer: Issuer): Promise<void> {
  await phone.getByRole('link', { name: `Edit ${issuer}, ada` }).click();
  await phone.getByRole('button', { name: 'Move to trash' }).click();
  await expectHeading(phone, 'Countersign');
  await expect(card(phone, issuer)).toHaveCount(0);
}

/** The scanner is loaded when it is needed; a picture that comes sooner is not taken. */
async function waitForScanner(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
}

/** Everything the app needs, the scanner included, is kept on the device. */
async function waitUntilCached(phone: Page): Promise<void> {
  const cached = () =>
    phone.evaluate(async () => {
      const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
      const requests = await Promise.all(caches_.map((cache) => cache.keys()));
      return requests.flat().some(({ url }) => url.endsWith('.wasm'));
    });
  await expect.poll(cached).toBe(true);
}

async function startRegistering(phone: Page, authenticatorUrl: string, email: string): Promise<void> {
  await phone.goto(authenticatorUrl);
  await phone.getByRole('link', { name: 'Get started' }).click();
  await phone.getByLabel('Email address').fill(email);
  await phone.getByRole('button', { name: 'Continue' }).click();
  await expectHeading(phone, 'Check your mail');
}

function deviceLink(countersign: Parameters<typeof waitForLink>[0], email: string): Promise<string> {
  return waitForLink(countersign, { to: email, subject: /^Verify your email for your authenticator/ });
}

async function verifyDevice(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Verify email' }).click();
  await expectHeading(page, 'Email verified');
}
