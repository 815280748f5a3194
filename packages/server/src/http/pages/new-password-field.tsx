import { Field } from './form.tsx';

interface NewPasswordFieldProps {
  label: string;
  error?: string | undefined;
  autofocus?: boolean;
}

/**
 * The field for a password that is being chosen. `password-hint.js`, where a page loads it, adds an estimate of its
 * strength; nothing cuts a long password short.
 */
export function NewPasswordField({ label, error, autofocus = false }: NewPasswordFieldProps) {
  return (
    <Field
      name="password"
      label={label}
      type="password"
      hint="At least 8 characters. A few unrelated words make a good one."
      error={error}
      autofocus={autofocus}
      autocomplete="new-password"
      data-password-hint=""
      required
    />
  );
}
