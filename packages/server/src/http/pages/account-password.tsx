import { Button, type FieldErrors, Form, UsernameForPasswordManagers } from './form.tsx';
import { type AccountPageProps, backToAccount, TaskPage } from './layout.tsx';
import { NewPasswordField } from './new-password-field.tsx';

/** `/account/password`, behind step-up. The form posts `password` to the same address. */
export interface AccountPasswordProps extends AccountPageProps {
  errors?: FieldErrors<'password'>;
}

/** Asks for the new password. */
export function AccountPasswordPage({ errors = {}, ...page }: AccountPasswordProps) {
  return (
    <TaskPage {...page} title="Change password" back={backToAccount} scripts={['password-hint.js']}>
      <div class="card">
        <p>This session stays; every other one is logged out.</p>
        <Form action="/account/password" csrfToken={page.csrfToken}>
          <UsernameForPasswordManagers email={page.email} />
          <NewPasswordField label="New password" error={errors.password} autofocus />
          <Button>Change password</Button>
        </Form>
      </div>
    </TaskPage>
  );
}
