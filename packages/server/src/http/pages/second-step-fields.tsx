/** How a page asks for the second step: by what the account has, and recovery codes for whoever cannot answer that. */
import type { SecondStepField } from '../../domain/errors.ts';
import type { SecondStepWays } from '../../domain/second-step.ts';
import { Button, Field, type FieldErrors } from './form.tsx';
import { SecurityKeyButton } from './security-key-button.tsx';

interface PasscodeFieldProps {
  error?: string | undefined;
  autofocus?: boolean;
}

/** The field for the code that the authenticator shows. It never comes back filled in. */
export function PasscodeField({ error, autofocus = false }: PasscodeFieldProps) {
  return (
    <Field
      name="passcode"
      label="One-time passcode"
      hint="The six digits your authenticator shows now."
      error={error}
      autofocus={autofocus}
      inputmode="numeric"
      autocomplete="one-time-code"
      autocapitalize="none"
      spellcheck={false}
      required
      placeholder="123 456"
    />
  );
}

/** The field for a recovery code. */
export function RecoveryCodeField({ error, autofocus = false }: PasscodeFieldProps) {
  return (
    <Field
      name="recovery_code"
      label="Recovery code"
      hint="One of the codes you saved. Each works once; capitals, spaces and dashes do not matter."
      error={error}
      autofocus={autofocus}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
    />
  );
}

interface SecondStepFieldsProps {
  ways: SecondStepWays;
  errors?: FieldErrors<SecondStepField>;
  autofocus?: boolean;
  /** What the form's own button says. */
  action: string;
}

/** The ways of the account with a recovery code as the way out, and the buttons that submit them. */
export function SecondStepFields({ ways, errors = {}, autofocus = false, action }: SecondStepFieldsProps) {
  const byRecoveryCode = errors.recovery_code !== undefined;
  const recoveryCode = (
    <details open={byRecoveryCode}>
      <summary>Use a recovery code</summary>
      <RecoveryCodeField error={errors.recovery_code} autofocus={byRecoveryCode} />
      {!ways.passcode && <Button kind="secondary">{action}</Button>}
    </details>
  );
  return (
    <>
      {ways.passcode && (
        <>
          <PasscodeField error={errors.passcode} autofocus={autofocus && !byRecoveryCode} />
          {recoveryCode}
          <Button>{action}</Button>
        </>
      )}
      <SecurityKeyWay ways={ways} error={errors.security_key} />
      {!ways.passcode && recoveryCode}
    </>
  );
}

interface SecurityKeyWayProps {
  ways: SecondStepWays;
  error?: string | undefined;
}

/** The button for a security key, where the account has one. */
export function SecurityKeyWay({ ways, error }: SecurityKeyWayProps) {
  if (ways.securityKeyOptions === undefined) return null;
  return (
    <SecurityKeyButton
      asks="get"
      options={ways.securityKeyOptions}
      error={error}
      kind={ways.passcode ? 'secondary' : 'primary'}
    >
      Use your security key
    </SecurityKeyButton>
  );
}
