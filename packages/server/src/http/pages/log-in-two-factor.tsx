import { Button, Form } from './form.tsx';
import { DoorPage, type PageProps } from './layout.tsx';
import { PasscodeField, RecoveryCodeField } from './second-step-fields.tsx';

/** The second step of a log-in. Both pages post to `/log-in/two-factor`, with `passcode` or with `recovery_code`. */
export interface LogInTwoFactorProps extends PageProps {
  /** The same words for every refusal: wrong, old, used before, or not looked at. */
  error?: string;
  /** A path of ours to go to afterwards, checked by the route. */
  returnTo: string;
}

/** `/log-in/two-factor`: asks for the One-time passcode. */
export function LogInTwoFactorPage({ serviceName, csrfToken, error, returnTo }: LogInTwoFactorProps) {
  return (
    <DoorPage
      title="Two-factor Authentication"
      serviceName={serviceName}
      aside={
        <>
          No authenticator at hand?{' '}
          <a href={withReturn('/log-in/recovery-code', returnTo)}>Use a recovery code</a>
        </>
      }
    >
      <Form action="/log-in/two-factor" csrfToken={csrfToken} hidden={{ return_to: returnTo }} class="codes">
        <PasscodeField error={error} autofocus />
        <Button>Log in</Button>
      </Form>
    </DoorPage>
  );
}

/** `/log-in/recovery-code`: asks for a recovery code instead. */
export function LogInRecoveryCodePage({ serviceName, csrfToken, error, returnTo }: LogInTwoFactorProps) {
  return (
    <DoorPage
      title="Use a recovery code"
      serviceName={serviceName}
      aside={
        <>
          Have your authenticator?{' '}
          <a href={withReturn('/log-in/two-factor', returnTo)}>Use a One-time passcode</a>
        </>
      }
    >
      <Form action="/log-in/two-factor" csrfToken={csrfToken} hidden={{ return_to: returnTo }} class="codes">
        <RecoveryCodeField error={error} autofocus />
        <Button>Log in</Button>
      </Form>
    </DoorPage>
  );
}

function withReturn(path: string, returnTo: string): string {
  return `${path}?return_to=${encodeURIComponent(returnTo)}`;
}
