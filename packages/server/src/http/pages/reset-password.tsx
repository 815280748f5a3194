import type { SecondStepField } from '../../domain/errors.ts';
import type { SecondStepWays } from '../../domain/second-step.ts';
import { Button, Field, type FieldErrors, fieldToFocus, Form } from './form.tsx';
import { DoorPage, type PageProps } from './layout.tsx';
import { NewPasswordField } from './new-password-field.tsx';
import { SecondStepFields } from './second-step-fields.tsx';
import { securityKeyScript } from './security-key-button.tsx';

/** `/reset-password`. The form posts `email` to the same address. */
export interface ResetPasswordProps extends PageProps {
  email?: string;
  errors?: FieldErrors<'email'>;
}

/** Asks which account it is about. */
export function ResetPasswordPage({ serviceName, csrfToken, email = '', errors = {} }: ResetPasswordProps) {
  return (
    <DoorPage
      title="Reset your password"
      serviceName={serviceName}
      aside={
        <>
          Remembered it? <a href="/log-in">Log in</a>
        </>
      }
    >
      <p>We send you a link with which you choose a new password.</p>
      <Form action="/reset-password" csrfToken={csrfToken}>
        <Field
          name="email"
          label="Email"
          type="email"
          value={email}
          error={errors.email}
          autofocus
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
        />
        <Button>Send the link</Button>
      </Form>
    </DoorPage>
  );
}

/** After asking: the same whether or not the address has an account. */
export interface ResetPasswordSentProps {
  serviceName: string;
  email: string;
}

/** "Check your mail", after asking for a reset. */
export function ResetPasswordSentPage({ serviceName, email }: ResetPasswordSentProps) {
  return (
    <DoorPage title="Check your mail" serviceName={serviceName} aside={<a href="/log-in">Back to log in</a>}>
      <p>
        If <bdi class="strong">{email}</bdi> has an account here, a mail with a link is on its way. The link
        works once, for an hour.
      </p>
      <p class="muted">
        Nothing after a few minutes? Look into the spam folder and check the address above, then{' '}
        <a href="/reset-password">send it again</a>.
      </p>
    </DoorPage>
  );
}

/** The page behind the mail's link. The form posts `token`, `password` and the second step. */
export interface NewPasswordProps extends PageProps {
  /** The link's bearer value. */
  token: string;
  /** Where the button posts to. */
  action: string;
  /** Whether the account has two-factor: its mailbox alone must not open it. */
  ways: SecondStepWays | undefined;
  errors?: FieldErrors<'password' | SecondStepField>;
}

/** Asks for the new password, and for the second step where the account has one. */
export function NewPasswordPage({ serviceName, csrfToken, ways, errors = {}, ...props }: NewPasswordProps) {
  const focus = fieldToFocus(['password', 'passcode', 'recovery_code'], errors);
  const scripts = [
    'password-hint.js',
    ...(ways?.securityKeyOptions === undefined ? [] : [securityKeyScript]),
  ];
  return (
    <DoorPage title="Choose a new password" serviceName={serviceName} scripts={scripts}>
      <Form action={props.action} csrfToken={csrfToken} hidden={{ token: props.token }} class="codes">
        <NewPasswordField label="New password" error={errors.password} autofocus={focus === 'password'} />
        {ways === undefined ? (
          <Button>Change password</Button>
        ) : (
          <SecondStepFields
            ways={ways}
            errors={errors}
            autofocus={focus !== 'password'}
            action="Change password"
          />
        )}
      </Form>
    </DoorPage>
  );
}
