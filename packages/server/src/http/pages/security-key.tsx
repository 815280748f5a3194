/** The pages of security keys: adding one, its name, and taking it away. */
import { Button, ButtonLink, Field, type FieldErrors, Form, Notice } from './form.tsx';
import { type AccountPageProps, backToTwoFactor, TaskPage } from './layout.tsx';
import { Moment, MomentOrNever } from './moment.tsx';
import { SecurityKeyButton, securityKeyScript } from './security-key-button.tsx';

/** A security key, as the account's owner sees it. Times are Unix milliseconds. */
export interface SecurityKeyRow {
  id: string;
  name: string;
  createdAtMs: number;
  lastUsedAtMs: number | null;
}

/** Where a key's own pages are. */
function securityKeyPath(id: string): string {
  return `/account/two-factor/security-keys/${id}`;
}

/** `/account/two-factor/security-keys/new`, behind step-up. The form posts `name` and `security_key` to the same address. */
export interface SecurityKeyAddProps extends AccountPageProps {
  /** What the browser needs to make a credential, as JSON. */
  options: string;
  name: string;
  /** Whether it will be the first factor, so that two-factor is turned on with it. */
  enables: boolean;
  errors?: FieldErrors<'name' | 'security_key'>;
}

/** Says what a key is good for, and asks for it. */
export function SecurityKeyAddPage({ options, name, enables, errors = {}, ...page }: SecurityKeyAddProps) {
  return (
    <TaskPage {...page} title="Add a security key" back={backToTwoFactor} scripts={[securityKeyScript]}>
      <div class="card">
        <p>
          A key that you plug in or hold to your phone, or a passkey in your phone, computer or password
          manager. No false page can make it answer.
        </p>
        <p>
          One that asks for your fingerprint, face or PIN also{' '}
          <strong>logs you in without the password</strong>.
        </p>
        {enables && (
          <Notice kind="warning">
            Adding it enables Two-factor Authentication. Your other <a href="/account/sessions">sessions</a>{' '}
            are logged out, and scripts that log in with the password stop working;{' '}
            <a href="/account/api-tokens">API tokens</a> stay.
          </Notice>
        )}
        <Form action="/account/two-factor/security-keys/new" csrfToken={page.csrfToken}>
          <Field
            name="name"
            label="Name"
            hint="To tell it from others: “blue key”, “work laptop”."
            value={name}
            error={errors.name}
            autofocus={errors.name !== undefined}
            autocomplete="off"
            required
          />
          <SecurityKeyButton asks="create" options={options} error={errors.security_key}>
            Add security key
          </SecurityKeyButton>
        </Form>
      </div>
    </TaskPage>
  );
}

/** `/account/two-factor/security-keys/:id`. The form posts `name` to the same address. */
export interface SecurityKeyProps extends AccountPageProps {
  securityKey: SecurityKeyRow;
  /** What was typed before, when something was wrong. */
  name?: string;
  errors?: FieldErrors<'name'>;
}

/** One key: when it was used, its name, and the way to its removal. */
export function SecurityKeyPage({ securityKey, name, errors = {}, ...page }: SecurityKeyProps) {
  return (
    <TaskPage {...page} title="Security key" back={backToTwoFactor}>
      <div class="card">
        <ul class="list">
          <SecurityKeyItem securityKey={securityKey} nowMs={page.nowMs} />
        </ul>
        <Form action={securityKeyPath(securityKey.id)} csrfToken={page.csrfToken}>
          <Field
            name="name"
            label="Name"
            value={name ?? securityKey.name}
            error={errors.name}
            autofocus={errors.name !== undefined}
            autocomplete="off"
            required
          />
          <Button>Rename</Button>
        </Form>
      </div>
      <section class="card row">
        <div>
          <h2>Remove</h2>
          <p class="muted">It no longer logs you in. It can be added again.</p>
        </div>
        <ButtonLink href={`${securityKeyPath(securityKey.id)}/remove`} kind="danger">
          Remove
        </ButtonLink>
      </section>
    </TaskPage>
  );
}

/** A key in a list: its name, when it was added and used. */
export function SecurityKeyItem({
  securityKey,
  nowMs,
  manage = false,
}: {
  securityKey: SecurityKeyRow;
  nowMs: number;
  /** Whether there is a link to the key's own page. */
  manage?: boolean;
}) {
  return (
    <li>
      <div>
        <bdi class="strong">{securityKey.name}</bdi>
        <dl>
          <dt>Added</dt>
          <dd>
            <Moment atMs={securityKey.createdAtMs} nowMs={nowMs} />
          </dd>
          <dt>Last used</dt>
          <dd>
            <MomentOrNever atMs={securityKey.lastUsedAtMs} nowMs={nowMs} />
          </dd>
        </dl>
      </div>
      {manage && (
        <a
          class="button secondary"
          href={securityKeyPath(securityKey.id)}
          aria-label={`Manage ${securityKey.name}`}
        >
          Manage
        </a>
      )}
    </li>
  );
}

/** `/account/two-factor/security-keys/:id/remove`, behind step-up. The form posts nothing more to the same address. */
export interface SecurityKeyRemoveProps extends AccountPageProps {
  securityKey: SecurityKeyRow;
  /** Whether it is the account's only factor. */
  isLast: boolean;
}

/** Asks once; where it is the last way in, says what removing it would be. */
export function SecurityKeyRemovePage({ securityKey, isLast, ...page }: SecurityKeyRemoveProps) {
  return (
    <TaskPage {...page} title="Remove security key" back={backToTwoFactor}>
      <div class="card">
        {isLast ? (
          <>
            <p>
              <bdi class="strong">{securityKey.name}</bdi> is your only factor, and without a factor whoever
              knows your password gets into this account. To replace it, add the new one first.
            </p>
            <div class="actions">
              <ButtonLink href="/account/two-factor/security-keys/new">Add a security key</ButtonLink>
              <ButtonLink href="/account/two-factor/app" kind="secondary">
                Set up an authenticator
              </ButtonLink>
              <ButtonLink href="/account/two-factor/disable" kind="danger">
                Disable Two-factor Authentication
              </ButtonLink>
            </div>
          </>
        ) : (
          <>
            <p>
              <bdi class="strong">{securityKey.name}</bdi> no longer logs you in after this. Your other
              factors stay.
            </p>
            <Form action={`${securityKeyPath(securityKey.id)}/remove`} csrfToken={page.csrfToken}>
              <Button kind="danger">Remove security key</Button>
            </Form>
          </>
        )}
      </div>
    </TaskPage>
  );
}
