// Everything an account can do, from its first day to its last: with JavaScript, and once more with it switched off.
import type { Page } from '@playwright/test';
import {
  addAuthenticator,
  enableTwoFactor,
  enterPassword,
  expectHeading,
  logIn,
  logInWithPasscode,
  logOut,
  passcodeField,
  saveRecoveryCodes,
  signUp,
  stepUp,
} from '../support/account-pages.ts';
import { waitForLink, waitForMail } from '../support/mail.ts';
import { zbarimg } from '../support/programs.ts';
import { oathtoolAuthenticator } from '../support/time-steps.ts';
import { expect, newPerson, test } from '../support/test.ts';

test.describe('with JavaScript switched off', () => {
  test.use({ javaScriptEnabled: false });

  test('sign up, verify, set up two-factor, log out, log in, and read the recovery codes', async ({
    page,
    countersign,
    person,
  }) => {
    await signUp(page, countersign, person);
    await page.getByRole('link', { name: 'Log in' }).click();
    await logIn(page, countersign, person);
    await page.getByRole('link', { name: 'Set Up Two-factor Authentication' }).click();
    await expectHeading(page, 'Two-factor Authentication');
    await page.getByRole('link', { name: 'Set Up Two-factor Authentication' }).click();
    await expectHeading(page, 'Choose an authenticator app');
    await page.getByRole('button', { name: 'Continue to the QR code' }).click();
    await expectHeading(page, 'Scan the QR code');
    const [uri = ''] = zbarimg(await page.screenshot());
    const authenticator = oathtoolAuthenticator(new URL(uri).searchParams.get('secret')!);
    await passcodeField(page).fill('000 000 000');
    await page.getByRole('button', { name: 'Enable Two-factor Authentication' }).click();
    await expect(page.getByText('That passcode was not accepted')).toBeVisible();
    await expect(passcodeField(page), 'autofocus needs no script').toBeFocused();
    await passcodeField(page).fill(await authenticator.nextCode());
    await page.getByRole('button', { name: 'Enable Two-factor Authentication' }).click();
    await expectHeading(page, 'Two-factor Authentication is Enabled');
    const codes = await saveRecoveryCodes(page, countersign);
    expect(new Set(codes).size).toBe(10);
    await logOut(page);
    await logInWithPasscode(page, countersign, person, authenticator);
  });

  test('no button that needs a script is shown', async ({ page, countersign, person }) => {
    await signUp(page, countersign, person);
    await logIn(page, countersign, person);
    await page.goto(`${countersign.accountUrl}/account/two-factor/app`);
    await page.getByRole('button', { name: 'Continue to the QR code' }).click();
    await expect(page.getByRole('button', { name: /copy|print/i })).toHaveCount(0);
  });
});

test('a password is refused next to its field, with what to do, and the address stays typed', async ({
  page,
  countersign,
  person,
}) => {
  await page.goto(`${countersign.accountUrl}/sign-up`);
  for (const [password, reason] of [
    ['short', 'at least 8 characters'],
    ['password1', 'most common'],
    [person.email, 'other than your email address'],
    ['x'.repeat(257), 'at most 256 characters'],
  ] as const) {
    await page.getByLabel('Email').fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(
      new RegExp(reason),
    );
    await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
    await expect(page.getByLabel('Email')).toHaveValue(person.email);
  }
  await page.getByLabel('Email').fill('no address');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/name@example\.org/);
});

test('any Unicode makes a password, and it works however the keyboard composes it', async ({
  page,
  countersign,
}) => {
  const person = { ...newPerson(), password: 'Z\u00fcrich 漢字 🦉 cafe\u0301' };
  await signUp(page, countersign, person);
  await logIn(page, countersign, { ...person, password: 'Zu\u0308rich 漢字 🦉 caf\u00e9' });
});

test('the password is reset by mail; the link works once', async ({ page, countersign, person }) => {
  await signUp(page, countersign, person);
  const renewed = { ...person, password: 'a new one, much better' };
  const link = await askForReset(page, countersign.accountUrl, person.email, () =>
    waitForLink(countersign, { to: person.email, subject: /^Reset your Countersign password/ }),
  );
  await page.goto(link);
  await page.getByLabel('New password').fill(renewed.password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('status')).toContainText('Your password is changed');
  await waitForMail(countersign, { to: person.email, subject: /password was changed/ });
  await page.goto(link);
  await expectHeading(page, 'This link no longer works');
  await enterPassword(page, countersign, person);
  await expect(page.getByText('Email or password is wrong')).toBeVisible();
  await logIn(page, countersign, renewed);
});

