import { API_TOKEN_LIFETIMES_DAYS } from '../../domain/api-tokens.ts';
import { Button, ButtonLink, Choice, Field, type FieldErrors, Form, Notice } from './form.tsx';
import { type AccountPageProps, SettingsPage, TaskPage } from './layout.tsx';
import { Moment, MomentOrNever } from './moment.tsx';

/** An API token, as the account's owner sees it. Times are Unix milliseconds. */
export interface ApiTokenRow {
  id: string;
  name: string;
  expiresAtMs: number;
  lastUsedAtMs: number | null;
}

/**
 * `/account/api-tokens`. The form posts `name` and `expires_in_days` to the same address (behind step-up); revoking
 * posts `api_token_id` to `/account/api-tokens/revoke`.
 */
export interface ApiTokensProps extends AccountPageProps {
  notice?: 'api_token_revoked';
  apiTokens: readonly ApiTokenRow[];
  /** What was typed before, when something was wrong. */
  name?: string;
  expiresInDays?: string;
  errors?: FieldErrors<'name' | 'expires_in_days'>;
}

/** The tokens, and the form for a new one. */
export function ApiTokensPage({
  notice,
  apiTokens,
  name = '',
  expiresInDays = '30',
  errors = {},
  ...page
}: ApiTokensProps) {
  return (
    <SettingsPage {...page} title="API tokens" tab="api-tokens">
      {notice !== undefined && (
        <Notice kind="good">That token is revoked. Scripts that use it stop working.</Notice>
      )}
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
          <Button>Create API token</Button>
        </Form>
      </section>
    </SettingsPage>
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
            <dl>
              <dt>Expires</dt>
              <dd>
                <Moment atMs={token.expiresAtMs} nowMs={nowMs} />
              </dd>
              <dt>Last used</dt>
              <dd>
                <MomentOrNever atMs={token.lastUsedAtMs} nowMs={nowMs} />
              </dd>
            </dl>
          </div>
          <Form action="/account/api-tokens/revoke" csrfToken={csrfToken} hidden={{ api_token_id: token.id }}>
            <Button kind="secondary" label={`Revoke ${token.name}`}>
              Revoke
            </Button>
          </Form>
        </li>
      ))}
    </ul>
  );
}

/** The answer to creating a token: the only time it is shown. */
export interface ApiTokenCreatedProps extends AccountPageProps {
  name: string;
  /** The bearer value. */
  token: string;
  expiresAtMs: number;
}

/** The new token, to be copied now. */
export function ApiTokenCreatedPage({ name, token, expiresAtMs, ...page }: ApiTokenCreatedProps) {
  return (
    <TaskPage
      {...page}
      title="Copy your API token"
      back={{ href: '/account/api-tokens', label: 'API tokens' }}
      scripts={['copy.js']}
    >
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
