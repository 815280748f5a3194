// Set-up, when something is not as it should be.
import type { Page } from '@playwright/test';
import {
  enableTwoFactor,
  expectHeading,
  goToScan,
  logIn,
  passcodeField,
  readSetupKey,
  signUp,
} from '../support/account-pages.ts';
import { codeAtStep, roomInTimeStep } from '../support/time-steps.ts';
import { expect, newPerson, test } from '../support/test.ts';

test.beforeEach(async ({ page, countersign, person }) => {
  await signUp(page, countersign, person);
  await logIn(page, countersign, person);
});

test('a wrong, a late, an early, an empty and another account’s code are refused alike; the right one still works', async ({
  page,
  countersign,
  browser,
}) => {
  const other = await (await browser.newContext()).newPage();
  const otherPerson = newPerson();
  await signUp(other, countersign, otherPerson);
  await logIn(other, countersign, otherPerson);
  const otherSetupKey = await goToScan(other, countersign);
  await other.context().close();
  const setupKey = await goToScan(page, countersign);

  await roomInTimeStep(10);
  const refused = {
    late: codeAtStep(setupKey, -2),
    early: codeAtStep(setupKey, 2),
    'of another account': codeAtStep(otherSetupKey),
    empty: '',
  };
  const messages = new Set<string>();
  for (const [what, code] of Object.entries(refused)) {
    await test.step(what, async () => {
      await enable(page, code);
      messages.add(await expectRefusal(page));
      expect(await readSetupKey(page), 'the QR code on the phone stays good').toBe(setupKey);
    });
  }
  expect([...messages]).toHaveLength(1);
  await page.goto(`${countersign.accountUrl}/account`);
  await expect(page.getByRole('link', { name: 'Set Up Two-factor Authentication' })).toBeVisible();

  await page.goto(`${countersign.accountUrl}/account/two-factor/scan`);
  await enable(page, codeAtStep(setupKey));
  await expectHeading(page, 'Two-factor Authentication is Enabled');
});

