import { API_TOKEN_LIFETIMES_DAYS } from '../../domain/api-tokens.ts';
import type { ApiScope } from '../../domain/api-scopes.ts';
import type { ProofMethod } from '../../domain/ports.ts';
import { Button, ButtonLink, Checkbox, Choice, Field, type FieldErrors, Form, Notice } from './form.tsx';
import { type AccountPageProps, SettingsPage, TaskPage } from './layout.tsx';
import { formatDuration, Moment, MomentOrNever } from './moment.tsx';

/** An API token, as the account's owner sees it. Times are Unix milliseconds. */
export interface ApiTokenRow {
  id: string;
  name: string;
  scopes: readonly ApiScope[];
  createdAtMs: number;
  expiresAtMs: number;
  lastUsedAtMs: number | null;
  lastUsedAddress: string | null;
  /** The birth certificate: with what its maker had proved themselves, and how long before. */
  birthFactor: ProofMethod;
  birthFactorAgeMs: number;
}

/** What `/account/api-tokens` tells of after a change. */
export type ApiTokensNotice = 'api_token_revoked' | 'api_token_changed';

/**
 * `/account/api-tokens`. The form posts `name`, `expires_in_days` and a box for each scope to the same address (behind
 * step-up); revoking posts `api_token_id` to `/account/api-tokens/revoke`.
 */
export interface ApiTokensProps extends AccountPageProps {
  notice?: ApiTokensNotice;
  apiTokens: readonly ApiTokenRow[];
  /** What was typed before, when something was wrong. */
  name?: string;
  expiresInDays?: string;
  scopes?: readonly ApiScope[];
  errors?: FieldErrors<'name' | 'expires_in_days'>;
}

/** The scopes that are chosen with a box. Every token may read the account it belongs to. */
export const CHOSEN_SCOPES = ['sessions:read', 'tokens:read', 'tokens:write', 'global'] as const;

/** The name of a scope's box. */
export function scopeField(scope: ApiScope): string {
  return `scope_${scope.replace(':', '_')}`;
}

const scopeWords: Record<ApiScope, string> = {
  'account:read': 'Read your email address, and whether two-factor is on',
  'sessions:read': 'List your sessions',
  'tokens:read': 'List your API tokens, never their values',
  'tokens:write': 'Make and change API tokens with no more scopes than its own, and revoke any',
  global: 'Everything that the API can do, as a command line needs it',
};

const factorWords: Record<ProofMethod, string> = {
  password: 'the password',
  passcode: 'a one-time passcode',
  recovery_code: 'a recovery code',
  security_key: 'a security key',
};

const notices: Record<ApiTokensNotice, string> = {
  api_token_revoked: 'That token is revoked. Scripts that use it stop working.',
  api_token_changed: 'That token is changed.',
};

/** The tokens, and the form for a new one. */
export function ApiTokensPage({
  notice,
  apiTokens,
  name = '',
  expiresInDays = '30',
  scopes = [],
  errors = {},
  ...page
}: ApiTokensProps) {
  return (
    <SettingsPage {...page} title="API tokens" tab="api-tokens">
      {notice !== undefined && <Notice kind="good">{notices[notice]}</Notice>}
      <section class="card">
        <h2>Your API tokens</h2>
        {apiTokens.length === 0 ? <NoTokens /> : <TokenList apiTokens={apiTokens} {...page} />}
      </section>
      <section class="card">
        <h2>New API token</h2>
        <Form action="/account/api-tokens" csrfToken={page.csrfToken}>
          <Field
            name="name"
            label="Name"
            hint="What it is for, so that you know it again: “nightly backup”."
            value={name}
            error={errors.name}
            autofocus={errors.name !== undefined}
            autocomplete="off"
            required
          />
          <Choice
            name="expires_in_days"
            label="Expires after"
            selected={expiresInDays}
            error={errors.expires_in_days}
            choices={API_TOKEN_LIFETIMES_DAYS.map((days) => ({ value: String(days), label: `${days} days` }))}
          />
          <ScopeBoxes scopes={scopes} />
          <Button>Create API token</Button>
        </Form>
      </section>
    </SettingsPage>
  );
}

function ScopeBoxes({ scopes }: { scopes: readonly ApiScope[] }) {
  return (
    <fieldset>
      <legend>Scopes</legend>
      <p class="hint">{scopeWords['account:read']}: every token may. What else?</p>
      {CHOSEN_SCOPES.map((scope) => (
        <Checkbox
          key={scope}
          name={scopeField(scope)}
          label={scope}
          hint={`${scopeWords[scope]}.`}
          checked={scopes.includes(scope)}
        />
      ))}
    </fieldset>
  );
}

function NoTokens() {
  return (
    <p class="muted">
      None yet. An API token lets a script use your account without your password, and ends by itself.
    </p>
  );
}

