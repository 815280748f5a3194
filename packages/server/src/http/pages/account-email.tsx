import { Button, Field, type FieldErrors, Form } from './form.tsx';
import { type AccountPageProps, backToAccount, TaskPage } from './layout.tsx';

/** `/account/email`, behind step-up. The form posts `email` to the same address. */
export interface AccountEmailProps extends AccountPageProps {
  newEmail?: string;
  errors?: FieldErrors<'email'>;
}

/** Asks for the new address. */
export function AccountEmailPage({ newEmail = '', errors = {}, ...page }: AccountEmailProps) {
  return (
    <TaskPage {...page} title="Change email" back={backToAccount}>
      <div class="card">
        <p>
          We send a mail to the new address. Until you press <strong>Verify email</strong> there, you keep
          logging in with <bdi class="strong">{page.email}</bdi>.
        </p>
        <Form action="/account/email" csrfToken={page.csrfToken}>
          <Field
            name="email"
            label="New email"
            type="email"
            value={newEmail}
            error={errors.email}
            autofocus
            autocomplete="email"
            autocapitalize="none"
            spellcheck={false}
            required
          />
          <Button>Change email</Button>
        </Form>
      </div>
    </TaskPage>
  );
}
