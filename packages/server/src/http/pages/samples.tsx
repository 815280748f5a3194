/** Every page in its main states, with sample props: what the tests of this folder render. */
import type { VNode } from 'preact';
import type { AuditKind } from '../../domain/ports.ts';
import { AccountDeletePage } from './account-delete.tsx';
import { AccountEmailPage } from './account-email.tsx';
import { AccountPasswordPage } from './account-password.tsx';
import { AccountPage } from './account.tsx';
import { ActivityPage } from './activity.tsx';
import { AuthenticatorRemovePage, AuthenticatorRenamePage } from './authenticators.tsx';
import { ApiTokenCreatedPage, ApiTokenPage, ApiTokensPage, type ApiTokenRow } from './api-tokens.tsx';
import { CommandLineEndedPage, CommandLinePage } from './command-line.tsx';
import { ErrorPage, type ErrorStatus } from './error.tsx';
import { LogInRecoveryCodePage, LogInTwoFactorPage } from './log-in-two-factor.tsx';
import { LogInPasskeyPage } from './log-in-passkey.tsx';
import { LogInPage } from './log-in.tsx';
import { NotMeDonePage, NotMePage } from './not-me.tsx';
import { OutboxMailPage, OutboxPage } from './outbox.tsx';
import { RecoveryCodesPage, RecoveryCodesShownPage, RecoveryDrillPage } from './recovery-codes.tsx';
import { NewPasswordPage, ResetPasswordPage, ResetPasswordSentPage } from './reset-password.tsx';
import { SecurityKeyAddPage, SecurityKeyPage, SecurityKeyRemovePage } from './security-key.tsx';
import { SessionsPage } from './sessions.tsx';
import { CheckYourMailPage, SignUpPage } from './sign-up.tsx';
import { StepUpPage } from './step-up.tsx';
import { TwoFactorAppPage } from './two-factor-app.tsx';
import { TwoFactorDisablePage } from './two-factor-disable.tsx';
import { TwoFactorScanPage } from './two-factor-scan.tsx';
import { TwoFactorEnabledPage, TwoFactorOverviewPage } from './two-factor.tsx';
import { EmailVerifiedPage, LinkEndedPage, VerifyEmailPage } from './verify-email.tsx';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const nowMs = Date.UTC(2026, 2, 5, 14, 2);

const passcodeError =
  'That passcode was not accepted. Check that your phone sets its clock automatically, then enter the next code shown.';

const byPasscode = { passcode: true, securityKeyOptions: undefined };

const errorStatuses: readonly ErrorStatus[] = [400, 403, 404, 413, 429, 500, 503];

const eventKinds: readonly AuditKind[] = [
  'recovery_codes_made',
  'two_factor_enabled',
  'api_token_made',
  'second_step_refused',
  'logged_in',
  'logged_in_with_recovery_code',
  'logged_in_from_trusted_browser',
  'recovery_drill_passed',
  'browser_trust_replayed',
  'session_revoked',
  'signed_up',
];

/**
 * The pages by name.
 * @param text changes each string prop: the tests put markup into all of them
 */
export function samplePages(text: (sample: string) => string): Record<string, VNode> {
  return {
    ...doorPages(text),
    ...accountPages(text),
    ...twoFactorPages(text),
    ...listPages(text),
    ...otherPages(text),
  };
}