type TokenListProps = Pick<ApiTokensProps, 'apiTokens' | 'csrfToken' | 'nowMs'>;

function TokenList({ apiTokens, csrfToken, nowMs }: TokenListProps) {
  return (
    <ul class="list">
      {apiTokens.map((token) => (
        <li key={token.id}>
          <div>
            <bdi class="strong">{token.name}</bdi>
            <TokenFacts token={token} nowMs={nowMs} />
          </div>
          <div class="actions">
            <a
              class="button secondary"
              href={`/account/api-tokens/${token.id}`}
              aria-label={`Change ${token.name}`}
            >
              Change
            </a>
            <Form
              action="/account/api-tokens/revoke"
              csrfToken={csrfToken}
              hidden={{ api_token_id: token.id }}
            >
              <Button kind="secondary" label={`Revoke ${token.name}`}>
                Revoke
              </Button>
            </Form>
          </div>
        </li>
      ))}
    </ul>
  );
}

function TokenFacts({ token, nowMs }: { token: ApiTokenRow; nowMs: number }) {
  return (
    <dl>
      <dt>Scopes</dt>
      <dd>{token.scopes.join(', ')}</dd>
      <dt>Expires</dt>
      <dd>
        <Moment atMs={token.expiresAtMs} nowMs={nowMs} />
      </dd>
      <dt>Created</dt>
      <dd>
        <Moment atMs={token.createdAtMs} nowMs={nowMs} />
      </dd>
      <dt>Made with</dt>
      <dd>
        {factorWords[token.birthFactor]}, {formatDuration(token.birthFactorAgeMs)} after it was used
      </dd>
      <dt>Last used</dt>
      <dd>
        <MomentOrNever atMs={token.lastUsedAtMs} nowMs={nowMs} />
        {token.lastUsedAddress !== null && <> from {token.lastUsedAddress}</>}
      </dd>
    </dl>
  );
}

/**
 * `/account/api-tokens/ID`, behind step-up. Its forms post to the same address: `act` is `rename` (with `name`), `scopes`
 * (with the boxes) or `rotate`.
 */
export interface ApiTokenProps extends AccountPageProps {
  apiToken: ApiTokenRow;
  /** What was typed, when something was wrong with it. */
  name?: string;
  errors?: FieldErrors<'name'>;
}

const backToApiTokens = { href: '/account/api-tokens', label: 'API tokens' };

/** One token: rename it, give it other scopes, rotate it. */
export function ApiTokenPage({ apiToken, name = apiToken.name, errors = {}, ...page }: ApiTokenProps) {
  const action = `/account/api-tokens/${apiToken.id}`;
  return (
    <TaskPage {...page} title={apiToken.name} back={backToApiTokens}>
      <section class="card">
        <div class="list">
          <TokenFacts token={apiToken} nowMs={page.nowMs} />
        </div>
      </section>
      <section class="card">
        <Form action={action} csrfToken={page.csrfToken} hidden={{ act: 'rename' }}>
          <Field name="name" label="Name" value={name} error={errors.name} autocomplete="off" required />
          <Button kind="secondary">Rename</Button>
        </Form>
      </section>
      <section class="card">
        <Form action={action} csrfToken={page.csrfToken} hidden={{ act: 'scopes' }}>
          <ScopeBoxes scopes={apiToken.scopes} />
          <Button kind="secondary">Change scopes</Button>
        </Form>
      </section>
      <section class="card">
        <h2>Rotate</h2>
        <p>
          Gives the token a new value, which is shown once. The old one stops working at once; name, scopes
          and expiry stay.
        </p>
        <Form action={action} csrfToken={page.csrfToken} hidden={{ act: 'rotate' }}>
          <Button kind="danger">Rotate API token</Button>
        </Form>
      </section>
    </TaskPage>
  );
}

/** The answer to creating or rotating a token: the only time its value is shown. */
export interface ApiTokenCreatedProps extends AccountPageProps {
  name: string;
  /** The bearer value. */
  token: string;
  expiresAtMs: number;
}

/** The new token, to be copied now. */
export function ApiTokenCreatedPage({ name, token, expiresAtMs, ...page }: ApiTokenCreatedProps) {
  return (
    <TaskPage {...page} title="Copy your API token" back={backToApiTokens} scripts={['copy.js']}>
      <div class="card">
        <p>
          <bdi class="strong">{name}</bdi>, expires <Moment atMs={expiresAtMs} nowMs={page.nowMs} />
        </p>
        <div class="copyable">
          <code class="key">{token}</code>
          <button class="button secondary" type="button" data-copy={token} hidden>
            Copy API token
          </button>
        </div>
        <Notice kind="warning">It is not shown again. Put it where your script reads its secrets.</Notice>
        <ButtonLink href="/account/api-tokens">Done</ButtonLink>
      </div>
    </TaskPage>
  );
}
