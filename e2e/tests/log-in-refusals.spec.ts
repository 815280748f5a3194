// Log-in, when something is not as it should be.
import type { Page } from '@playwright/test';
import {
  enterPassword,
  expectHeading,
  goToScan,
  logIn,
  logOut,
  passcodeField,
  saveRecoveryCodes,
  signUp,
  type Person,
} from '../support/account-pages.ts';
import type { Countersign } from '../support/countersign.ts';
import { waitForLink } from '../support/mail.ts';
import { codeAtStep, roomInTimeStep } from '../support/time-steps.ts';
import { expect, newPerson, test } from '../support/test.ts';

test('a late, an early, a reused and another account’s code are refused alike; the next one works', async ({
  page,
  countersign,
  person,
  browser,
}) => {
  test.setTimeout(90_000); // waits for room in a time step
  const other = await (await browser.newContext()).newPage();
  const otherKey = (await withTwoFactor(other, countersign, newPerson())).setupKey;
  await other.context().close();
  const { setupKey, spentCode } = await withTwoFactor(page, countersign, person);

  await logOut(page);
  await enterPassword(page, countersign, person);
  await roomInTimeStep(10);
  const refused = {
    'the one that finished the set-up': spentCode,
    late: codeAtStep(setupKey, -2),
    early: codeAtStep(setupKey, 2),
    'of another account': codeAtStep(otherKey),
  };
  const messages = new Set<string>();
  for (const [what, code] of Object.entries(refused)) {
    await test.step(what, async () => {
      await submitPasscode(page, code);
      messages.add(await expectRefusal(page));
    });
  }
  expect([...messages]).toHaveLength(1);
  const [message] = messages;
  expect(message).toContain('clock');
  await expect(passcodeField(page)).toHaveAccessibleDescription(new RegExp(`^${message!}`));
  await submitPasscode(page, codeAtStep(setupKey, 1));
  await expectHeading(page, 'Account settings');
});

test('after five wrong codes even the right one has to wait, and the log-in starts again', async ({
  page,
  countersign,
  person,
}) => {
  const { setupKey } = await withTwoFactor(page, countersign, person);
  await logOut(page);
  await enterPassword(page, countersign, person);
  for (let attempt = 1; attempt <= 5; attempt++) {
    await submitPasscode(page, 'abcdef');
    await expectRefusal(page);
  }
  await submitPasscode(page, codeAtStep(setupKey, 1));
  const message = await expectRefusal(page);
  expect(message).toContain('a pause of 30 seconds or more');
  await submitPasscode(page, codeAtStep(setupKey, 1));
  await expectHeading(page, 'Log in');
  await expect(page.getByRole('status')).toContainText('start again');
});

test('a wrong password and an unknown address get the same answer', async ({ page, countersign, person }) => {
  await signUp(page, countersign, person);
  const answers: string[] = [];
  for (const email of [person.email, newPerson().email]) {
    await enterPassword(page, countersign, { email, password: 'not the password' });
    const message = page.getByText('Email or password is wrong');
    await expect(message).toBeVisible();
    await expect(page.getByLabel('Email')).toHaveValue(email);
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
    await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
    answers.push(await message.innerText());
  }
  expect(answers[0]).toBe(answers[1]);
});

test('half logged in, every page leads to the second step and shows nothing of the account', async ({
  page,
  countersign,
  person,
}) => {
  await withTwoFactor(page, countersign, person);
  await logOut(page);
  await enterPassword(page, countersign, person);
  for (const path of [
    '/account',
    '/account/sessions',
    '/account/api-tokens',
    '/account/two-factor',
    '/account/recovery-codes',
  ]) {
    await page.goto(countersign.accountUrl + path);
    await expectHeading(page, 'Two-factor Authentication');
    await expect(passcodeField(page)).toBeVisible();
    await expect(page.getByText(person.email)).toHaveCount(0);
  }
});

test('the way back to a page survives both steps of the log-in', async ({ page, countersign, person }) => {
  const { setupKey } = await withTwoFactor(page, countersign, person);
  await logOut(page);
  await page.goto(`${countersign.accountUrl}/account/sessions`);
  await expect(page.getByRole('status')).toContainText('Log in to see that page');
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.reload();
  await submitPasscode(page, 'abcdef');
  await expectRefusal(page);
  await submitPasscode(page, codeAtStep(setupKey, 1));
  await expect(page.getByRole('heading', { name: 'Where you are logged in' })).toBeVisible();
});

test('two tabs log in at once: the second is told that its code is spent', async ({
  page,
  context,
  browser,
  countersign,
  person,
}) => {
  const { setupKey } = await withTwoFactor(page, countersign, person);
  await logOut(page);
  const elsewhere = await (await browser.newContext()).newPage();
  await enterPassword(page, countersign, person);
  await enterPassword(elsewhere, countersign, person);
  const code = codeAtStep(setupKey, 1);
  await submitPasscode(page, code);
  await expectHeading(page, 'Account settings');
  await submitPasscode(elsewhere, code);
  await expectRefusal(elsewhere);
  await elsewhere.context().close();
  // A tab of the same browser is logged in with it.
  const tab = await context.newPage();
  await tab.goto(`${countersign.accountUrl}/log-in`);
  await expectHeading(tab, 'Account settings');
});