test('a reset asks an account with two-factor for its second step, and leaves the factor on', async ({
  page,
  countersign,
  person,
}) => {
  test.setTimeout(120_000); // more codes than one time step has
  await signUp(page, countersign, person);
  await logIn(page, countersign, person);
  const authenticator = await enableTwoFactor(page, countersign);
  await logOut(page);
  const renewed = { ...person, password: 'a new one, much better' };
  await page.goto(
    await askForReset(page, countersign.accountUrl, person.email, () =>
      waitForLink(countersign, { to: person.email, subject: /^Reset your Countersign password/ }),
    ),
  );
  await page.getByLabel('New password').fill(renewed.password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('That passcode was not accepted')).toBeVisible();
  await page.getByLabel('New password').fill(renewed.password);
  await passcodeField(page).fill(await authenticator.nextCode());
  await page.getByRole('button', { name: 'Change password' }).click();
  await expectHeading(page, 'Log in');
  await logInWithPasscode(page, countersign, renewed, authenticator);
});

test('asking for a reset says the same for an unknown address', async ({ page, countersign, person }) => {
  await signUp(page, countersign, person);
  const answers: string[] = [];
  for (const email of [person.email, newPerson().email]) {
    await page.goto(`${countersign.accountUrl}/reset-password`);
    await page.getByLabel('Email').fill(email);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await expectHeading(page, 'Check your mail');
    answers.push((await page.getByRole('main').innerText()).replace(email, 'EMAIL'));
  }
  expect(answers[0]).toBe(answers[1]);
});

test('changing the password logs out the other sessions and keeps this one', async ({
  page,
  browser,
  countersign,
  person,
}) => {
  await signUp(page, countersign, person);
  const elsewhere = await (await browser.newContext()).newPage();
  await logIn(elsewhere, countersign, person);
  await logIn(page, countersign, person);
  await page.getByRole('link', { name: 'Change password' }).click();
  const renewed = { ...person, password: 'a new one, much better' };
  await page.getByLabel('New password').fill(renewed.password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('status')).toContainText('your other sessions are logged out');
  await waitForMail(countersign, { to: person.email, subject: /password was changed/ });
  await elsewhere.reload();
  await expectHeading(elsewhere, 'Log in');
  await elsewhere.context().close();
  await logOut(page);
  await logIn(page, countersign, renewed);
});

test('the address changes when the mail to the new one is answered, and not before', async ({
  page,
  countersign,
  person,
}) => {
  await signUp(page, countersign, person);
  await logIn(page, countersign, person);
  const moved = { ...person, email: newPerson().email };
  await page.getByRole('link', { name: 'Change email' }).click();
  await page.getByLabel('New email').fill(moved.email);
  await page.getByRole('button', { name: 'Change email' }).click();
  await expect(page.getByRole('status')).toContainText('We sent a mail to the new address');
  await expect(page.getByRole('main')).toContainText(person.email);
  await page.goto(await waitForLink(countersign, { to: moved.email, subject: /^Verify your new email/ }));
  await page.getByRole('button', { name: 'Verify email' }).click();
  await expectHeading(page, 'Email verified');
  await waitForMail(countersign, { to: person.email, subject: /email address was changed/ });
  await page.context().clearCookies();
  await logIn(page, countersign, moved);
  await expect(page.getByRole('main')).toContainText(moved.email);
});

