/** What a person does on the account pages, by the words on them. */
import { expect, type Page } from '@playwright/test';
import type { Countersign } from './countersign.ts';
import { waitForLink } from './mail.ts';
import { oathtoolAuthenticator, type OtherAuthenticator } from './time-steps.ts';

/** Who signs up. */
export interface Person {
  email: string;
  password: string;
}

/** Signs up and verifies the address. */
export async function signUp(page: Page, countersign: Countersign, person: Person): Promise<void> {
  await page.goto(`${countersign.accountUrl}/sign-up`);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expectHeading(page, 'Check your mail');
  await page.goto(
    await waitForLink(countersign, {
      to: person.email,
      subject: /^Verify your email for (?!your authenticator)/,
    }),
  );
  await page.getByRole('button', { name: 'Verify email' }).click();
  await expectHeading(page, 'Email verified');
}

/** Passes the password; what comes next depends on the account. */
export async function enterPassword(page: Page, countersign: Countersign, person: Person): Promise<void> {
  await page.goto(`${countersign.accountUrl}/log-in`);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

/** Logs in to an account without two-factor. */
export async function logIn(page: Page, countersign: Countersign, person: Person): Promise<void> {
  await enterPassword(page, countersign, person);
  await expectHeading(page, 'Account settings');
}

/** Logs in to an account with two-factor. */
export async function logInWithPasscode(
  page: Page,
  countersign: Countersign,
  person: Person,
  authenticator: OtherAuthenticator,
): Promise<void> {
  await enterPassword(page, countersign, person);
  await expectHeading(page, 'Two-factor Authentication');
  await passcodeField(page).fill(await authenticator.nextCode());
  await page.getByRole('button', { name: 'Log in' }).click();
  await expectHeading(page, 'Account settings');
}

/** Presses **Log out**. */
export async function logOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await expectHeading(page, 'Log in');
}

/** From anywhere in a live session to the page with the QR code; returns the setup key. */
export async function goToScan(page: Page, countersign: Countersign): Promise<string> {
  await page.goto(`${countersign.accountUrl}/account/two-factor/app`);
  await page.getByRole('button', { name: 'Continue to the QR code' }).click();
  await expectHeading(page, 'Scan the QR code');
  return readSetupKey(page);
}

/** The setup key beside the QR code, without its spaces. */
export async function readSetupKey(page: Page): Promise<string> {
  const text = await page.getByRole('group', { name: 'Setup key' }).innerText();
  return text.replaceAll(/\s/g, '');
}

/** Sets two-factor up with an authenticator that is not ours, and returns it. */
export async function enableTwoFactor(page: Page, countersign: Countersign): Promise<OtherAuthenticator> {
  const authenticator = oathtoolAuthenticator(await goToScan(page, countersign));
  await passcodeField(page).fill(await authenticator.nextCode());
  await page.getByRole('button', { name: 'Enable Two-factor Authentication' }).click();
  await expectHeading(page, 'Two-factor Authentication is Enabled');
  return authenticator;
}

/** Adds an authenticator that is not ours to those that there are, and returns it. */
export async function addAuthenticator(
  page: Page,
  countersign: Countersign,
  name: string,
): Promise<OtherAuthenticator> {
  const authenticator = oathtoolAuthenticator(await goToScan(page, countersign));
  await passcodeField(page).fill(await authenticator.nextCode());
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Add authenticator' }).click();
  await expectHeading(page, 'Two-factor Authentication is Enabled');
  return authenticator;
}

/** Makes recovery codes right after enabling, saves them, and returns them. */
export async function saveRecoveryCodes(page: Page, countersign: Countersign): Promise<string[]> {
  await page.goto(`${countersign.accountUrl}/account/recovery-codes`);
  await page.getByRole('button', { name: /^Make (new )?recovery codes$/ }).click();
  await expectHeading(page, 'Save your recovery codes');
  const codes = await page.getByRole('main').getByRole('listitem').allInnerTexts();
  await page.getByRole('button', { name: 'I have saved these codes' }).click();
  await expectHeading(page, 'Two-factor Authentication is Enabled');
  return codes;
}

/** Answers **Confirm it's you**. */
export async function stepUp(page: Page, person: Person, passcode?: string): Promise<void> {
  await expectHeading(page, "Confirm it's you");
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  if (passcode !== undefined) await passcodeField(page).fill(passcode);
  await page.getByRole('button', { name: 'Confirm' }).click();
}

/** The field for the code that the authenticator shows. */
export function passcodeField(page: Page) {
  return page.getByLabel('One-time passcode');
}

/** Waits for the page that has this heading. */
export async function expectHeading(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
}