function doorPages(text: (sample: string) => string): Record<string, VNode> {
  const serviceName = text('Countersign');
  const email = text('ada.lovelace@example.org');
  const page = { serviceName, csrfToken: text('token') };
  const credentialsError = text('Email or password is wrong. Check both, or reset the password.');
  return {
    'sign-up': <SignUpPage {...page} />,
    'sign-up-errors': (
      <SignUpPage
        {...page}
        email={text('ada')}
        errors={{
          email: text('Enter an email address, like name@example.org.'),
          password: text('Too short.'),
        }}
      />
    ),
    'sign-up-sent': <CheckYourMailPage serviceName={serviceName} email={email} />,
    'verify-email': (
      <VerifyEmailPage {...page} purpose="sign_up" action="/verify-email" token={text('abc')} />
    ),
    'verify-email-device': (
      <VerifyEmailPage {...page} purpose="verify_device" action="/verify-email" token={text('abc')} />
    ),
    'email-verified': <EmailVerifiedPage serviceName={serviceName} purpose="sign_up" />,
    'email-verified-device': <EmailVerifiedPage serviceName={serviceName} purpose="verify_device" />,
    'link-ended': <LinkEndedPage serviceName={serviceName} purpose="sign_up" />,
    'link-ended-reset': <LinkEndedPage serviceName={serviceName} purpose="reset_password" />,
    'log-in': <LogInPage {...page} />,
    'log-in-verified': <LogInPage {...page} notice="verified" email={email} returnTo={text('/account')} />,
    'log-in-verify-first': <LogInPage {...page} notice="verify_email_first" email={email} />,
    'log-in-error': <LogInPage {...page} email={email} errors={{ password: credentialsError }} />,
    'log-in-two-factor': <LogInTwoFactorPage {...page} ways={byPasscode} returnTo="/account" />,
    'log-in-two-factor-error': (
      <LogInTwoFactorPage
        {...page}
        ways={byPasscode}
        returnTo="/account"
        errors={{ passcode: text(passcodeError) }}
      />
    ),
    'log-in-security-key': (
      <LogInTwoFactorPage
        {...page}
        ways={{ passcode: true, securityKeyOptions: text('{}') }}
        returnTo="/account"
      />
    ),
    'log-in-security-key-error': (
      <LogInTwoFactorPage
        {...page}
        ways={{ passcode: false, securityKeyOptions: text('{}') }}
        returnTo="/account"
        errors={{ security_key: text('That security key was not accepted.') }}
      />
    ),
    'log-in-passkey': <LogInPasskeyPage {...page} options={text('{}')} returnTo="/account" />,
    'log-in-passkey-error': (
      <LogInPasskeyPage
        {...page}
        options={text('{}')}
        returnTo="/account"
        error={text('That passkey was not accepted.')}
      />
    ),
    'log-in-recovery-code': (
      <LogInRecoveryCodePage
        {...page}
        ways={byPasscode}
        returnTo="/account"
        errors={{ recovery_code: text('That recovery code was not accepted.') }}
      />
    ),
    'reset-password': (
      <ResetPasswordPage {...page} email={email} errors={{ email: text('Enter an email address.') }} />
    ),
    'reset-password-sent': <ResetPasswordSentPage serviceName={serviceName} email={email} />,
    'new-password': (
      <NewPasswordPage {...page} token={text('abc')} action="/reset-password/new" ways={byPasscode} />
    ),
    'new-password-error': (
      <NewPasswordPage
        {...page}
        token={text('abc')}
        action="/reset-password/new"
        ways={byPasscode}
        errors={{ recovery_code: text('That recovery code was not accepted.') }}
      />
    ),
  };
}

