import type { AuditKind } from '../../domain/ports.ts';
import { type AccountPageProps, SettingsPage } from './layout.tsx';
import { Moment } from './moment.tsx';

/** One line of the account's activity. `atMs` is Unix time in milliseconds. */
export interface ActivityRow {
  id: string;
  kind: AuditKind;
  atMs: number;
  address: string;
  /** For example "Firefox on Linux". */
  browser: string;
  /** What it was about: a token's name, a session's browser. */
  subject: string | null;
}

/** `/account/activity`. */
export interface ActivityProps extends AccountPageProps {
  /** Newest first. */
  events: readonly ActivityRow[];
  /** The address of the older page, when there is one. */
  olderHref?: string;
}

const words: Record<AuditKind, string> = {
  signed_up: 'Account created',
  logged_in: 'Logged in',
  logged_in_with_recovery_code: 'Logged in with a recovery code',
  logged_in_from_trusted_browser: 'Logged in from a trusted browser',
  logged_in_with_passkey: 'Logged in with a passkey',
  second_step_refused: 'Wrong passcode, recovery code or security key',
  step_up_refused: 'Wrong password or passcode when confirming',
  logged_out: 'Logged out',
  session_revoked: 'Session logged out',
  other_sessions_revoked: 'All other sessions logged out',
  password_changed: 'Password changed',
  password_reset: 'Password reset by mail',
  email_changed: 'Email address changed',
  two_factor_enabled: 'Two-factor Authentication enabled',
  authenticator_added: 'Authenticator added',
  authenticator_renamed: 'Authenticator renamed',
  authenticator_removed: 'Authenticator removed',
  two_factor_disabled: 'Two-factor Authentication disabled',
  security_key_added: 'Security key added',
  security_key_renamed: 'Security key renamed',
  security_key_removed: 'Security key removed',
  security_key_copied: 'Security key refused: there is a copy of it',
  recovery_codes_made: 'Recovery codes made',
  recovery_drill_passed: 'Recovery code tried, and replaced by a new one',
  recovery_drill_refused: 'Wrong recovery code when trying one',
  browser_trusted: 'Browser trusted for 30 days',
  browser_trust_ended: 'Browser no longer trusted',
  browser_trust_replayed: 'Copy of a trusted browser noticed, all trust ended',
  api_token_made: 'API token created',
  api_token_changed: 'API token changed',
  api_token_rotated: 'API token rotated',
  api_token_revoked: 'API token revoked',
};

/** What happened to the account, newest first. */
export function ActivityPage({ events, olderHref, ...page }: ActivityProps) {
  return (
    <SettingsPage {...page} title="Activity" tab="activity">
      <section class="card">
        <h2>Activity</h2>
        <p class="muted">
          Something here that was not you? <a href="/account/password">Change your password</a>, then{' '}
          <a href="/account/sessions">log out everywhere else</a>.
        </p>
        {events.length === 0 ? (
          <p>Nothing here. Log-ins and changes to your account will be listed.</p>
        ) : (
          <ul class="list">
            {events.map((event) => (
              <ActivityItem key={event.id} event={event} nowMs={page.nowMs} />
            ))}
          </ul>
        )}
        {olderHref !== undefined && (
          <p>
            <a href={olderHref}>Older activity</a>
          </p>
        )}
      </section>
    </SettingsPage>
  );
}

function ActivityItem({ event, nowMs }: { event: ActivityRow; nowMs: number }) {
  return (
    <li>
      <div>
        <strong>{words[event.kind]}</strong>
        {event.subject !== null && (
          <>
            : <bdi>{event.subject}</bdi>
          </>
        )}
        <p class="muted">
          {event.browser}, {event.address}
        </p>
      </div>
      <Moment atMs={event.atMs} nowMs={nowMs} />
    </li>
  );
}
