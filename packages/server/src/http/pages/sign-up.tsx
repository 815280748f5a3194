import { Button, Field, type FieldErrors, fieldToFocus, Form } from './form.tsx';
import { DoorPage, type PageProps } from './layout.tsx';
import { NewPasswordField } from './new-password-field.tsx';

/** `/sign-up`. The form posts `email` and `password` to the same address. */
export interface SignUpProps extends PageProps {
  /** What was typed before, when something was wrong. */
  email?: string;
  errors?: FieldErrors<'email' | 'password'>;
}

/** The form to create an account. */
export function SignUpPage({ serviceName, csrfToken, email = '', errors = {} }: SignUpProps) {
  const focus = fieldToFocus(['email', 'password'], errors);
  return (
    <DoorPage
      title="Create your account"
      serviceName={serviceName}
      scripts={['password-hint.js']}
      aside={
        <>
          Have an account? <a href="/log-in">Log in</a>
        </>
      }
    >
      <Form action="/sign-up" csrfToken={csrfToken}>
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
        <NewPasswordField label="Password" error={errors.password} autofocus={focus === 'password'} />
        <Button>Sign up</Button>
      </Form>
    </DoorPage>
  );
}

/** After sign-up. It says the same for an address that has an account already: who has one is nobody's business. */
export interface CheckYourMailProps {
  serviceName: string;
  /** Where the mail went. */
  email: string;
}

/** "Check your mail", after signing up. */
export function CheckYourMailPage({ serviceName, email }: CheckYourMailProps) {
  return (
    <DoorPage
      title="Check your mail"
      serviceName={serviceName}
      aside={
        <>
          Verified already? <a href="/log-in">Log in</a>
        </>
      }
    >
      <p>
        We sent a mail to <bdi class="strong">{email}</bdi>. Open its link and press{' '}
        <strong>Verify email</strong> there.
      </p>
      <p class="muted">
        Nothing after a few minutes? Look into the spam folder and check the address above. To have it sent
        again, <a href="/sign-up">sign up again</a> with the same address.
      </p>
    </DoorPage>
  );
}