function accountPages(text: (sample: string) => string): Record<string, VNode> {
  const page = samplePage(text);
  return {
    account: <AccountPage {...page} twoFactor={null} createdAtMs={nowMs - 40 * dayMs} />,
    'account-two-factor': (
      <AccountPage
        {...page}
        twoFactor={{ recoveryCodes: { left: 0, drillIsDue: false } }}
        createdAtMs={nowMs - 40 * dayMs}
        notice="password_changed"
      />
    ),
    'account-email': (
      <AccountEmailPage {...page} newEmail={text('ada')} errors={{ email: text('Enter one.') }} />
    ),
    'account-password': <AccountPasswordPage {...page} errors={{ password: text('Too short.') }} />,
    'account-delete': <AccountDeletePage {...page} errors={{ email: text('Type the address exactly.') }} />,
    'step-up': <StepUpPage {...page} ways={byPasscode} returnTo={text('/account/email')} />,
    'step-up-error': (
      <StepUpPage
        {...page}
        ways={undefined}
        returnTo={text('/account/email')}
        errors={{ password: text('The password was not accepted.') }}
      />
    ),
    'step-up-security-key': (
      <StepUpPage
        {...page}
        ways={{ passcode: false, securityKeyOptions: text('{}') }}
        returnTo={text('/account/email')}
      />
    ),
    'security-key-add': (
      <SecurityKeyAddPage {...page} options={text('{}')} name={text('Security key')} enables />
    ),
    'security-key-add-error': (
      <SecurityKeyAddPage
        {...page}
        options={text('{}')}
        name={text('blue key')}
        enables={false}
        errors={{ name: text('Enter a name.'), security_key: text('That security key could not be added.') }}
      />
    ),
    'security-key': <SecurityKeyPage {...page} securityKey={sampleSecurityKey(text)} />,
    'security-key-error': (
      <SecurityKeyPage
        {...page}
        securityKey={sampleSecurityKey(text)}
        name={text(' ')}
        errors={{ name: text('Enter a name of 1 to 64 characters.') }}
      />
    ),
    'security-key-remove': (
      <SecurityKeyRemovePage {...page} securityKey={sampleSecurityKey(text)} isLast={false} />
    ),
    'security-key-remove-last': (
      <SecurityKeyRemovePage {...page} securityKey={sampleSecurityKey(text)} isLast />
    ),
  };
}

function twoFactorPages(text: (sample: string) => string): Record<string, VNode> {
  const page = samplePage(text);
  const authenticators = [
    {
      id: text('1'),
      name: text('Authenticator app'),
      createdAtMs: nowMs - 3 * minuteMs,
      lastUsedAtMs: nowMs - 5000,
    },
    { id: text('2'), name: text('Tablet at home'), createdAtMs: nowMs - 2 * minuteMs, lastUsedAtMs: null },
  ];
  const scan = {
    enrolmentId: text('e1'),
    otpauthUri: text(
      'otpauth://totp/Countersign:ada.lovelace%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Countersign&algorithm=SHA1&digits=6&period=30',
    ),
    setupKey: text('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'),
    name: text('Authenticator app'),
  };
  const codes = Array.from({ length: 10 }, (_, index) => text(`4f7k-9w2m-xqd3-8rv${index}`));
  return {
    'two-factor': <TwoFactorOverviewPage {...page} />,
    'two-factor-enabled': (
      <TwoFactorEnabledPage
        {...page}
        notice="enabled"
        authenticators={authenticators.slice(0, 1)}
        securityKeys={[]}
        recoveryCodes={{ left: 0, drillIsDue: false }}
      />
    ),
    'two-factor-managed': (
      <TwoFactorEnabledPage
        {...page}
        authenticators={authenticators}
        securityKeys={[sampleSecurityKey(text)]}
        recoveryCodes={{ left: 9, drillIsDue: true }}
      />
    ),
    'two-factor-app': (
      <TwoFactorAppPage
        {...page}
        authenticatorUrl={text('http://localhost:8081')}
        adding={false}
        sessions={sampleSessions(text).map((session) => ({ ...session, survives: session.current }))}
        apiTokens={sampleApiTokens(text)}
      />
    ),
    'two-factor-app-adding': (
      <TwoFactorAppPage
        {...page}
        authenticatorUrl={text('http://localhost:8081')}
        adding
        sessions={sampleSessions(text).map((session) => ({ ...session, survives: session.current }))}
        apiTokens={[]}
      />
    ),
    'two-factor-scan': <TwoFactorScanPage {...page} {...scan} adding={false} />,
    'two-factor-scan-error': (
      <TwoFactorScanPage
        {...page}
        {...scan}
        startedAgain
        adding
        errors={{ passcode: text(passcodeError), name: text('Another authenticator has that name.') }}
      />
    ),
    'two-factor-disable': <TwoFactorDisablePage {...page} />,
    'recovery-codes': <RecoveryCodesPage {...page} left={0} drillIsDue={false} />,
    'recovery-codes-left': <RecoveryCodesPage {...page} left={2} drillIsDue={false} />,
    'recovery-codes-drill-due': <RecoveryCodesPage {...page} left={9} drillIsDue />,
    'recovery-drill': (
      <RecoveryDrillPage {...page} errors={{ recovery_code: text('That recovery code was not accepted.') }} />
    ),
    'recovery-code-shown': <RecoveryCodesShownPage {...page} codes={codes.slice(0, 1)} />,
    'authenticator-rename': (
      <AuthenticatorRenamePage
        {...page}
        id={text('1')}
        name={text('Authenticator app')}
        errors={{ name: text('Another authenticator has that name.') }}
      />
    ),
    'authenticator-remove': (
      <AuthenticatorRemovePage {...page} id={text('1')} name={text('Old phone')} last={false} />
    ),
    'authenticator-remove-last': (
      <AuthenticatorRemovePage {...page} id={text('1')} name={text('Old phone')} last />
    ),
    'recovery-codes-shown': <RecoveryCodesShownPage {...page} codes={codes} />,
  };
}

