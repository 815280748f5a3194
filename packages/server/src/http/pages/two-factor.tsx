import type { ComponentChildren } from 'preact';
import type { RecoveryCodeState } from '../../domain/recovery-codes.ts';
import { ButtonLink, Notice } from './form.tsx';
import { type AccountPageProps, backToAccount, TaskPage } from './layout.tsx';
import { Moment, MomentOrNever } from './moment.tsx';
import { SecurityKeyItem, type SecurityKeyRow } from './security-key.tsx';

/** An authenticator, as the account's owner sees it. Times are Unix milliseconds. */
export interface AuthenticatorRow {
  id: string;
  name: string;
  createdAtMs: number;
  lastUsedAtMs: number | null;
}

/** `/account/two-factor` while two-factor is off. */
export type TwoFactorOverviewProps = AccountPageProps;

/** What setting up will be like, before it begins. */
export function TwoFactorOverviewPage(page: TwoFactorOverviewProps) {
  return (
    <TaskPage {...page} title="Two-factor Authentication" back={backToAccount}>
      <div class="card">
        <p>
          Besides your password, logging in takes a <strong>One-time passcode</strong> from an authenticator
          app. Setting it up takes about two minutes:
        </p>
        <ol class="steps">
          <li>
            <strong>Choose an app</strong>
            Any authenticator works. You also see which sessions and API tokens will end.
          </li>
          <li>
            <strong>Scan the QR code</strong>
            Or type the setup key into the app.
          </li>
          <li>
            <strong>Type the code</strong>
            The app shows it. Nothing changes before this step.
          </li>
          <li>
            <strong>Save your recovery codes</strong>
            They let you in when the app is lost.
          </li>
        </ol>
        <ButtonLink href="/account/two-factor/app">Set Up Two-factor Authentication</ButtonLink>
        <p class="muted">
          No app at hand, but a security key or a passkey?{' '}
          <a href="/account/two-factor/security-keys/new">Set up with a security key</a>
        </p>
      </div>
    </TaskPage>
  );
}

/** What was just done, when that led to the page. */
export type TwoFactorNotice =
  | 'enabled'
  | 'authenticator_added'
  | 'authenticator_renamed'
  | 'authenticator_removed'
  | 'too_many_authenticators'
  | 'security_key_enabled'
  | 'security_key_added'
  | 'security_key_renamed'
  | 'security_key_removed'
  | 'recovery_codes_saved'
  | 'set_up_elsewhere';

/** `/account/two-factor` while two-factor is on. */
export interface TwoFactorEnabledProps extends AccountPageProps {
  notice?: TwoFactorNotice;
  authenticators: readonly AuthenticatorRow[];
  securityKeys: readonly SecurityKeyRow[];
  recoveryCodes: RecoveryCodeState;
}

const notices: Record<TwoFactorNotice, ComponentChildren> = {
  enabled: 'It works: your code was right. Every other session is logged out.',
  authenticator_added:
    'The new authenticator works, and the others go on working. Remove those that you no longer have.',
  authenticator_renamed: 'The authenticator is renamed.',
  authenticator_removed: (
    <>
      The authenticator is removed. Was it lost or stolen?{' '}
      <a href="/account/sessions">Log out everywhere else</a> as well.
    </>
  ),
  too_many_authenticators: 'There is no room for another authenticator. Remove one first.',
  security_key_enabled: 'Your security key works. Every other session is logged out.',
  security_key_added: 'The security key works. Keep it where the others are not.',
  security_key_renamed: 'The security key is renamed.',
  security_key_removed: 'The security key is removed, and logs nobody in any more.',
  set_up_elsewhere:
    'That set-up had ended: it was finished in another tab, or took too long. The QR code shown there does not work.',
  recovery_codes_saved: 'Keep the recovery codes where you find them without your phone.',
};

function isWarning(notice: TwoFactorNotice): boolean {
  return notice === 'set_up_elsewhere' || notice === 'too_many_authenticators';
}

