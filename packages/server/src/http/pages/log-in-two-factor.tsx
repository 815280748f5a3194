import type { SecondStepField } from '../../domain/errors.ts';
import { TRUST_LIFETIME_DAYS } from '../../domain/trusted-browsers.ts';
import { Button, Checkbox, type FieldErrors, Form } from './form.tsx';
import { DoorPage, type PageProps } from './layout.tsx';
import type { SecondStepWays } from '../../domain/second-step.ts';
import { securityKeyScript } from './security-key-button.tsx';
import { PasscodeField, RecoveryCodeField, SecurityKeyWay } from './second-step-fields.tsx';

/** The second step of a log-in. Both pages post to `/log-in/two-factor`, with `passcode`, `security_key` or `recovery_code`. */
export interface LogInTwoFactorProps extends PageProps {
  ways: SecondStepWays;
  /** By field. The same words for every refusal: wrong, old, used before, or not looked at. */
  errors?: FieldErrors<SecondStepField>;
  /** A path of ours to go to afterwards, checked by the route. */
  returnTo: string;
}

/** `/log-in/two-factor` posts `trust_browser` as well. */
interface TrustProps {
  /** As it was ticked before. */
  trustsBrowser?: boolean;
}

/** `/log-in/two-factor`: asks for the One-time passcode, or for a security key. */
export function LogInTwoFactorPage({
  serviceName,
  csrfToken,
  ways,
  errors = {},
  returnTo,
  trustsBrowser = false,
}: LogInTwoFactorProps & TrustProps) {
  return (
    <DoorPage
      title="Two-factor Authentication"
      serviceName={serviceName}
      scripts={ways.securityKeyOptions === undefined ? [] : [securityKeyScript]}
      aside={
        <>
          {ways.passcode ? 'No authenticator at hand?' : 'No security key at hand?'}{' '}
          <a href={withReturn('/log-in/recovery-code', returnTo)}>Use a recovery code</a>
        </>
      }
    >
      <Form action="/log-in/two-factor" csrfToken={csrfToken} hidden={{ return_to: returnTo }} class="codes">
        {ways.passcode && <PasscodeField error={errors.passcode} autofocus />}
        <Checkbox
          name="trust_browser"
          label={`Trust this browser for ${TRUST_LIFETIME_DAYS} days`}
          hint="Then the password is enough here. Not on a device that others use."
          checked={trustsBrowser}
        />
        {ways.passcode && <Button>Log in</Button>}
        <SecurityKeyWay ways={ways} error={errors.security_key} />
      </Form>
    </DoorPage>
  );
}

/** `/log-in/recovery-code`: asks for a recovery code instead. */
export function LogInRecoveryCodePage({
  serviceName,
  csrfToken,
  ways,
  errors = {},
  returnTo,
}: LogInTwoFactorProps) {
  return (
    <DoorPage
      title="Use a recovery code"
      serviceName={serviceName}
      aside={
        <>
          {ways.passcode ? 'Have your authenticator?' : 'Have your security key?'}{' '}
          <a href={withReturn('/log-in/two-factor', returnTo)}>
            {ways.passcode ? 'Use a One-time passcode' : 'Use your security key'}
          </a>
        </>
      }
    >
      <Form action="/log-in/two-factor" csrfToken={csrfToken} hidden={{ return_to: returnTo }} class="codes">
        <RecoveryCodeField error={errors.recovery_code} autofocus />
        <Button>Log in</Button>
      </Form>
    </DoorPage>
  );
}

function withReturn(path: string, returnTo: string): string {
  return `${path}?return_to=${encodeURIComponent(returnTo)}`;
}
