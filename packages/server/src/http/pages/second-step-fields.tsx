/** How a page asks for the second step: one passcode field, and recovery codes for whoever cannot answer it. */
import { Field, type FieldErrors } from './form.tsx';

/** The two fields by which the second step is proved. */
export type SecondStepField = 'passcode' | 'recovery_code';

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
  errors?: FieldErrors<SecondStepField>;
  autofocus?: boolean;
}

/** The passcode field with a recovery code as the way out. */
export function SecondStepFields({ errors = {}, autofocus = false }: SecondStepFieldsProps) {
  const byRecoveryCode = errors.recovery_code !== undefined;
  return (
    <>
      <PasscodeField error={errors.passcode} autofocus={autofocus && !byRecoveryCode} />
      <details open={byRecoveryCode}>
        <summary>Use a recovery code</summary>
        <RecoveryCodeField error={errors.recovery_code} autofocus={byRecoveryCode} />
      </details>
    </>
  );
}
