import type { ActivityGroup } from '../../domain/audit.ts';
import type { ChainFault } from '../../domain/audit-chain.ts';
import type { AuditKind, ProofMethod } from '../../domain/ports.ts';
import { Choice, Notice } from './form.tsx';
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
  /** What was proved, or tried. */
  factor: ProofMethod | null;
}

/** The filter as its form shows it: dates as YYYY-MM-DD in UTC, or empty. */
export interface ActivityFilterProps {
  group: ActivityGroup | '';
  from: string;
  to: string;
}

/** `/account/activity`. The filter is a GET form to the same address. */
export interface ActivityProps extends AccountPageProps {
  /** Newest first. */
  events: readonly ActivityRow[];
  filter: ActivityFilterProps;
  /** The filter as a query, to follow "?" or "&"; empty without one. */
  filterQuery: string;
  /** The address of the older page, when there is one. */
  olderHref?: string;
  /** What is wrong with the record; `null` when it is complete. */
  fault: ChainFault | null;
}

/** What happened, in words. */
export const EVENT_WORDS: Record<AuditKind, string> = {
  signed_up: 'Account created',
  created_by_operator: 'Account created by the operator',
  factors_reset_by_operator: 'Two-factor Authentication reset by the operator',
  disabled_by_operator: 'Account disabled by the operator',
  enabled_by_operator: 'Account enabled by the operator',
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
  reported_not_me: '"This wasn\'t me" was pressed: everything ended, and the password locked',
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

/** What was proved, in words. */
export const FACTOR_WORDS: Record<ProofMethod, string> = {
  password: 'password',
  passcode: 'passcode',
  recovery_code: 'recovery code',
  security_key: 'security key',
};

const groupWords: Record<ActivityGroup, string> = {
  log_ins: 'Log-ins and sessions',
  refusals: 'Refused and suspicious',
  password_and_address: 'Account, password and address',
  two_factor: 'Two-factor Authentication',
  api_tokens: 'API tokens',
};

/** What happened to the account, newest first. */
export function ActivityPage(props: ActivityProps) {
  const { events, filter, filterQuery, olderHref, fault, ...page } = props;
  return (
    <SettingsPage {...page} title="Activity" tab="activity">
      <section class="card">
        <h2>Activity</h2>
        <p class="muted">
          Something here that was not you? Press "This wasn't me" in the mail about it, or{' '}
          <a href="/account/password">change your password</a> and{' '}
          <a href="/account/sessions">log out everywhere else</a>.
        </p>
        <Filter filter={filter} />
        {events.length === 0 ? (
          <p>{filterQuery === '' ? nothingYet : 'Nothing like that happened then.'}</p>
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
      <section class="card">
        <h2>The whole record</h2>
        <RecordCheck fault={fault} />
        <p>
          {filterQuery === '' ? 'Take all of it with you:' : 'Take what the filter shows with you:'}{' '}
          <a href={`/account/activity/export.csv${query(filterQuery)}`}>CSV</a>,{' '}
          <a href={`/account/activity/export.json${query(filterQuery)}`}>JSON</a>.
        </p>
      </section>
    </SettingsPage>
  );
}

const nothingYet = 'Nothing here. Log-ins and changes to your account will be listed.';

function query(filterQuery: string): string {
  return filterQuery === '' ? '' : `?${filterQuery}`;
}

function Filter({ filter }: { filter: ActivityFilterProps }) {
  const groups = Object.entries(groupWords).map(([value, label]) => ({ value, label }));
  return (
    <form class="filter" method="get" action="/account/activity">
      <Choice
        name="kind"
        label="Show"
        selected={filter.group}
        choices={[{ value: '', label: 'Everything' }, ...groups]}
      />
      <DateField name="from" label="From (UTC)" value={filter.from} />
      <DateField name="to" label="To (UTC)" value={filter.to} />
      <button class="button secondary" type="submit">
        Filter
      </button>
    </form>
  );
}

function DateField({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input type="date" id={name} name={name} value={value} />
    </div>
  );
}

function RecordCheck({ fault }: { fault: ChainFault | null }) {
  if (fault === null) {
    return (
      <p class="muted">
        Checked: complete. Each entry holds a checksum over itself and the entry before it, so that a changed
        or missing one is noticed.
      </p>
    );
  }
  const what = fault.kind === 'altered' ? 'was altered' : 'is missing';
  return (
    <Notice kind="problem">
      Entry {fault.sequence} of this record {what}. Tell whoever runs this service: somebody changed its
      database.
    </Notice>
  );
}

function ActivityItem({ event, nowMs }: { event: ActivityRow; nowMs: number }) {
  return (
    <li>
      <div>
        <strong>{EVENT_WORDS[event.kind]}</strong>
        {event.subject !== null && (
          <>
            : <bdi>{event.subject}</bdi>
          </>
        )}
        <p class="muted">
          {event.browser}, {event.address}
          {event.factor !== null && `, by ${FACTOR_WORDS[event.factor]}`}
        </p>
      </div>
      <Moment atMs={event.atMs} nowMs={nowMs} />
    </li>
  );
}