/** "Two-factor Authentication is Enabled": recovery first, then what can be managed. */
export function TwoFactorEnabledPage({
  notice,
  authenticators,
  securityKeys,
  recoveryCodes,
  ...page
}: TwoFactorEnabledProps) {
  return (
    <TaskPage {...page} title="Two-factor Authentication is Enabled" back={backToAccount}>
      {notice !== undefined && (
        <Notice kind={isWarning(notice) ? 'warning' : 'good'}>{notices[notice]}</Notice>
      )}
      <RecoveryCodesCard {...recoveryCodes} />
      <section class="card row">
        <div>
          <h2>A second factor</h2>
          <p class="muted">
            A second phone or tablet that shows codes, or a security key, gets you in when the first one
            breaks. Add it below, under a name of its own.
          </p>
        </div>
      </section>
      <section class="card">
        <h2>Authenticators</h2>
        {authenticators.length === 0 ? (
          <p class="muted">None. An app that shows codes works on every browser.</p>
        ) : (
          <ul class="list">
            {authenticators.map((authenticator) => (
              <AuthenticatorItem key={authenticator.id} authenticator={authenticator} nowMs={page.nowMs} />
            ))}
          </ul>
        )}
        <div class="actions">
          <ButtonLink href="/account/two-factor/app" kind="secondary">
            Add an authenticator
          </ButtonLink>
          <ButtonLink href="/account/two-factor/disable" kind="danger">
            Disable
          </ButtonLink>
        </div>
      </section>
      <section class="card">
        <h2>Security keys and passkeys</h2>
        {securityKeys.length === 0 ? (
          <p class="muted">None. A key logs in with a touch, and no false page can make it answer.</p>
        ) : (
          <ul class="list">
            {securityKeys.map((securityKey) => (
              <SecurityKeyItem key={securityKey.id} securityKey={securityKey} nowMs={page.nowMs} manage />
            ))}
          </ul>
        )}
        <ButtonLink href="/account/two-factor/security-keys/new" kind="secondary">
          Add a security key
        </ButtonLink>
      </section>
    </TaskPage>
  );
}

function AuthenticatorItem({ authenticator, nowMs }: { authenticator: AuthenticatorRow; nowMs: number }) {
  const href = `/account/two-factor/authenticators/${authenticator.id}`;
  return (
    <li>
      <div>
        <bdi class="strong">{authenticator.name}</bdi>
        <dl>
          <dt>Added</dt>
          <dd>
            <Moment atMs={authenticator.createdAtMs} nowMs={nowMs} />
          </dd>
          <dt>Last used</dt>
          <dd>
            <MomentOrNever atMs={authenticator.lastUsedAtMs} nowMs={nowMs} />
          </dd>
        </dl>
      </div>
      <div class="actions">
        <ButtonLink href={`${href}/rename`} kind="secondary" label={`Rename ${authenticator.name}`}>
          Rename
        </ButtonLink>
        <ButtonLink href={`${href}/remove`} kind="secondary" label={`Remove ${authenticator.name}`}>
          Remove
        </ButtonLink>
      </div>
    </li>
  );
}

function RecoveryCodesCard({ left, drillIsDue }: RecoveryCodeState) {
  if (left > 0 && drillIsDue) return <DrillCard />;
  if (left > 0) {
    return (
      <section class="card row">
        <div>
          <h2>Recovery codes</h2>
          <p class="muted">{left === 1 ? '1 code left.' : `${left} codes left.`} Each lets you in once.</p>
        </div>
        <ButtonLink href="/account/recovery-codes" kind="secondary">
          Manage recovery codes
        </ButtonLink>
      </section>
    );
  }
  return (
    <section class="card urgent">
      <h2>Now set up recovery codes</h2>
      <p>
        If your authenticator is lost or broken, recovery codes are the way back into your account. Without
        them, <strong>you can be locked out for good</strong>.
      </p>
      <ButtonLink href="/account/recovery-codes">Set up recovery codes</ButtonLink>
    </section>
  );
}

/** Once a year: does the sheet still exist? */
function DrillCard() {
  return (
    <section class="card urgent">
      <h2>Do you still have your recovery codes?</h2>
      <p>It is a year since you saw them. Try one now: better to miss them today than with a broken phone.</p>
      <div class="actions">
        <ButtonLink href="/account/recovery-codes/drill">Try a recovery code</ButtonLink>
        <ButtonLink href="/account/recovery-codes" kind="secondary">
          Manage recovery codes
        </ButtonLink>
      </div>
    </section>
  );
}