test('the back button after logging out shows nothing of the account', async ({
  page,
  countersign,
  person,
}) => {
  await signUp(page, countersign, person);
  await logIn(page, countersign, person);
  await page.getByRole('link', { name: 'Sessions' }).click();
  await logOut(page);
  await page.goBack();
  await expectHeading(page, 'Log in');
  await expect(page.getByText(person.email)).toHaveCount(0);
});

test('the back button at the second step leads to the password, and forward to the second step', async ({
  page,
  countersign,
  person,
}) => {
  const { setupKey } = await withTwoFactor(page, countersign, person);
  await logOut(page);
  await enterPassword(page, countersign, person);
  await expect(passcodeField(page)).toBeVisible();
  await page.goBack();
  await expectHeading(page, 'Log in');
  await page.goForward();
  await submitPasscode(page, codeAtStep(setupKey, 1));
  await expectHeading(page, 'Account settings');
});

test('a recovery code works once, however it is written, and not for another account', async ({
  page,
  countersign,
  person,
  browser,
}) => {
  await withTwoFactor(page, countersign, person);
  const [code = '', second = ''] = await saveRecoveryCodes(page, countersign);
  const other = await (await browser.newContext()).newPage();
  const otherPerson = newPerson();
  await withTwoFactor(other, countersign, otherPerson);
  await logOut(other);
  await enterPassword(other, countersign, otherPerson);
  await submitRecoveryCode(other, code);
  await expectRecoveryRefusal(other);
  await other.context().close();

  await logOut(page);
  await enterPassword(page, countersign, person);
  await submitRecoveryCode(page, code.replaceAll('-', ' ').toLowerCase());
  await expectHeading(page, 'Account settings');
  await expect(page.getByRole('alert')).toContainText('that code is spent');
  await logOut(page);
  await enterPassword(page, countersign, person);
  await submitRecoveryCode(page, code);
  await expectRecoveryRefusal(page);
  await page.getByLabel('Recovery code').fill(second);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expectHeading(page, 'Account settings');
});

test('a verification link opened twice: a visit changes nothing, the button works once', async ({
  page,
  context,
  countersign,
  person,
}) => {
  await page.goto(`${countersign.accountUrl}/sign-up`);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expectHeading(page, 'Check your mail');
  await page.reload(); // the browser posts again: another mail, nothing worse
  await expectHeading(page, 'Check your mail');
  const link = await waitForLink(countersign, {
    to: person.email,
    subject: /^Verify your email for Countersign/,
  });

  const scanner = await context.newPage();
  await scanner.goto(link);
  await scanner.goto(link);
  await enterPassword(page, countersign, person);
  await expect(page.getByRole('alert')).toContainText('Verify your email first');

  await page.goto(link);
  await page.getByRole('button', { name: 'Verify email' }).click();
  await expectHeading(page, 'Email verified');
  await page.goBack();
  await expectHeading(page, 'This link no longer works');
  await scanner.getByRole('button', { name: 'Verify email' }).click();
  await expectHeading(scanner, 'This link no longer works');
  await scanner.getByRole('link', { name: 'Log in' }).click();
  await logIn(page, countersign, person);
});

test('signing up again with a verified address changes nothing, and the mail says so', async ({
  page,
  countersign,
  person,
}) => {
  await signUp(page, countersign, person);
  await page.goto(`${countersign.accountUrl}/sign-up`);
  await page.getByLabel('Email').fill(person.email.toUpperCase());
  await page.getByLabel('Password', { exact: true }).fill('another long password');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expectHeading(page, 'Check your mail');
  await waitForLink(countersign, { to: person.email, subject: /already have an account/i });
  await logIn(page, countersign, person);
});

interface TwoFactorAccount {
  setupKey: string;
  /** The code that finished the set-up, of the time step before the current one or of the current one. */
  spentCode: string;
}

/** An account with two-factor, logged in. Its set-up spent the current code, so the next step's is the next to work. */
async function withTwoFactor(
  page: Page,
  countersign: Countersign,
  person: Person,
): Promise<TwoFactorAccount> {
  await signUp(page, countersign, person);
  await logIn(page, countersign, person);
  const setupKey = await goToScan(page, countersign);
  await roomInTimeStep(3);
  const spentCode = codeAtStep(setupKey);
  await passcodeField(page).fill(spentCode);
  await page.getByRole('button', { name: 'Enable Two-factor Authentication' }).click();
  await expectHeading(page, 'Two-factor Authentication is Enabled');
  return { setupKey, spentCode };
}

async function submitPasscode(page: Page, code: string): Promise<void> {
  await passcodeField(page).fill(code);
  await page.getByRole('button', { name: 'Log in' }).click();
}

async function submitRecoveryCode(page: Page, code: string): Promise<void> {
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(code);
  await page.getByRole('button', { name: 'Log in' }).click();
}

/** The refusal: the field is empty and has the focus. Returns what it says. */
async function expectRefusal(page: Page): Promise<string> {
  const message = page.getByText('That passcode was not accepted');
  await expect(message).toBeVisible();
  await expect(passcodeField(page)).toHaveValue('');
  await expect(passcodeField(page)).toBeFocused();
  return message.innerText();
}

async function expectRecoveryRefusal(page: Page): Promise<void> {
  await expect(page.getByText('That recovery code was not accepted')).toBeVisible();
  await expect(page.getByLabel('Recovery code')).toHaveValue('');
  await expect(page.getByLabel('Recovery code')).toBeFocused();
}
