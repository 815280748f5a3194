// Every page of both ends, on a phone and on a desktop, in light and in dark: nothing axe objects to, nothing wider than
// the screen, nothing in the console, and no more than its weight.
import { AxeBuilder } from '@axe-core/playwright';
import type { ConsoleMessage, Page } from '@playwright/test';
import {
  addAuthenticator,
  enableTwoFactor,
  enterPassword,
  expectHeading,
  goToScan,
  logIn,
  logOut,
  passcodeField,
  signUp,
  type Person,
} from '../support/account-pages.ts';
import {
  addByLink,
  card,
  chooseImage,
  openAddPage,
  openWithoutRegistering,
} from '../support/authenticator-app.ts';
import { sideBySide } from '../support/camera.ts';
import type { Countersign } from '../support/countersign.ts';
import { migrationUris } from '../support/google-authenticator.ts';
import { waitForLink } from '../support/mail.ts';
import { qrencode } from '../support/programs.ts';
import { plugInKey } from '../support/security-key.ts';
import { expect, test } from '../support/test.ts';

const screens = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];
const colorSchemes = ['light', 'dark'] as const;
const maxPageBytes = 30_000;

// Hundreds of looks are no story that somebody would want to replay.
test.use({ trace: 'off' });

/** What each page said in its console. */
const said = new WeakMap<Page, string[]>();

test.beforeEach(({ page, phone }) => {
  listen(page);
  listen(phone);
});

test.afterEach(({ page, phone }) => {
  expect([...(said.get(page) ?? []), ...(said.get(phone) ?? [])], 'the console').toEqual([]);
});

