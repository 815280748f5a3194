import { Button, Form } from './form.tsx';
import { type AccountPageProps, backToTwoFactor, TaskPage } from './layout.tsx';

/** `/account/two-factor/disable`, behind step-up. The form posts nothing more to the same address. */
export type TwoFactorDisableProps = AccountPageProps;

/** Says what disabling gives up, and asks once. */
export function TwoFactorDisablePage(page: TwoFactorDisableProps) {
  return (
    <TaskPage {...page} title="Disable Two-factor Authentication" back={backToTwoFactor}>
      <div class="card">
        <p>From then on, whoever knows your password gets into this account.</p>
        <ul>
          <li>Your authenticators' codes for this account stop working.</li>
          <li>Your recovery codes stop working.</li>
          <li>Setting it up again makes a new QR code and new recovery codes.</li>
        </ul>
        <p class="muted">
          New phone? You need not disable: <a href="/account/two-factor/app">add the new authenticator</a>{' '}
          instead, and remove the old one.
        </p>
        <Form action="/account/two-factor/disable" csrfToken={page.csrfToken}>
          <Button kind="danger">Disable Two-factor Authentication</Button>
        </Form>
      </div>
    </TaskPage>
  );
}
