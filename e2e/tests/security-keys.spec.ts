// Security keys and passkeys, with the browser's own virtual key.
import type { Page } from '@playwright/test';
import {
  enterPassword,
  expectHeading,
  logIn,
  logOut,
  passcodeField,
  signUp,
  type Person,
} from '../support/account-pages.ts';
import type { Countersign } from '../support/countersign.ts';
import { waitForMail } from '../support/mail.ts';
import { plugInKey } from '../support/security-key.ts';
import { expect, newPerson, test } from '../support/test.ts';

test('a key is the only second factor: added, used to log in, to confirm, and to log in alone', async ({
  page,
  countersign,
  person,
}) => {
  await plugInKey(page);
  await addKeyToNewAccount(page, countersign, person);
  await expect(page.getByRole('heading', { name: 'Now set up recovery codes' })).toBeVisible();

  await logOut(page);
  await enterPassword(page, countersign, person);
  await expectHeading(page, 'Two-factor Authentication');
  await expect(passcodeField(page)).toHaveCount(0);
  await useKey(page);
  await expectHeading(page, 'Account settings');

  await page.goto(`${countersign.accountUrl}/account/password`);
  await expectHeading(page, "Confirm it's you");
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await useKey(page);
  await expectHeading(page, 'Change password');

  await page.goto(`${countersign.accountUrl}/account/sessions`);
  await logOut(page);
  await page.getByRole('link', { name: 'Log in with a passkey' }).click();
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expectHeading(page, 'Account settings');
  await expect(page.getByText(person.email)).not.toHaveCount(0);
  await page.getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByText('Logged in with a passkey')).toBeVisible();
});

test('a key that does not verify its user is a second factor, and no way in alone', async ({
  page,
  countersign,
  person,
}) => {
  const key = await plugInKey(page);
  await addKeyToNewAccount(page, countersign, person);
  await logOut(page);
  await key.verifyUser(false);
  await page.goto(`${countersign.accountUrl}/log-in/passkey`);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page.getByRole('alert')).toContainText('No security key answered');
  await enterPassword(page, countersign, person);
  await useKey(page);
  await expectHeading(page, 'Account settings');
});

test('a copy of a key is noticed by its counter, refused, and its owner told', async ({
  page,
  countersign,
  person,
}) => {
  const key = await plugInKey(page);
  await addKeyToNewAccount(page, countersign, person);
  const copy = await key.copyCredential();
  for (let count = 0; count < 2; count++) {
    await logOut(page);
    await enterPassword(page, countersign, person);
    await useKey(page);
    await expectHeading(page, 'Account settings');
  }
  await logOut(page);
  await key.putCredential(copy);
  await enterPassword(page, countersign, person);
  await useKey(page);
  await expect(page.getByRole('alert')).toContainText('That security key was not accepted');
  await waitForMail(countersign, { to: person.email, subject: /^There may be a copy of your security key/ });
});

test('the key of another account is not even asked, and the same key is not added twice', async ({
  page,
  countersign,
  person,
  browser,
}) => {
  await plugInKey(page);
  await addKeyToNewAccount(page, countersign, person);
  await page.goto(`${countersign.accountUrl}/account/two-factor/security-keys/new`);
  await page.getByRole('button', { name: 'Add security key' }).click();
  await expect(page.getByRole('alert')).toContainText('added already');

  const elsewhere = await (await browser.newContext()).newPage();
  await plugInKey(elsewhere);
  await addKeyToNewAccount(elsewhere, countersign, newPerson());
  await logOut(elsewhere);
  await enterPassword(elsewhere, countersign, person);
  await useKey(elsewhere);
  await expect(elsewhere.getByRole('alert')).toContainText('No security key answered');
  await elsewhere.context().close();
});

test('without JavaScript the page says what a security key needs, and a recovery code is the way on', async ({
  page,
  countersign,
  person,
  browser,
}) => {
  await plugInKey(page);
  await addKeyToNewAccount(page, countersign, person);
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await enterPassword(plain, countersign, person);
  await expectHeading(plain, 'Two-factor Authentication');
  // This way of switching scripts off leaves <noscript> unparsed.
  expect(await plain.locator('noscript').innerHTML()).toContain('A security key needs JavaScript');
  await expect(plain.getByRole('button', { name: 'Use your security key' })).toBeHidden();
  await plain.getByRole('link', { name: 'Use a recovery code' }).click();
  await expectHeading(plain, 'Use a recovery code');
  await plain.context().close();
});

async function addKeyToNewAccount(page: Page, countersign: Countersign, person: Person): Promise<void> {
  await signUp(page, countersign, person);
  await logIn(page, countersign, person);
  await page.getByRole('link', { name: 'Set Up Two-factor Authentication' }).click();
  await page.getByRole('link', { name: 'Set up with a security key' }).click();
  await page.getByLabel('Name').fill('blue key');
  await page.getByRole('button', { name: 'Add security key' }).click();
  await expectHeading(page, 'Two-factor Authentication is Enabled');
  await expect(page.getByText('blue key')).toBeVisible();
}

async function useKey(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Use your security key' }).click();
}
