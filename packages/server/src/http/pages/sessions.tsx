import { Button, Form, Notice } from './form.tsx';
import { type AccountPageProps, SettingsPage } from './layout.tsx';
import { Moment } from './moment.tsx';

/** A session, as the account's owner sees it. Times are Unix milliseconds. */
export interface SessionRow {
  /** The public handle, not the cookie's value. */
  id: string;
  /** For example "Firefox on Linux". */
  browser: string;
  address: string;
  createdAtMs: number;
  lastUsedAtMs: number;
  /** The one this page is shown in. */
  current: boolean;
}

/** A browser that is not asked for the second step, as the account's owner sees it. Times are Unix milliseconds. */
export interface TrustedBrowserRow {
  id: string;
  /** For example "Firefox on Linux". */
  browser: string;
  /** Of its last log-in. */
  address: string;
  lastUsedAtMs: number;
  expiresAtMs: number;
  /** The one this page is shown in. */
  current: boolean;
}

/**
 * `/account/sessions`. Forms post `session_id` to `/account/sessions/revoke`, nothing to `.../revoke-others`, or
 * `trusted_browser_id` to `.../end-trust`.
 */
export interface SessionsProps extends AccountPageProps {
  notice?: 'session_revoked' | 'other_sessions_revoked' | 'trust_ended';
  sessions: readonly SessionRow[];
  trustedBrowsers: readonly TrustedBrowserRow[];
}

const notices: Record<NonNullable<SessionsProps['notice']>, string> = {
  session_revoked: 'That session is logged out.',
  other_sessions_revoked: 'Every other session is logged out, and no browser is trusted any more.',
  trust_ended: 'That browser is asked for the second step again.',
};

/** Where the account is logged in. */
export function SessionsPage({ notice, sessions, trustedBrowsers, ...page }: SessionsProps) {
  return (
    <SettingsPage {...page} title="Sessions" tab="sessions">
      {notice !== undefined && <Notice kind="good">{notices[notice]}</Notice>}
      <section class="card">
        <h2>Where you are logged in</h2>
        <ul class="list">
          {sessions.map((session) => (
            <SessionItem key={session.id} session={session} {...page} />
          ))}
        </ul>
        {sessions.length + trustedBrowsers.length > 1 ? (
          <Form action="/account/sessions/revoke-others" csrfToken={page.csrfToken}>
            <Button kind="danger">Log out everywhere else</Button>
          </Form>
        ) : (
          <p class="muted">You are logged in nowhere else.</p>
        )}
      </section>
      {trustedBrowsers.length > 0 && (
        <section class="card">
          <h2>Trusted browsers</h2>
          <p class="muted">They log in with the password alone, until you change it or a factor.</p>
          <ul class="list">
            {trustedBrowsers.map((browser) => (
              <TrustedBrowserItem key={browser.id} trusted={browser} {...page} />
            ))}
          </ul>
        </section>
      )}
    </SettingsPage>
  );
}

function TrustedBrowserItem({
  trusted,
  csrfToken,
  nowMs,
}: {
  trusted: TrustedBrowserRow;
  csrfToken: string;
  nowMs: number;
}) {
  return (
    <li>
      <div>
        <strong>{trusted.browser}</strong>
        {trusted.current && <span class="tag">This browser</span>}
        <dl>
          <dt>Address</dt>
          <dd>{trusted.address}</dd>
          <dt>Last used</dt>
          <dd>
            <Moment atMs={trusted.lastUsedAtMs} nowMs={nowMs} />
          </dd>
          <dt>Trusted until</dt>
          <dd>
            <Moment atMs={trusted.expiresAtMs} nowMs={nowMs} />
          </dd>
        </dl>
      </div>
      <Form
        action="/account/sessions/end-trust"
        csrfToken={csrfToken}
        hidden={{ trusted_browser_id: trusted.id }}
      >
        <Button kind="secondary" label={`Stop trusting ${trusted.browser} at ${trusted.address}`}>
          Stop trusting
        </Button>
      </Form>
    </li>
  );
}

function SessionItem({
  session,
  csrfToken,
  nowMs,
}: {
  session: SessionRow;
  csrfToken: string;
  nowMs: number;
}) {
  return (
    <li>
      <div>
        <strong>{session.browser}</strong>
        {session.current && <span class="tag">This session</span>}
        <dl>
          <dt>Address</dt>
          <dd>{session.address}</dd>
          <dt>Logged in</dt>
          <dd>
            <Moment atMs={session.createdAtMs} nowMs={nowMs} />
          </dd>
          <dt>Last used</dt>
          <dd>
            <Moment atMs={session.lastUsedAtMs} nowMs={nowMs} />
          </dd>
        </dl>
      </div>
      {!session.current && (
        <Form action="/account/sessions/revoke" csrfToken={csrfToken} hidden={{ session_id: session.id }}>
          <Button kind="secondary" label={`Log out ${session.browser} at ${session.address}`}>
            Log out
          </Button>
        </Form>
      )}
    </li>
  );
}