test('a wrong code is told next to its field, with what to check', async ({ page, countersign }) => {
  const setupKey = await goToScan(page, countersign);
  await enable(page, wrongCode(setupKey));
  const message = await expectRefusal(page);
  expect(message).toContain('clock');
  expect(message).toContain('this account');
  await expect(passcodeField(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(passcodeField(page)).toHaveAccessibleDescription(new RegExp(`^${message}`));
});

test('a code is taken as people write it: with a space, a dash, or around it', async ({
  page,
  countersign,
}) => {
  const code = codeAtStep(await goToScan(page, countersign));
  await enable(page, ` ${code.slice(0, 3)} ${code.slice(3)} `);
  await expectHeading(page, 'Two-factor Authentication is Enabled');
});

test('a reload at each step stays at that step', async ({ page, countersign }) => {
  for (const [path, heading] of [
    ['/account/two-factor', 'Two-factor Authentication'],
    ['/account/two-factor/app', 'Choose an authenticator app'],
  ] as const) {
    await page.goto(countersign.accountUrl + path);
    await page.reload();
    await expectHeading(page, heading);
  }
  const setupKey = await goToScan(page, countersign);
  await page.reload();
  expect(await readSetupKey(page), 'before the code').toBe(setupKey);
  await enable(page, wrongCode(setupKey));
  await expectRefusal(page);
  await page.goto(page.url());
  expect(await readSetupKey(page), 'after a wrong code').toBe(setupKey);
  await enable(page, codeAtStep(setupKey));
  await expectHeading(page, 'Two-factor Authentication is Enabled');
  await page.reload();
  await expectHeading(page, 'Two-factor Authentication is Enabled');
  await page.goto(`${countersign.accountUrl}/account/recovery-codes`);
  await page.getByRole('button', { name: 'Make recovery codes' }).click();
  const codes = await page.getByRole('main').getByRole('listitem').allInnerTexts();
  await page.reload();
  expect(await page.getByRole('main').getByRole('listitem').allInnerTexts(), 'the same codes').toEqual(codes);
});

test('the back button after enabling shows no QR code that would not work', async ({ page, countersign }) => {
  await enableTwoFactor(page, countersign);
  await page.goBack();
  await expectHeading(page, 'Two-factor Authentication is Enabled');
  await expect(page.getByRole('img', { name: /^QR code/ })).toHaveCount(0);
});

test('the back button before the code leads back, and forward again to the same QR code', async ({
  page,
  countersign,
}) => {
  const setupKey = await goToScan(page, countersign);
  await page.goBack();
  await expectHeading(page, 'Choose an authenticator app');
  await page.goForward();
  expect(await readSetupKey(page)).toBe(setupKey);
});

test('two tabs set up at once: the older is shown the newer QR code, one wins, the other is told', async ({
  page,
  context,
  countersign,
}) => {
  const firstKey = await goToScan(page, countersign);
  const second = await context.newPage();
  const secondKey = await goToScan(second, countersign);
  expect(secondKey).not.toBe(firstKey);

  await enable(page, codeAtStep(firstKey));
  await expect(page.getByRole('alert')).toContainText('this QR code is new');
  expect(await readSetupKey(page)).toBe(secondKey);

  await enable(second, codeAtStep(secondKey));
  await expectHeading(second, 'Two-factor Authentication is Enabled');
  await enable(page, codeAtStep(secondKey, 1));
  await expectHeading(page, 'Two-factor Authentication is Enabled');
  await expect(page.getByRole('alert')).toContainText('finished in another tab');
});

test('two browsers set up at once: only the one that began last can finish', async ({
  page,
  browser,
  countersign,
  person,
}) => {
  const firstKey = await goToScan(page, countersign);
  const elsewhere = await (await browser.newContext()).newPage();
  await logIn(elsewhere, countersign, person);
  const secondKey = await goToScan(elsewhere, countersign);

  await enable(page, codeAtStep(firstKey));
  await expectHeading(page, 'Choose an authenticator app');
  await expect(page.getByRole('alert')).toContainText('started again in another tab or browser');
  await enable(elsewhere, codeAtStep(secondKey));
  await expectHeading(elsewhere, 'Two-factor Authentication is Enabled');
  await page.goto(`${countersign.accountUrl}/account`);
  await expectHeading(page, 'Log in');
  await elsewhere.context().close();
});

test('enabling ends every other session, and exactly what the preview named', async ({
  page,
  browser,
  countersign,
  person,
}) => {
  const elsewhere = await (await browser.newContext()).newPage();
  await logIn(elsewhere, countersign, person);
  await page.goto(`${countersign.accountUrl}/account/two-factor/app`);
  const rows = page.getByRole('table', { name: 'Sessions' }).getByRole('row');
  await expect(rows.filter({ hasText: 'Stays' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'Logged out' })).toHaveCount(1);
  await enableTwoFactor(page, countersign);
  await elsewhere.reload();
  await expectHeading(elsewhere, 'Log in');
  await elsewhere.context().close();
});

async function enable(page: Page, code: string): Promise<void> {
  await passcodeField(page).fill(code);
  await page.getByRole('button', { name: 'Enable Two-factor Authentication' }).click();
}

/** The refusal: the field is empty and has the focus. Returns what it says. */
async function expectRefusal(page: Page): Promise<string> {
  const message = page.getByText('That passcode was not accepted');
  await expect(message).toBeVisible();
  await expect(passcodeField(page)).toHaveValue('');
  await expect(passcodeField(page)).toBeFocused();
  return message.innerText();
}

/** Six digits that no step near now has. */
function wrongCode(setupKey: string): string {
  const near = [-2, -1, 0, 1, 2].map((offset) => codeAtStep(setupKey, offset));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code))!;
}
