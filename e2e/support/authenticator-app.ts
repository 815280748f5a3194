/** What a person does in the authenticator, by the words on it. */
import { expect, type Locator, type Page } from '@playwright/test';
import { expectHeading } from './account-pages.ts';
import type { Countersign } from './countersign.ts';

/** Opens the app for the first time and leaves registering for later. */
export async function openWithoutRegistering(phone: Page, { authenticatorUrl }: Countersign): Promise<void> {
  await phone.goto(authenticatorUrl);
  await phone.getByRole('button', { name: 'Not now' }).click();
  await expect(phone.getByRole('heading', { name: 'No codes yet' })).toBeVisible();
}

/** Goes by **Settings** > **2-step verification (TOTP)** > **Scan QR code**, from the codes. */
export async function goToScan(phone: Page): Promise<void> {
  await phone.getByRole('link', { name: 'Settings' }).click();
  await phone.getByRole('link', { name: /^2-step verification \(TOTP\)/ }).click();
  await phone.getByRole('link', { name: 'Scan QR code' }).click();
  await expectHeading(phone, 'Scan QR code');
}

/** Adds accounts from a picture, given as a file; ends where the page leads. */
export async function chooseImage(phone: Page, png: Buffer): Promise<void> {
  const chooser = phone.waitForEvent('filechooser');
  await phone.getByRole('button', { name: 'Choose image' }).click();
  await (await chooser).setFiles({ name: 'qr-code.png', mimeType: 'image/png', buffer: png });
}

/** Opens the page to add entries at its start. */
export async function openAddPage(phone: Page): Promise<void> {
  await phone.getByRole('link', { name: /^(Add|Scan QR code)$/ }).click();
  await expectHeading(phone, 'Scan QR code');
}

/** Adds the account of a link, and returns to the codes. */
export async function addByLink(phone: Page, otpauthUri: string): Promise<void> {
  await openAddPage(phone);
  await phone.getByRole('button', { name: 'Paste link' }).click();
  await phone.getByLabel('Link').fill(otpauthUri);
  await phone.getByRole('button', { name: 'Add', exact: true }).click();
  await expectHeading(phone, 'Added');
  await phone.getByRole('button', { name: 'Done' }).click();
}

/** The card of one entry, by its issuer and account name as the card shows them. */
export function card(phone: Page, name: string): Locator {
  return phone.getByRole('list', { name: 'Codes' }).getByRole('listitem').filter({ hasText: name });
}

/** The code that is shown now, without the gap in its middle. */
export async function readCode(place: Page | Locator): Promise<string> {
  const text = await place.getByTestId('code').innerText();
  return text.replaceAll(/\s/g, '');
}