test('deleting the account asks for its address, and leaves nothing to log in to', async ({
  page,
  countersign,
  person,
}) => {
  await signUp(page, countersign, person);
  await logIn(page, countersign, person);
  await page.getByRole('link', { name: 'Delete account' }).click();
  await page.getByLabel('Your email, to confirm').fill('somebody@example.org');
  await page.getByRole('button', { name: 'Delete account' }).click();
  await expect(page.getByLabel('Your email, to confirm')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Your email, to confirm').fill(person.email);
  await page.getByRole('button', { name: 'Delete account' }).click();
  await expect(page.getByRole('status')).toContainText('Your account is deleted');
  await waitForMail(countersign, { to: person.email, subject: /account was deleted/ });
  await enterPassword(page, countersign, person);
  await expect(page.getByText('Email or password is wrong')).toBeVisible();
});

test('a session elsewhere is listed, mailed about, and logged out from here', async ({
  page,
  browser,
  countersign,
  person,
}) => {
  await signUp(page, countersign, person);
  await logIn(page, countersign, person);
  const others = await Promise.all(
    ['Firefox/140.0', 'Edg/140.0'].map(async (userAgent) => {
      const context = await browser.newContext({ userAgent: `Mozilla/5.0 (X11; Linux x86_64) ${userAgent}` });
      const other = await context.newPage();
      await logIn(other, countersign, person);
      return other;
    }),
  );
  await waitForMail(countersign, { to: person.email, subject: /^New log-in/ });
  await page.getByRole('link', { name: 'Sessions' }).click();
  await expect(page.getByText('This session')).toHaveCount(1);
  await page.getByRole('button', { name: /^Log out Firefox on Linux/ }).click();
  await expect(page.getByRole('status')).toContainText('That session is logged out');
  await others[0]!.reload();
  await expectHeading(others[0]!, 'Log in');
  await others[1]!.reload();
  await expectHeading(others[1]!, 'Account settings');
  await page.getByRole('button', { name: 'Log out everywhere else' }).click();
  await expect(page.getByText('You are logged in nowhere else')).toBeVisible();
  await others[1]!.reload();
  await expectHeading(others[1]!, 'Log in');
  for (const other of others) await other.context().close();
});

test('an API token is shown once, works until it is revoked, and survives setting up two-factor', async ({
  page,
  request,
  countersign,
  person,
}) => {
  await signUp(page, countersign, person);
  await logIn(page, countersign, person);
  await page.getByRole('link', { name: 'API tokens' }).click();
  await page.getByLabel('Name').fill('nightly <b>backup</b>');
  await page.getByRole('button', { name: 'Create API token' }).click();
  await expectHeading(page, 'Copy your API token');
  const token = await page.locator('code.key').innerText();
  await page.getByRole('link', { name: 'Done' }).click();
  await expect(page.getByText('nightly <b>backup</b>')).toBeVisible();
  await expect(page.getByText(token)).toHaveCount(0);

  const ask = () =>
    request.get(`${countersign.accountUrl}/api/v1/account`, {
      headers: { authorization: `Bearer ${token}` },
    });
  expect(await (await ask()).json()).toEqual({ email: person.email, two_factor_authentication: false });
  await page.goto(`${countersign.accountUrl}/account/two-factor/app`);
  const row = page.getByRole('table', { name: 'API tokens' }).getByRole('row', { name: /nightly/ });
  await expect(row).toContainText('Stays');
  await enableTwoFactor(page, countersign);
  expect(await (await ask()).json()).toEqual({ email: person.email, two_factor_authentication: true });

  await page.goto(`${countersign.accountUrl}/account/api-tokens`);
  await page.getByRole('button', { name: /^Revoke nightly/ }).click();
  await expect(page.getByRole('status')).toContainText('That token is revoked');
  expect((await ask()).status()).toBe(401);
});

test('managing and disabling ask again who it is; the mails and the activity tell what happened', async ({
  page,
  countersign,
  person,
}) => {
  test.setTimeout(120_000); // more codes than one time step has
  await signUp(page, countersign, person);
  await logIn(page, countersign, person);
  const authenticator = await enableTwoFactor(page, countersign);
  await waitForMail(countersign, { to: person.email, subject: /is enabled/ });
  await logOut(page);
  await logInWithPasscode(page, countersign, person, authenticator);
  await page.getByRole('link', { name: 'Manage' }).click();
  await page.getByRole('link', { name: 'Disable' }).click();
  await expectHeading(page, "Confirm it's you");
  await stepUp(page, { ...person, password: 'wrong password' }, await authenticator.nextCode());
  await expect(page.getByText('The password or the passcode was not accepted')).toBeVisible();
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await stepUp(page, person, await authenticator.nextCode());
  await expectHeading(page, 'Disable Two-factor Authentication');
  await page.getByRole('button', { name: 'Disable Two-factor Authentication' }).click();
  await expect(page.getByRole('alert')).toContainText('Two-factor Authentication is off');
  await waitForMail(countersign, { to: person.email, subject: /is disabled/ });
  await page.getByRole('link', { name: 'Activity' }).click();
  for (const event of [
    'Account created',
    'Two-factor Authentication enabled',
    'Two-factor Authentication disabled',
  ]) {
    await expect(page.getByText(event, { exact: true })).toBeVisible();
  }
  await logOut(page);
  await logIn(page, countersign, person);
});

test('a recovery code gets in without the authenticator, and a new one takes the place of the lost one', async ({
  page,
  countersign,
  person,
}) => {
  test.setTimeout(120_000); // more codes than one time step has
  await signUp(page, countersign, person);
  await logIn(page, countersign, person);
  const lost = await enableTwoFactor(page, countersign);
  const [first = '', second = ''] = await saveRecoveryCodes(page, countersign);
  await logOut(page);
  await enterPassword(page, countersign, person);
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(first);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('alert')).toContainText('that code is spent');
  await waitForMail(countersign, { to: person.email, subject: /recovery code was used/ });

  await page.getByRole('link', { name: 'Manage' }).click();
  await page.getByRole('link', { name: 'Add an authenticator' }).click();
  await expectHeading(page, "Confirm it's you");
  await page.getByText('Use a recovery code').click();
  await page.getByLabel('Recovery code').fill(second);
  await stepUp(page, person);
  await expectHeading(page, 'Choose an authenticator app');
  await expect(page.getByText('The ways in that you have go on working')).toBeVisible();
  const found = await addAuthenticator(page, countersign, 'New phone');
  await expect(page.getByRole('status')).toContainText('The new authenticator works');
  await page.getByRole('link', { name: 'Remove Authenticator app' }).click();
  await page.getByRole('button', { name: 'Remove authenticator' }).click();
  await expect(page.getByRole('status')).toContainText('The authenticator is removed');
  await expect(page.getByText('Authenticator app', { exact: true })).toHaveCount(0);
  await expect(page.getByText('8 codes left.')).toBeVisible();
  await logOut(page);
  await enterPassword(page, countersign, person);
  await passcodeField(page).fill(await lost.nextCode());
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByText('That passcode was not accepted')).toBeVisible();
  await passcodeField(page).fill(await found.nextCode());
  await page.getByLabel('Trust this browser for 30 days').check();
  await page.getByRole('button', { name: 'Log in' }).click();
  await expectHeading(page, 'Account settings');

  await logOut(page);
  await enterPassword(page, countersign, person);
  await expectHeading(page, 'Account settings');
  await page.getByRole('link', { name: 'Sessions' }).click();
  await expect(page.getByText('This browser', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Stop trusting / }).click();
  await expect(page.getByRole('status')).toContainText('asked for the second step again');
  await logOut(page);
  await enterPassword(page, countersign, person);
  await expect(passcodeField(page)).toBeVisible();
});