test.describe('the service', () => {
  test('the doors', async ({ page, countersign, person }) => {
    const { accountUrl } = countersign;
    const visit = async (path: string, what: string) => {
      await page.goto(accountUrl + path);
      await look(page, what);
    };
    await visit('/sign-up', 'sign up');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await look(page, 'sign up, with errors');
    await page.getByLabel('Email').fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill(person.password);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await look(page, 'check your mail');
    await visit('/outbox', 'outbox');
    const link = await waitForLink(countersign, {
      to: person.email,
      subject: /^Verify your email for Countersign/,
    });
    await page.reload();
    await page.getByRole('link', { name: 'Verify your email for Countersign' }).first().click();
    await look(page, 'a mail in the outbox');
    await enterPassword(page, countersign, person);
    await look(page, 'log in, before verifying');
    await page.goto(link);
    await look(page, 'verify email');
    await page.getByRole('button', { name: 'Verify email' }).click();
    await look(page, 'email verified');
    await page.goto(link);
    await look(page, 'a link that was used');
    await visit('/log-in', 'log in');
    await enterPassword(page, countersign, { ...person, password: 'wrong password' });
    await look(page, 'log in, with an error');
    await visit('/reset-password', 'reset password');
    await page.getByLabel('Email').fill(person.email);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await look(page, 'reset password, check your mail');
    await page.goto(await waitForLink(countersign, { to: person.email, subject: /^Reset/ }));
    await look(page, 'new password');
    await page.getByRole('button', { name: 'Change password' }).click();
    await look(page, 'new password, with an error');
    await visit('/nothing-here', 'no such page');
  });

  test('Account settings', async ({ page, countersign, person }) => {
    await signUp(page, countersign, person);
    await logIn(page, countersign, person);
    for (const path of [
      '/account',
      '/account/sessions',
      '/account/api-tokens',
      '/account/activity',
      '/account/email',
      '/account/password',
      '/account/delete',
      '/account/step-up',
    ]) {
      await page.goto(countersign.accountUrl + path);
      await look(page, path);
    }
    await page.goto(`${countersign.accountUrl}/account/password`);
    await page.getByRole('button', { name: 'Change password' }).click();
    await look(page, 'change password, with an error');
    await page.goto(`${countersign.accountUrl}/account/api-tokens`);
    await page.getByRole('button', { name: 'Create API token' }).click();
    await look(page, 'API tokens, with an error');
    await page.getByLabel('Name').fill('nightly backup of everything that matters');
    await page.getByRole('button', { name: 'Create API token' }).click();
    await look(page, 'a new API token');
    await page.getByRole('link', { name: 'Done' }).click();
    await look(page, 'API tokens');
  });

  test('Two-factor Authentication', async ({ page, countersign, person }) => {
    await signUp(page, countersign, person);
    await logIn(page, countersign, person);
    await page.goto(`${countersign.accountUrl}/account/two-factor`);
    await look(page, 'overview');
    await page.goto(`${countersign.accountUrl}/account/two-factor/app`);
    await look(page, 'app selection');
    await goToScan(page, countersign);
    await look(page, 'QR code');
    await page.getByRole('button', { name: 'Enable Two-factor Authentication' }).click();
    await look(page, 'QR code, with an error');
    const authenticator = await enableTwoFactor(page, countersign);
    await look(page, 'enabled');
    await page.getByRole('link', { name: 'Set up recovery codes' }).click();
    await look(page, 'recovery codes, none yet');
    await page.getByRole('button', { name: 'Make recovery codes' }).click();
    await look(page, 'recovery codes, shown');
    await page.getByRole('button', { name: 'I have saved these codes' }).click();
    await look(page, 'enabled, with recovery codes');
    await page.goto(`${countersign.accountUrl}/account/recovery-codes`);
    await look(page, 'recovery codes, saved');
    await page.getByRole('link', { name: 'Try a recovery code' }).click();
    await look(page, 'recovery drill');
    await page.goto(`${countersign.accountUrl}/account/two-factor`);
    await page.getByRole('link', { name: 'Rename Authenticator app' }).click();
    await look(page, 'rename an authenticator');
    await page.goto(`${countersign.accountUrl}/account/two-factor`);
    await page.getByRole('link', { name: 'Remove Authenticator app' }).click();
    await look(page, 'remove the last authenticator');
    await page.getByRole('link', { name: 'Add the new authenticator' }).click();
    await look(page, 'app selection, adding');
    await addAuthenticator(page, countersign, 'A tablet with a rather long name, to see how it wraps');
    await look(page, 'enabled, with two authenticators');
    await page.getByRole('link', { name: 'Remove Authenticator app' }).click();
    await look(page, 'remove an authenticator');
    await page.goto(`${countersign.accountUrl}/account/two-factor/disable`);
    await look(page, 'disable');
    await page.goto(`${countersign.accountUrl}/account`);
    await look(page, 'account, two-factor on');
    await logOut(page);
    await enterPassword(page, countersign, person);
    await look(page, 'second step');
    await passcodeField(page).fill('000000000');
    await page.getByRole('button', { name: 'Log in' }).click();
    await look(page, 'second step, with an error');
    await page.getByRole('link', { name: 'Use a recovery code' }).click();
    await look(page, 'recovery code');
    await page.getByRole('link', { name: 'Use a One-time passcode' }).click();
    await page.getByLabel('Trust this browser for 30 days').check();
    await passcodeField(page).fill(await authenticator.nextCode());
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.goto(`${countersign.accountUrl}/account/sessions`);
    await look(page, 'sessions, with a trusted browser');
    await page.goto(`${countersign.accountUrl}/account/two-factor/disable`);
    await look(page, 'step-up with a passcode');
  });

  test('security keys', async ({ page, countersign, person }) => {
    await plugInKey(page);
    await signUp(page, countersign, person);
    await logIn(page, countersign, person);
    const add = `${countersign.accountUrl}/account/two-factor/security-keys/new`;
    await page.goto(add);
    await look(page, 'add a security key');
    await page.getByRole('button', { name: 'Add security key' }).click();
    await expectHeading(page, 'Two-factor Authentication is Enabled'); // the key answers after the click
    await look(page, 'enabled, with a security key');
    await page.goto(add);
    await page.getByRole('button', { name: 'Add security key' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await look(page, 'add a security key, with an error');
    await page.goto(`${countersign.accountUrl}/account/two-factor`);
    await page.getByRole('link', { name: 'Manage Security key' }).click();
    await look(page, 'a security key');
    await page.getByRole('link', { name: 'Remove' }).click();
    await look(page, 'remove the last security key');
    await page.goto(`${countersign.accountUrl}/account/step-up`);
    await page.getByText('Use a recovery code').click();
    await look(page, 'step-up with a security key');
    await logOut(page);
    await page.goto(`${countersign.accountUrl}/log-in/passkey`);
    await look(page, 'log in with a passkey');
    await enterPassword(page, countersign, person);
    await look(page, 'second step with a security key');
  });

  test('no page with its style weighs more than 30 kB', async ({ page, countersign, person }) => {
    const style = await (await page.request.get(`${countersign.accountUrl}/assets/countersign.css`)).body();
    for (const path of ['/sign-up', '/log-in', '/reset-password', '/outbox']) {
      expect
        .soft(style.length + (await documentBytes(page, countersign, path)), path)
        .toBeLessThan(maxPageBytes);
    }
    await becomeMember(page, countersign, person);
    await goToScan(page, countersign);
    for (const path of [
      ...['/account', '/account/sessions', '/account/api-tokens', '/account/activity', '/account/step-up'],
      ...['/account/two-factor', '/account/two-factor/app', '/account/two-factor/scan'],
    ]) {
      expect
        .soft(style.length + (await documentBytes(page, countersign, path)), path)
        .toBeLessThan(maxPageBytes);
    }
  });
});

test.describe('the authenticator', () => {
  test('getting started', async ({ phone, countersign, person }) => {
    await phone.goto(countersign.authenticatorUrl);
    await expectHeading(phone, 'Countersign');
    await look(phone, 'welcome');
    await phone.getByRole('link', { name: 'Get started' }).click();
    await look(phone, 'get started');
    await phone.getByRole('button', { name: 'Continue' }).click();
    await look(phone, 'get started, with an error');
    await phone.getByLabel('Email address').fill(person.email);
    await phone.getByRole('button', { name: 'Continue' }).click();
    await expectHeading(phone, 'Check your mail');
    await look(phone, 'check your mail');
    const link = await waitForLink(countersign, { to: person.email, subject: /for your authenticator$/ });
    const mail = await phone.context().newPage();
    await mail.goto(link);
    await look(mail, 'verify email');
    await mail.getByRole('button', { name: 'Verify email' }).click();
    await look(mail, 'email verified');
    await mail.goto(link);
    await look(mail, 'a link that was used');
    await mail.close();
    await expectHeading(phone, "You're set up and ready to go.");
    await look(phone, 'ready');
    await phone.getByRole('link', { name: 'Go to your codes' }).click();
    await look(phone, 'no codes yet');
    await phone.getByRole('link', { name: 'Settings' }).click();
    await look(phone, 'settings, registered');
    await phone.getByRole('button', { name: 'Remove registration' }).click();
    await look(phone, 'settings, asking before removing the registration');
  });

  test('codes and settings', async ({ phone, countersign }) => {
    await openWithoutRegistering(phone, countersign);
    await addByLink(
      phone,
      'otpauth://totp/Harbour:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Harbour',
    );
    await look(phone, 'one code');
    await addByLink(phone, 'otpauth://hotp/Counter:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&counter=1');
    for (let number = 1; number <= 4; number++) {
      const name = encodeURIComponent(`A service with quite a long name, number ${number}`);
      await addByLink(
        phone,
        `otpauth://totp/${name}:somebody.with.a.long.name@example.org?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43${'ABCD'[number - 1]!}`,
      );
    }
    await look(phone, 'six codes');
    await phone.getByRole('button', { name: 'Change the order' }).click();
    await look(phone, 'change the order');
    await phone.getByRole('button', { name: 'Done' }).click();
    await phone.getByRole('link', { name: 'Edit Harbour, ada' }).click();
    await look(phone, 'edit entry');
    await phone.getByRole('button', { name: 'Move to trash' }).click();
    await expectHeading(phone, 'Countersign');
    await expect(card(phone, 'Harbour')).toHaveCount(0);
    await look(phone, 'codes, after deleting');
    await phone.getByRole('link', { name: 'Settings' }).click();
    await look(phone, 'settings');
    await phone.getByRole('link', { name: /^Trash/ }).click();
    await look(phone, 'trash');
    await phone.getByRole('button', { name: 'Delete Harbour, ada for ever' }).click();
    await look(phone, 'asking before deleting for ever');
    await phone.getByRole('dialog').getByRole('button', { name: 'Delete for ever' }).click();
    await look(phone, 'empty trash');
    await phone.getByRole('button', { name: 'Back' }).click();
    await phone.getByRole('link', { name: '2-step verification (TOTP)' }).click();
    await look(phone, '2-step verification (TOTP)');
  });

  test('adding', async ({ phone, camera, countersign }) => {
    await openWithoutRegistering(phone, countersign);
    await openAddPage(phone);
    await expect(phone.getByLabel('Camera picture')).toBeVisible();
    await look(phone, 'camera');
    await chooseImage(phone, qrencode('https://example.org/'));
    await expect(phone.getByRole('alert')).toBeVisible();
    await look(phone, 'camera, with a remark');
    const accounts = ['one', 'two', 'three'].map((name) => ({
      secretBytes: Buffer.from(`the secret of ${name}`.padEnd(20)),
      name,
      issuer: 'Harbour',
    }));
    const [first = '', second = ''] = migrationUris(accounts, 2);
    await chooseImage(phone, qrencode(first));
    await expect(phone.getByText('1 of 2 scanned')).toBeVisible();
    await look(phone, 'camera, with half an export');
    await chooseImage(phone, qrencode(second));
    await expectHeading(phone, 'Choose accounts');
    await look(phone, 'choose accounts');
    await phone.getByRole('button', { name: 'Add 3 accounts' }).click();
    await expectHeading(phone, 'Added 3 accounts');
    await look(phone, 'added');
    await phone.getByRole('button', { name: 'Add another' }).click();
    await phone.getByRole('button', { name: 'Paste link' }).click();
    await phone.getByRole('button', { name: 'Add', exact: true }).click();
    await look(phone, 'link, with an error');
    await phone.getByRole('button', { name: 'Back' }).click();
    await phone.getByRole('button', { name: 'Enter setup key' }).click();
    await phone.getByText('Options').click();
    await look(phone, 'setup key');
    await phone.getByRole('button', { name: 'Add', exact: true }).click();
    await look(phone, 'setup key, with errors');
    await phone.getByRole('button', { name: 'Back' }).click();
    await phone.context().clearPermissions();
    await phone.context().grantPermissions(['geolocation']);
    await phone.reload();
    await expect(phone.getByRole('alert')).toContainText('The camera is not allowed');
    await look(phone, 'camera denied');
    camera.show(sideBySide([qrencode('hello')]));
  });
});

/**
 * Looks at the page that is open, on both screens and in both colour schemes. Axe's "legacy mode" spares a second page
 * for the sake of frames from elsewhere, of which we have none.
 */
async function look(page: Page, what: string): Promise<void> {
  const before = page.viewportSize()!;
  for (const screen of screens) {
    await page.setViewportSize(screen);
    for (const colorScheme of colorSchemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const where = `${what}, ${screen.width} wide, ${colorScheme}`;
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect.soft(violations.map(describeViolation), where).toEqual([]);
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(tooWide, `${where}: pixels beyond the screen`).toBeLessThanOrEqual(0);
    }
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
}

type Violation = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number];

function describeViolation({ id, help, nodes }: Violation): string {
  return `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`;
}

/** Keeps what the console says, but for refusals that the test asked for: browsers log their status. */
function listen(page: Page): void {
  const messages: string[] = [];
  said.set(page, messages);
  const isAskedFor = (message: ConsoleMessage) =>
    /the server responded with a status of (403|404|410|422)/.test(message.text());
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !isAskedFor(message)) messages.push(message.text());
  });
  page.on('pageerror', (error) => messages.push(String(error)));
}

async function documentBytes(page: Page, { accountUrl }: Countersign, path: string): Promise<number> {
  const answer = await page.goto(accountUrl + path);
  return (await answer!.body()).length;
}

async function becomeMember(page: Page, countersign: Countersign, person: Person): Promise<void> {
  await signUp(page, countersign, person);
  await logIn(page, countersign, person);
}
