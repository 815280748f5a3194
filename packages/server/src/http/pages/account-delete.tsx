import { Button, Field, type FieldErrors, Form } from './form.tsx';
import { type AccountPageProps, backToAccount, TaskPage } from './layout.tsx';

/** `/account/delete`, behind step-up. The form posts `email`, typed again, to the same address. */
export interface AccountDeleteProps extends AccountPageProps {
  errors?: FieldErrors<'email'>;
}

/** Says what goes, and asks for the address as the confirmation. */
export function AccountDeletePage({ errors = {}, ...page }: AccountDeleteProps) {
  return (
    <TaskPage {...page} title="Delete account" back={backToAccount}>
      <div class="card">
        <p>Deleted at once, for good:</p>
        <ul>
          <li>your email address, password and activity</li>
          <li>two-factor authentication and its recovery codes</li>
          <li>every session and every API token</li>
        </ul>
        <p class="muted">The entry in your authenticator stays there until you remove it.</p>
        <Form action="/account/delete" csrfToken={page.csrfToken}>
          <Field
            name="email"
            label="Your email, to confirm"
            hint={
              <>
                Type <bdi class="strong">{page.email}</bdi>
              </>
            }
            type="email"
            error={errors.email}
            autofocus
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            required
          />
          <Button kind="danger">Delete account</Button>
        </Form>
      </div>
    </TaskPage>
  );
}
