import type { ComponentChildren } from 'preact';
import type { RecoveryCodeState } from '../../domain/recovery-codes.ts';
import { ButtonLink, Notice } from './form.tsx';
import { type AccountPageProps, SettingsPage } from './layout.tsx';
import { formatRelative } from './moment.tsx';

/** What was just done, when that led here. */
export type AccountNotice =
  | 'email_change_mail_sent'
  | 'email_changed'
  | 'password_changed'
  | 'two_factor_disabled'
  | 'recovery_code_used';

/** `/account`: Account settings, tab Account. */
export interface AccountProps extends AccountPageProps {
  notice?: AccountNotice;
  createdAtMs: number;
  /** Null when two-factor is off. */
  twoFactor: { recoveryCodes: RecoveryCodeState } | null;
}

const notices: Record<AccountNotice, string> = {
  email_change_mail_sent: 'We sent a mail to the new address. It is used once you press Verify email there.',
  email_changed: 'Your email address is changed.',
  password_changed: 'Your password is changed, and your other sessions are logged out.',
  recovery_code_used:
    'You logged in with a recovery code, and that code is spent. Authenticator lost? Add a new one, then remove the lost one.',
  two_factor_disabled: 'Two-factor Authentication is off. Your password alone opens this account now.',
};

function isWarning(notice: AccountNotice): boolean {
  return notice === 'two_factor_disabled' || notice === 'recovery_code_used';
}

/** The Account tab. Two-factor Authentication is its last section. */
export function AccountPage({ notice, createdAtMs, twoFactor, ...page }: AccountProps) {
  return (
    <SettingsPage {...page} title="Account settings" tab="account">
      {notice !== undefined && (
        <Notice kind={isWarning(notice) ? 'warning' : 'good'}>{notices[notice]}</Notice>
      )}
      <Section
        title="Email address"
        action={
          <ButtonLink href="/account/email" kind="secondary">
            Change email
          </ButtonLink>
        }
      >
        <p>
          <bdi>{page.email}</bdi>
        </p>
      </Section>
      <Section
        title="Password"
        action={
          <ButtonLink href="/account/password" kind="secondary">
            Change password
          </ButtonLink>
        }
      >
        <p class="muted">Changing it logs out your other sessions.</p>
      </Section>
      <Section
        title="Delete account"
        action={
          <ButtonLink href="/account/delete" kind="danger">
            Delete account
          </ButtonLink>
        }
      >
        <p class="muted">Created {formatRelative(createdAtMs, page.nowMs)}. Deleting it cannot be undone.</p>
      </Section>
      <TwoFactorSection twoFactor={twoFactor} />
    </SettingsPage>
  );
}

function TwoFactorSection({ twoFactor }: Pick<AccountProps, 'twoFactor'>) {
  if (twoFactor === null) {
    return (
      <Section
        title="Two-factor Authentication"
        action={<ButtonLink href="/account/two-factor">Set Up Two-factor Authentication</ButtonLink>}
      >
        <p class="muted">
          A stolen password is then not enough: logging in also takes a code from an app that only you have.
        </p>
      </Section>
    );
  }
  return (
    <Section
      title="Two-factor Authentication"
      action={
        <ButtonLink href="/account/two-factor" kind="secondary">
          Manage
        </ButtonLink>
      }
    >
      <p class="on">Two-factor Authentication is Enabled</p>
      <RecoveryCodesLine {...twoFactor.recoveryCodes} />
    </Section>
  );
}

function RecoveryCodesLine({ left, drillIsDue }: RecoveryCodeState) {
  const link = <a href="/account/recovery-codes">Recovery codes</a>;
  if (left === 0) return <p>{link}: none. Without them, a lost authenticator locks you out.</p>;
  if (drillIsDue) {
    return (
      <p>
        {link}: not seen for a year. <a href="/account/recovery-codes/drill">Try one</a>
      </p>
    );
  }
  return (
    <p class="muted">
      {link}: {left} left
    </p>
  );
}

interface SectionProps {
  title: string;
  action: ComponentChildren;
  children: ComponentChildren;
}

function Section({ title, action, children }: SectionProps) {
  return (
    <section class="card row">
      <div>
        <h2>{title}</h2>
        {children}
      </div>
      {action}
    </section>
  );
}