function listPages(text: (sample: string) => string): Record<string, VNode> {
  const page = samplePage(text);
  const sessions = sampleSessions(text);
  const trustedBrowsers = sessions.slice(0, 2).map((session) => ({
    ...session,
    expiresAtMs: nowMs + 12 * dayMs,
  }));
  const events = eventKinds.map((kind, index) => ({
    id: text(String(index)),
    kind,
    atMs: nowMs - index * 5 * hourMs,
    address: text('203.0.113.7'),
    browser: text('Firefox on Linux'),
    subject: kind === 'api_token_made' ? text('nightly backup') : null,
    factor: kind === 'logged_in' ? ('passcode' as const) : null,
  }));
  return {
    sessions: (
      <SessionsPage
        {...page}
        sessions={sessions}
        trustedBrowsers={trustedBrowsers}
        notice="session_revoked"
      />
    ),
    'sessions-one': <SessionsPage {...page} sessions={sessions.slice(0, 1)} trustedBrowsers={[]} />,
    'api-tokens': <ApiTokensPage {...page} apiTokens={sampleApiTokens(text)} notice="api_token_revoked" />,
    'api-tokens-empty': (
      <ApiTokensPage
        {...page}
        apiTokens={[]}
        name={text(' ')}
        errors={{ name: text('Enter a name of 1 to 64 characters.'), expires_in_days: text('Choose one.') }}
      />
    ),
    'api-token': <ApiTokenPage {...page} apiToken={sampleApiTokens(text)[0]} />,
    'api-token-error': (
      <ApiTokenPage
        {...page}
        apiToken={sampleApiTokens(text)[1]}
        name={text(' ')}
        errors={{ name: text('Enter a name of 1 to 64 characters.') }}
      />
    ),
    'command-line': (
      <CommandLinePage
        {...page}
        id={text('5b1f')}
        description={text('Heroku CLI login from laptop')}
        address={text('203.0.113.7')}
        createdAtMs={nowMs - minuteMs}
      />
    ),
    'command-line-yes': <CommandLineEndedPage {...page} outcome="yes" />,
    'command-line-gone': <CommandLineEndedPage {...page} outcome="gone" />,
    'api-token-created': (
      <ApiTokenCreatedPage
        {...page}
        name={text('nightly backup')}
        token={text('csn_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg37cCQ0')}
        expiresAtMs={nowMs + 30 * dayMs}
      />
    ),
    activity: (
      <ActivityPage
        {...page}
        {...unfiltered}
        events={events}
        olderHref={text('/account/activity?before=1')}
      />
    ),
    'activity-empty': <ActivityPage {...page} {...unfiltered} events={[]} />,
    'activity-filtered': (
      <ActivityPage
        {...page}
        events={[]}
        filter={{ group: 'log_ins', from: '2026-03-01', to: '2026-03-05' }}
        filterQuery="kind=log_ins&from=2026-03-01&to=2026-03-05"
        fault={{ kind: 'altered', sequence: 7 }}
      />
    ),
  };
}

