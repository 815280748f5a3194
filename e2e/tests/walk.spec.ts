// The walk: two people's screens, one camera, from nothing to the second log-in. It takes the guide's pictures on the way.
import type { Browser, Page } from '@playwright/test';
import { expectHeading, passcodeField, type Person } from '../support/account-pages.ts';
import { addByLink, card, openWithoutRegistering, readCode } from '../support/authenticator-app.ts';
import type { Countersign } from '../support/countersign.ts';
import { oathtoolTotp } from '../support/programs.ts';
import { pictureEmail, takePicture } from '../support/pictures.ts';
import { expect, test } from '../support/test.ts';

const person: Person = { email: pictureEmail, password: 'plum ladder violet' };

test('the walk, from an empty phone to the second log-in with the code', async ({
  browser,
  phone,
  camera,
  startOwnCountersign,
}) => {
  test.setTimeout(150_000); // the second log-in waits for the next code
  const countersign = await startOwnCountersign();
  const desktop = await newDesktop(browser);

  await test.step('Authenticator: get started', async () => {
    await phone.goto(countersign.authenticatorUrl);
    await expectHeading(phone, 'Countersign');
    await takePicture(phone, 'welcome');
    await phone.getByRole('link', { name: 'Get started' }).click();
    await phone.getByLabel('Email address').fill(person.email);
    await phone.getByLabel('Name of this device').fill("Ada's phone");
    await takePicture(phone, 'get-started');
    await phone.getByRole('button', { name: 'Continue' }).click();
    await expectHeading(phone, 'Check your mail');
    await takePicture(phone, 'check-your-mail');
  });

  await test.step('Authenticator: verify the address by the button of the mail’s page', async () => {
    await openLinkInOutbox(desktop, countersign, 'Verify your email for your authenticator');
    await expectHeading(desktop, 'Verify your email');
    await takePicture(desktop, 'verify-email', desktop.getByRole('main'));
    await expect(phone.getByText('Waiting for you to verify…'), 'a visit verifies nothing').toBeVisible();
    await desktop.getByRole('button', { name: 'Verify email' }).click();
    await expectHeading(desktop, 'Email verified');
    await expectHeading(phone, "You're set up and ready to go.");
    await takePicture(phone, 'ready');
    await phone.getByRole('link', { name: 'Go to your codes' }).click();
    await expect(phone.getByRole('heading', { name: 'No codes yet' })).toBeVisible();
  });

  await test.step('Service: sign up', async () => {
    await desktop.goto(countersign.accountUrl);
    await desktop.getByRole('link', { name: 'Sign up' }).click();
    await desktop.getByLabel('Email').fill(person.email);
    await desktop.getByLabel('Password', { exact: true }).fill(person.password);
    await desktop.getByRole('button', { name: 'Sign up' }).click();
    await expectHeading(desktop, 'Check your mail');
    await openLinkInOutbox(desktop, countersign, 'Verify your email for Countersign');
    await desktop.getByRole('button', { name: 'Verify email' }).click();
    await expectHeading(desktop, 'Email verified');
  });

  await test.step('Service: log in, Account settings', async () => {
    await desktop.getByRole('link', { name: 'Log in' }).click();
    await enterPassword(desktop);
    await expectHeading(desktop, 'Account settings');
    await expect(desktop.getByRole('link', { name: 'Account', exact: true })).toHaveAttribute(
      'aria-current',
      'page',
    );
    const sections = desktop.getByRole('main').getByRole('heading', { level: 2 });
    await expect(sections.last()).toHaveText('Two-factor Authentication');
    await takePicture(desktop, 'account-settings', desktop.getByRole('main'));
    await desktop.getByRole('link', { name: 'Set Up Two-factor Authentication' }).click();
  });

  await test.step('Service: overview, app selection, what will change', async () => {
    await expectHeading(desktop, 'Two-factor Authentication');
    await takePicture(desktop, 'overview', desktop.getByRole('main'));
    await desktop.getByRole('link', { name: 'Set Up Two-factor Authentication' }).click();
    await expectHeading(desktop, 'Choose an authenticator app');
    const apps = desktop.getByRole('main').getByRole('listitem');
    await expect(apps.first()).toContainText('Countersign authenticator');
    expect(await apps.count()).toBeGreaterThan(3);
    await expect(desktop.getByRole('table', { name: 'Sessions' }).getByRole('row')).toHaveCount(2);
    await expect(desktop.getByText('Scripts that log in with the password stop working')).toBeVisible();
    await takePicture(desktop, 'choose-app', desktop.getByRole('main'));
    await desktop.getByRole('button', { name: 'Continue to the QR code' }).click();
    await expectHeading(desktop, 'Scan the QR code');
    await expect(desktop.getByRole('group', { name: 'Setup key' })).toHaveText(/^([A-Z2-7]{4}\s*){8}$/);
    await takePicture(desktop, 'scan', desktop.getByRole('main'));
    await takePicture(desktop, 'service');
  });

  await test.step('Authenticator: Settings > 2-step verification (TOTP) > Scan QR code', async () => {
    camera.show(await desktop.screenshot());
    await phone.getByRole('link', { name: 'Settings' }).click();
    await expectHeading(phone, 'Settings');
    await takePicture(phone, 'settings');
    await phone.getByRole('link', { name: '2-step verification (TOTP)' }).click();
    await expectHeading(phone, '2-step verification (TOTP)');
    await takePicture(phone, 'two-step-verification');
    await phone.getByRole('link', { name: 'Scan QR code' }).click();
    await expectHeading(phone, 'Added');
    await expect(card(phone, person.email)).toContainText('Countersign');
    await takePicture(phone, 'added');
  });

  const firstCode = await test.step('Service: type the code', async () => {
    const code = await readCode(phone);
    expect(code).toMatch(/^\d{6}$/);
    await passcodeField(desktop).fill(code);
    await takePicture(desktop, 'type-the-code', desktop.locator('section').last());
    await desktop.getByRole('button', { name: 'Enable Two-factor Authentication' }).click();
    await expectHeading(desktop, 'Two-factor Authentication is Enabled');
    await takePicture(desktop, 'enabled', desktop.getByRole('main'));
    return code;
  });

  await test.step('Service: recovery codes', async () => {
    await desktop.getByRole('link', { name: 'Set up recovery codes' }).click();
    await desktop.getByRole('button', { name: 'Make recovery codes' }).click();
    await expectHeading(desktop, 'Save your recovery codes');
    await expect(desktop.getByRole('main').getByRole('listitem')).toHaveCount(10);
    await takePicture(desktop, 'recovery-codes', desktop.getByRole('main'));
    await desktop.getByRole('button', { name: 'I have saved these codes' }).click();
    await expect(desktop.getByText('10 codes left.')).toBeVisible();
  });

  await test.step('Service: log out, and log in with the One-time passcode', async () => {
    await phone.getByRole('button', { name: 'Done' }).click();
    await desktop.getByRole('button', { name: 'Log out' }).click();
    await enterPassword(desktop);
    await expectHeading(desktop, 'Two-factor Authentication');
    await expect(passcodeField(desktop)).toBeFocused();
    await takePicture(desktop, 'one-time-passcode', desktop.getByRole('main'));
    // The code that finished the set-up is spent: the next one counts.
    await expect.poll(() => readCode(phone), { timeout: 40_000 }).not.toBe(firstCode);
    await passcodeField(desktop).fill(await readCode(phone));
    await desktop.getByRole('button', { name: 'Log in' }).click();
    await expectHeading(desktop, 'Account settings');
    await expect(desktop.getByText('Two-factor Authentication is Enabled')).toBeVisible();
  });

  await desktop.context().close();
});

