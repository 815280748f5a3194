import { Button, ButtonLink, Form } from './form.tsx';
import { DoorPage, type PageProps } from './layout.tsx';

/** `/not-me`, behind the link of a security mail. Opening it changes nothing. */
export interface NotMeProps extends PageProps {
  /** The address that the link was sent to. */
  email: string;
  /** The link's bearer value. */
  token: string;
}

/** Says what one press ends, and asks for it. */
export function NotMePage({ serviceName, csrfToken, email, token }: NotMeProps) {
  return (
    <DoorPage title="This wasn't me" serviceName={serviceName}>
      <p>
        One press ends all access to the account of <bdi>{email}</bdi>:
      </p>
      <ul>
        <li>every session is logged out, and no browser is trusted any more</li>
        <li>every API token and every waiting link stops working</li>
        <li>the password is locked, and we send you a mail to choose a new one</li>
      </ul>
      <p>Your second step stays as it is.</p>
      <Form action="/not-me" csrfToken={csrfToken} hidden={{ token }}>
        <Button kind="danger">End all access</Button>
      </Form>
      <p class="muted">It was you after all? Close the page, and nothing changes.</p>
    </DoorPage>
  );
}

/** After the press. */
export interface NotMeDoneProps {
  serviceName: string;
  /** The address that the reset link went to. */
  email: string;
}

/** "All access has ended", and what to do now. */
export function NotMeDonePage({ serviceName, email }: NotMeDoneProps) {
  return (
    <DoorPage title="All access has ended" serviceName={serviceName}>
      <p>
        We have sent a mail to <bdi>{email}</bdi>. Choose a new password with its link, one that you use
        nowhere else.
      </p>
      <p>
        Then look at your authenticators, security keys and activity: remove what is not yours, and make new
        recovery codes.
      </p>
      <ButtonLink href="/reset-password" kind="secondary">
        No mail? Ask for another
      </ButtonLink>
    </DoorPage>
  );
}