test('recovery codes can be downloaded while they are shown, and a new set ends the old one', async ({
  page,
  countersign,
  person,
}) => {
  await signUp(page, countersign, person);
  await logIn(page, countersign, person);
  await enableTwoFactor(page, countersign);
  await page.getByRole('link', { name: 'Set up recovery codes' }).click();
  await page.getByRole('button', { name: 'Make recovery codes' }).click();
  const codes = await page.getByRole('main').getByRole('listitem').allInnerTexts();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('recovery-codes.txt');
  const stream = await download.createReadStream();
  const text = (await stream.toArray()).join('');
  for (const code of codes) expect(text).toContain(code);
  await page.getByRole('button', { name: 'I have saved these codes' }).click();
  const renewed = await saveRecoveryCodes(page, countersign);
  expect(renewed.filter((code) => codes.includes(code))).toEqual([]);
  await logOut(page);
  await enterPassword(page, countersign, person);
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(codes[0]!);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByText('That recovery code was not accepted')).toBeVisible();
});

async function askForReset(
  page: Page,
  accountUrl: string,
  email: string,
  waitForTheLink: () => Promise<string>,
): Promise<string> {
  await page.goto(`${accountUrl}/log-in`);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expectHeading(page, 'Check your mail');
  return waitForTheLink();
}