test('the authenticator with a few entries, as README shows it', async ({ phone, countersign }) => {
  await openWithoutRegistering(phone, countersign);
  const services = [
    ['Countersign', 'ada@example.org', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'],
    ['Harbour Bank', 'A. Lovelace', 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'],
    ['Lighthouse Mail', 'ada@lighthouse.example', 'MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U'],
    ['Code Garden', 'ada-lovelace', 'KRSXG5CTMVRXEZLUKN2XAZLSKNSWG4TF'],
  ] as const;
  for (const [issuer, accountName, secret] of services) {
    const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(accountName)}`;
    await addByLink(phone, `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`);
    await expect(async () => {
      expect(await readCode(card(phone, accountName))).toBe(oathtoolTotp(secret));
    }).toPass({ timeout: 5000 });
  }
  await expect(phone.getByRole('status').filter({ hasText: /./ })).toHaveCount(0, { timeout: 10_000 });
  await takePicture(phone, 'authenticator');
});

/** A desktop whose pictures stay sharp. */
async function newDesktop(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ deviceScaleFactor: 2 });
  return context.newPage();
}

async function enterPassword(desktop: Page): Promise<void> {
  await desktop.getByLabel('Email').fill(person.email);
  await desktop.getByLabel('Password', { exact: true }).fill(person.password);
  await desktop.getByRole('button', { name: 'Log in' }).click();
}

/** Reads mail where it ends while no mail server is configured, and follows the mail's link. */
async function openLinkInOutbox(desktop: Page, { accountUrl }: Countersign, subject: string): Promise<void> {
  await expect(async () => {
    await desktop.goto(`${accountUrl}/outbox`);
    await desktop.getByRole('link', { name: subject }).click({ timeout: 500 });
  }).toPass();
  await desktop
    .getByRole('main')
    .getByRole('link', { name: /verify-email/ })
    .click();
}
