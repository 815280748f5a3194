import { Form } from './form.tsx';
import { DoorPage, type PageProps } from './layout.tsx';
import { SecurityKeyButton, securityKeyScript } from './security-key-button.tsx';

/** `/log-in/passkey`. The form posts `security_key` and `return_to` to the same address. */
export interface LogInPasskeyProps extends PageProps {
  /** What the browser needs to ask for a passkey, as JSON. */
  options: string;
  /** A path of ours to go to afterwards, checked by the route. */
  returnTo: string;
  error?: string;
}

/** Logs in with a passkey and nothing else. */
export function LogInPasskeyPage({ serviceName, csrfToken, options, returnTo, error }: LogInPasskeyProps) {
  return (
    <DoorPage
      title="Log in with a passkey"
      serviceName={serviceName}
      scripts={[securityKeyScript]}
      aside={
        <>
          No passkey at hand?{' '}
          <a href={`/log-in?return_to=${encodeURIComponent(returnTo)}`}>Log in with your password</a>
        </>
      }
    >
      <p>Your fingerprint, face or PIN opens the passkey, and the passkey opens your account.</p>
      <Form action="/log-in/passkey" csrfToken={csrfToken} hidden={{ return_to: returnTo }}>
        <SecurityKeyButton asks="get" options={options} error={error}>
          Use a passkey
        </SecurityKeyButton>
      </Form>
    </DoorPage>
  );
}