/** The activity page as it opens. */
const unfiltered = { filter: { group: '', from: '', to: '' }, filterQuery: '', fault: null } as const;

function otherPages(text: (sample: string) => string): Record<string, VNode> {
  const serviceName = text('Countersign');
  const mail = {
    id: text('m1'),
    to: text('ada.lovelace@example.org'),
    subject: text('Verify your email for Countersign'),
    atMs: nowMs - 2 * minuteMs,
    text: text('Open the page.\n\nVerify your email:\nhttp://localhost:8080/verify-email?token=abcdef\n'),
  };
  const errors = errorStatuses.map((status) => [
    `error-${status}`,
    <ErrorPage serviceName={serviceName} status={status} retryAfterSeconds={30} />,
  ]);
  return {
    'not-me': <NotMePage {...samplePage(text)} token={text('token')} />,
    'not-me-done': <NotMeDonePage serviceName={serviceName} email={text('ada.lovelace@example.org')} />,
    outbox: (
      <OutboxPage serviceName={serviceName} nowMs={nowMs} mails={[mail, { ...mail, id: text('m2') }]} />
    ),
    'outbox-empty': <OutboxPage serviceName={serviceName} nowMs={nowMs} mails={[]} />,
    'outbox-mail': <OutboxMailPage serviceName={serviceName} nowMs={nowMs} {...mail} />,
    ...(Object.fromEntries(errors) as Record<string, VNode>),
  };
}

function sampleSecurityKey(text: (sample: string) => string) {
  return {
    id: text('k1'),
    name: text('blue key'),
    createdAtMs: nowMs - 20 * dayMs,
    lastUsedAtMs: nowMs - 7 * hourMs,
  };
}

function samplePage(text: (sample: string) => string) {
  return {
    serviceName: text('Countersign'),
    csrfToken: text('token'),
    email: text('ada.lovelace@example.org'),
    nowMs,
  };
}

function sampleSessions(text: (sample: string) => string) {
  const samples = [
    ['Firefox on Linux', '203.0.113.7', 0, true],
    ['Safari on iPhone', '2001:db8:85a3::8a2e:370:7334', 7 * hourMs, false],
    ['Chrome on Windows', '198.51.100.23', 12 * dayMs, false],
  ] as const;
  return samples.map(([browser, address, ageMs, current], index) => ({
    id: text(`s${index}`),
    browser: text(browser),
    address: text(address),
    createdAtMs: nowMs - ageMs - dayMs,
    lastUsedAtMs: nowMs - ageMs,
    current,
  }));
}

function sampleApiTokens(text: (sample: string) => string): [ApiTokenRow, ApiTokenRow] {
  return [
    {
      id: text('t1'),
      name: text('nightly backup'),
      scopes: ['account:read', 'sessions:read'],
      createdAtMs: nowMs - dayMs,
      expiresAtMs: nowMs + 29 * dayMs,
      lastUsedAtMs: nowMs - 3 * hourMs,
      lastUsedAddress: text('203.0.113.7'),
      birthFactor: 'passcode',
      birthFactorAgeMs: 12_000,
    },
    {
      id: text('t2'),
      name: text('dashboard'),
      scopes: ['account:read', 'global'],
      createdAtMs: nowMs - 4 * dayMs,
      expiresAtMs: nowMs + 3 * dayMs,
      lastUsedAtMs: null,
      lastUsedAddress: null,
      birthFactor: 'password',
      birthFactorAgeMs: 3 * minuteMs,
    },
  ];
}
