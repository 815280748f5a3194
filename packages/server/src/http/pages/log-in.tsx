import type { ComponentChildren } from 'preact';
import { Button, Field, type FieldErrors, fieldToFocus, Form, Notice } from './form.tsx';
import { DoorPage, type PageProps } from './layout.tsx';

/** Why somebody lands on the log-in page. */
export type LogInNotice =
  | 'verified'
  | 'verify_email_first'
  | 'password_changed'
  | 'logged_out'
  | 'log_in_first'
  | 'challenge_ended'
  | 'account_deleted';

/** `/log-in`. The form posts `email`, `password` and `return_to` to the same address. */
export interface LogInProps extends PageProps {
  email?: string;
  notice?: LogInNotice;
  /** A path of ours to go to afterwards, checked by the route. */
  returnTo?: string;
  errors?: FieldErrors<'email' | 'password'>;
}

const notices: Record<LogInNotice, { kind: 'good' | 'plain' | 'warning'; text: ComponentChildren }> = {
  verified: { kind: 'good', text: 'Your email is verified. Log in to go on.' },
  verify_email_first: {
    kind: 'warning',
    text: (
      <>
        Verify your email first. We sent you the mail again: open its link and press{' '}
        <strong>Verify email</strong>.
      </>
    ),
  },
  password_changed: { kind: 'good', text: 'Your password is changed. Log in with the new one.' },
  logged_out: { kind: 'plain', text: 'You are logged out.' },
  log_in_first: { kind: 'plain', text: 'Log in to see that page.' },
  challenge_ended: { kind: 'plain', text: 'That took too long, or did not work. Please start again.' },
  account_deleted: { kind: 'plain', text: 'Your account is deleted.' },
};

/** The form to log in. */
export function LogInPage({ serviceName, csrfToken, email = '', notice, returnTo, errors = {} }: LogInProps) {
  const passkeyHref = `/log-in/passkey${returnTo === undefined ? '' : `?return_to=${encodeURIComponent(returnTo)}`}`;
  const focus =
    email !== '' && errors.email === undefined ? 'password' : fieldToFocus(['email', 'password'], errors);
  return (
    <DoorPage
      title="Log in"
      serviceName={serviceName}
      aside={
        <>
          No account yet? <a href="/sign-up">Sign up</a>
        </>
      }
    >
      {notice !== undefined && <Notice kind={notices[notice].kind}>{notices[notice].text}</Notice>}
      <Form action="/log-in" csrfToken={csrfToken} hidden={{ return_to: returnTo }}>
        <Field
          name="email"
          label="Email"
          type="email"
          value={email}
          error={errors.email}
          autofocus={focus === 'email'}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
        />
        <Field
          name="password"
          label="Password"
          type="password"
          error={errors.password}
          autofocus={focus === 'password'}
          autocomplete="current-password"
          required
        />
        <Button>Log in</Button>
      </Form>
      <p class="under-form">
        <a href={passkeyHref}>Log in with a passkey</a>
        <br />
        <a href="/reset-password">Forgot your password?</a>
      </p>
    </DoorPage>
  );
}
