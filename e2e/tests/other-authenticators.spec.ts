// The service, with everybody else's authenticator.
import { expectHeading, goToScan, logIn, passcodeField, signUp } from '../support/account-pages.ts';
import { keepassxcTotp, zbarimg } from '../support/programs.ts';
import { codeAtStep, oathtoolAuthenticator, roomInTimeStep } from '../support/time-steps.ts';
import { expect, test } from '../support/test.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`zbarimg reads the QR code in ${colorScheme} mode`, async ({ page, countersign, person }) => {
    await page.emulateMedia({ colorScheme });
    await signUp(page, countersign, person);
    await logIn(page, countersign, person);
    const setupKey = await goToScan(page, countersign);
    expect(setupKey).toMatch(/^[A-Z2-7]{32}$/);
    const uri =
      `otpauth://totp/Countersign:${encodeURIComponent(person.email)}?secret=${setupKey}` +
      '&issuer=Countersign&algorithm=SHA1&digits=6&period=30';
    expect(zbarimg(await page.screenshot()), 'the whole page').toEqual([uri]);
    const qrCode = page.getByRole('img', { name: /^QR code/ });
    expect(zbarimg(await qrCode.screenshot()), 'the picture alone').toEqual([uri]);
    const box = await qrCode.boundingBox();
    expect(Math.min(box!.width, box!.height)).toBeGreaterThanOrEqual(200);
  });
}

test('an issuer and an address with difficult characters arrive as they are', async ({
  page,
  startOwnCountersign,
}) => {
  const countersign = await startOwnCountersign({ COUNTERSIGN_NAME: 'Café & Søn, 100%' });
  const person = { email: "o'brien+lists@example.org", password: 'plum ladder violet' };
  await signUp(page, countersign, person);
  await logIn(page, countersign, person);
  const setupKey = await goToScan(page, countersign);
  const [uri = ''] = zbarimg(await page.screenshot());
  const [, label = '', query = ''] = /^otpauth:\/\/totp\/([^?]*)\?(.*)$/.exec(uri)!;
  // RFC 3986 §3.3: an apostrophe stands for itself in a path; what means something elsewhere does not.
  expect(label).toBe("Caf%C3%A9%20%26%20S%C3%B8n%2C%20100%25:o'brien%2Blists%40example.org");
  expect(query).toBe(
    `secret=${setupKey}&issuer=Caf%C3%A9%20%26%20S%C3%B8n%2C%20100%25&algorithm=SHA1&digits=6&period=30`,
  );
});

test('oathtool is the authenticator, from the QR code to the second log-in', async ({
  page,
  countersign,
  person,
}) => {
  await signUp(page, countersign, person);
  await logIn(page, countersign, person);
  await goToScan(page, countersign);
  const [uri = ''] = zbarimg(await page.screenshot());
  const authenticator = oathtoolAuthenticator(new URL(uri).searchParams.get('secret')!);
  await passcodeField(page).fill(await authenticator.nextCode());
  await page.getByRole('button', { name: 'Enable Two-factor Authentication' }).click();
  await expectHeading(page, 'Two-factor Authentication is Enabled');
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await passcodeField(page).fill(await authenticator.nextCode());
  await page.getByRole('button', { name: 'Log in' }).click();
  await expectHeading(page, 'Account settings');
  await expect(page.getByText('Two-factor Authentication is Enabled')).toBeVisible();
});

test('KeePassXC shows the same code', async ({ page, countersign, person }) => {
  await signUp(page, countersign, person);
  await logIn(page, countersign, person);
  const setupKey = await goToScan(page, countersign);
  const [uri = ''] = zbarimg(await page.screenshot());
  await roomInTimeStep(5);
  expect(keepassxcTotp(uri)).toBe(codeAtStep(setupKey));
});
