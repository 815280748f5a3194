import { Button, Form, Notice } from './form.tsx';
import { type AccountPageProps, backToTwoFactor, TaskPage } from './layout.tsx';
import { formatRelative } from './moment.tsx';

/** A session, and what enabling two-factor does to it. Times are Unix milliseconds. */
export interface SessionFate {
  id: string;
  /** For example "Firefox on Linux". */
  browser: string;
  address: string;
  lastUsedAtMs: number;
  /** The one this page is shown in. */
  current: boolean;
  survives: boolean;
}

/** An API token, which stays unless its owner ticks its box. Times are Unix milliseconds. */
export interface ApiTokenFate {
  id: string;
  name: string;
  lastUsedAtMs: number | null;
}

/** What the name of a box begins with; the id of the API token that it revokes follows. */
export const REVOKE_BOX = 'revoke_';

/** `/account/two-factor/app`. The form posts to the same address, which starts the enrolment. */
export interface TwoFactorAppProps extends AccountPageProps {
  /** The address of our authenticator. */
  authenticatorUrl: string;
  /** Whether two-factor is on already, and an authenticator is added to it: then nothing ends. */
  adding: boolean;
  sessions: readonly SessionFate[];
  apiTokens: readonly ApiTokenFate[];
  notice?: 'enrolment_ended';
}

/** Well-known authenticators that read what we show, and where they run. */
const otherApps: readonly (readonly [name: string, platforms: string])[] = [
  ['2FAS', 'Android, iPhone'],
  ['Aegis', 'Android'],
  ['Ente Auth', 'Android, iPhone, computers'],
  ['Google Authenticator', 'Android, iPhone'],
  ['Microsoft Authenticator', 'Android, iPhone'],
  ['1Password, Bitwarden', 'Android, iPhone, computers'],
  ['KeePassXC', 'Windows, macOS, Linux'],
];

/** App selection, and a preview of what this account will lose. */
export function TwoFactorAppPage({
  authenticatorUrl,
  adding,
  sessions,
  apiTokens,
  notice,
  ...page
}: TwoFactorAppProps) {
  return (
    <TaskPage {...page} title="Choose an authenticator app" back={backToTwoFactor}>
      {notice !== undefined && (
        <Notice kind="warning">
          That set-up has ended: it took too long, or was started again in another tab or browser. Start again
          here; the QR code will be a new one.
        </Notice>
      )}
      <AppList authenticatorUrl={authenticatorUrl} />
      <Form action="/account/two-factor/app" csrfToken={page.csrfToken}>
        {adding ? <Adding /> : <Preview sessions={sessions} apiTokens={apiTokens} nowMs={page.nowMs} />}
        <div class="go-on">
          <Button>Continue to the QR code</Button>
          <p class="muted">Nothing changes yet.</p>
        </div>
      </Form>
    </TaskPage>
  );
}

function AppList({ authenticatorUrl }: { authenticatorUrl: string }) {
  return (
    <section class="card">
      <h2>Authenticator apps</h2>
      <p>Have one already? Use it: any app that scans QR codes for one-time passcodes works.</p>
      <ul class="apps">
        <li class="ours">
          <a href={authenticatorUrl} target="_blank" rel="noopener">
            Countersign authenticator
          </a>
          <span>Any phone, tablet or computer, in the browser. Keeps your codes when a phone is lost.</span>
        </li>
        {otherApps.map(([name, platforms]) => (
          <li key={name}>
            {name}
            <span>{platforms}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Adding() {
  return (
    <section class="card">
      <h2>What stays</h2>
      <p>
        The ways in that you have go on working, and so do your sessions and API tokens. Browsers that you
        trusted are asked for the second step again. An authenticator that you no longer have is yours to
        remove afterwards.
      </p>
    </section>
  );
}

type PreviewProps = Pick<TwoFactorAppProps, 'sessions' | 'apiTokens' | 'nowMs'>;

function Preview({ sessions, apiTokens, nowMs }: PreviewProps) {
  return (
    <section class="card caution">
      <h2>API tokens and sessions</h2>
      <p>
        This happens to them once two-factor is enabled. Scripts that log in with the password{' '}
        <strong>stop working</strong>.
      </p>
      <table>
        <caption>Sessions</caption>
        <FateHead what="Browser" />
        <tbody>
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} nowMs={nowMs} />
          ))}
        </tbody>
      </table>
      {apiTokens.length === 0 ? (
        <p class="muted">You have no API tokens.</p>
      ) : (
        <ApiTokenTable apiTokens={apiTokens} nowMs={nowMs} />
      )}
    </section>
  );
}

function FateHead({ what }: { what: string }) {
  return (
    <thead>
      <tr>
        <th scope="col">{what}</th>
        <th scope="col">Last used</th>
        <th scope="col">Then</th>
      </tr>
    </thead>
  );
}

function SessionRow({ session, nowMs }: { session: SessionFate; nowMs: number }) {
  return (
    <tr>
      <th scope="row">
        {session.browser} <span>{session.current ? 'this one' : session.address}</span>
      </th>
      <td>{formatRelative(session.lastUsedAtMs, nowMs)}</td>
      <td>
        <Fate survives={session.survives} ends="Logged out" />
      </td>
    </tr>
  );
}

function ApiTokenTable({ apiTokens, nowMs }: Pick<PreviewProps, 'apiTokens' | 'nowMs'>) {
  return (
    <table>
      <caption>API tokens</caption>
      <FateHead what="Name" />
      <tbody>
        {apiTokens.map((token) => (
          <tr key={token.id}>
            <th scope="row">
              <bdi>{token.name}</bdi>
            </th>
            <td>{token.lastUsedAtMs === null ? 'never' : formatRelative(token.lastUsedAtMs, nowMs)}</td>
            <td>
              <Fate survives ends="Revoked" />
              <RevokeBox token={token} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Tokens stay unless their owner says otherwise here. */
function RevokeBox({ token }: { token: ApiTokenFate }) {
  const name = `${REVOKE_BOX}${token.id}`;
  return (
    <span class="check">
      <input type="checkbox" id={name} name={name} value="on" aria-label={`Revoke ${token.name} instead`} />
      <label for={name}>Revoke</label>
    </span>
  );
}

function Fate({ survives, ends }: { survives: boolean; ends: string }) {
  return survives ? <span class="stays">Stays</span> : <span class="ends">{ends}</span>;
}
