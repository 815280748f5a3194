import { ButtonLink, Notice } from './form.tsx';
import { type AccountPageProps, backToAccount, TaskPage } from './layout.tsx';
import { Moment, MomentOrNever } from './moment.tsx';

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
      </div>
    </TaskPage>
  );
}

/** `/account/two-factor` while two-factor is on. */
export interface TwoFactorEnabledProps extends AccountPageProps {
  /** What was just done, when that led here. */
  notice?: 'enabled' | 'authenticator_replaced' | 'recovery_codes_saved' | 'set_up_elsewhere';
  authenticators: readonly AuthenticatorRow[];
  recoveryCodesLeft: number;
}

const notices: Record<NonNullable<TwoFactorEnabledProps['notice']>, string> = {
  enabled: 'It works: your code was right. Every other session is logged out.',
  authenticator_replaced: 'The new authenticator works, and the one before it no longer does.',
  set_up_elsewhere:
    'That set-up had ended: it was finished in another tab, or took too long. The QR code shown there does not work.',
  recovery_codes_saved: 'Keep the recovery codes where you find them without your phone.',
};

/** "Two-factor Authentication is Enabled": recovery first, then what can be managed. */
export function TwoFactorEnabledPage({
  notice,
  authenticators,
  recoveryCodesLeft,
  ...page
}: TwoFactorEnabledProps) {
  return (
    <TaskPage {...page} title="Two-factor Authentication is Enabled" back={backToAccount}>
      {notice !== undefined && (
        <Notice kind={notice === 'set_up_elsewhere' ? 'warning' : 'good'}>{notices[notice]}</Notice>
      )}
      <RecoveryCodesCard left={recoveryCodesLeft} />
      <section class="card row">
        <div>
          <h2>A second factor</h2>
          <p class="muted">
            A second phone or tablet that shows the codes gets you in when the first one breaks. Set up a new
            authenticator, and scan its QR code with both devices.
          </p>
        </div>
      </section>
      <section class="card">
        <h2>Authenticator</h2>
        <ul class="list">
          {authenticators.map((authenticator) => (
            <AuthenticatorItem key={authenticator.id} authenticator={authenticator} nowMs={page.nowMs} />
          ))}
        </ul>
        <div class="actions">
          <ButtonLink href="/account/two-factor/app" kind="secondary">
            Set up a new authenticator
          </ButtonLink>
          <ButtonLink href="/account/two-factor/disable" kind="danger">
            Disable
          </ButtonLink>
        </div>
      </section>
    </TaskPage>
  );
}

function AuthenticatorItem({ authenticator, nowMs }: { authenticator: AuthenticatorRow; nowMs: number }) {
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
    </li>
  );
}

function RecoveryCodesCard({ left }: { left: number }) {
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
