import { Button, ButtonLink, Field, type FieldErrors, Form, Notice } from './form.tsx';
import { type AccountPageProps, backToTwoFactor, TaskPage } from './layout.tsx';

/** `/account/two-factor/authenticators/:id/rename`, behind step-up. The form posts `name` to the same address. */
export interface AuthenticatorRenameProps extends AccountPageProps {
  id: string;
  /** As typed before, else as it is called now. */
  name: string;
  errors?: FieldErrors<'name'>;
}

/** Another name for an authenticator. */
export function AuthenticatorRenamePage({ id, name, errors = {}, ...page }: AuthenticatorRenameProps) {
  return (
    <TaskPage {...page} title="Rename authenticator" back={backToTwoFactor}>
      <div class="card">
        <Form action={`/account/two-factor/authenticators/${id}/rename`} csrfToken={page.csrfToken}>
          <AuthenticatorNameField name={name} error={errors.name} autofocus />
          <Button>Rename</Button>
        </Form>
      </div>
    </TaskPage>
  );
}

interface AuthenticatorNameFieldProps {
  name: string;
  error: string | undefined;
  autofocus?: boolean;
}

/** The field for what an authenticator is to be called. */
export function AuthenticatorNameField({ name, error, autofocus = false }: AuthenticatorNameFieldProps) {
  return (
    <Field
      name="name"
      label="Name"
      hint="For you, to tell your authenticators apart: the app or the device it runs on."
      error={error}
      value={name}
      autofocus={autofocus}
      autocomplete="off"
      spellcheck={false}
      required
    />
  );
}

/** `/account/two-factor/authenticators/:id/remove`, behind step-up. The form posts nothing more to the same address. */
export interface AuthenticatorRemoveProps extends AccountPageProps {
  id: string;
  name: string;
  /** The account's only factor: removing it is disabling. */
  last: boolean;
}

/** Says what removing gives up, and asks once. */
export function AuthenticatorRemovePage({ id, name, last, ...page }: AuthenticatorRemoveProps) {
  return (
    <TaskPage {...page} title="Remove authenticator" back={backToTwoFactor}>
      <div class="card">
        {last ? <LastFactor name={name} /> : <RemoveForm id={id} name={name} {...page} />}
      </div>
    </TaskPage>
  );
}

function LastFactor({ name }: { name: string }) {
  return (
    <>
      <Notice kind="warning">
        <bdi>{name}</bdi> is your only second step. Without it, Two-factor Authentication is off.
      </Notice>
      <p>
        New phone? <a href="/account/two-factor/app">Add the new authenticator</a> first, then remove this
        one.
      </p>
      <ButtonLink href="/account/two-factor/disable" kind="danger">
        Disable Two-factor Authentication
      </ButtonLink>
    </>
  );
}

function RemoveForm({ id, name, csrfToken }: { id: string; name: string; csrfToken: string }) {
  return (
    <>
      <p>
        The codes of{' '}
        <strong>
          <bdi>{name}</bdi>
        </strong>{' '}
        stop working for this account. Browsers that you trusted are asked for the second step again. The
        other ways in stay.
      </p>
      <p class="muted">Delete the entry in the app as well: it does not notice by itself.</p>
      <Form action={`/account/two-factor/authenticators/${id}/remove`} csrfToken={csrfToken}>
        <Button kind="danger">Remove authenticator</Button>
      </Form>
    </>
  );
}
