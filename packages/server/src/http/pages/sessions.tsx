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

/** `/account/sessions`. Forms post `session_id` to `/account/sessions/revoke`, or nothing to `.../revoke-others`. */
export interface SessionsProps extends AccountPageProps {
  notice?: 'session_revoked' | 'other_sessions_revoked';
  sessions: readonly SessionRow[];
}

const notices: Record<NonNullable<SessionsProps['notice']>, string> = {
  session_revoked: 'That session is logged out.',
  other_sessions_revoked: 'Every other session is logged out.',
};

/** Where the account is logged in. */
export function SessionsPage({ notice, sessions, ...page }: SessionsProps) {
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
        {sessions.length > 1 ? (
          <Form action="/account/sessions/revoke-others" csrfToken={page.csrfToken}>
            <Button kind="danger">Log out everywhere else</Button>
          </Form>
        ) : (
          <p class="muted">You are logged in nowhere else.</p>
        )}
      </section>
    </SettingsPage>
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
