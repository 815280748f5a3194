import type { JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

interface TextFieldProps {
  name?: string;
  inputMode?: 'text' | 'email' | 'numeric';
  autocomplete?: 'off' | 'email';
  autocapitalize?: 'none' | 'characters';
  spellcheck?: boolean;
  maxLength?: number;
  placeholder?: string;
  label: string;
  value: string;
  onValue(value: string): void;
  /** One sentence below the field. */
  hint?: string | undefined;
  /** What is wrong and what to do; shown below the field, which takes the focus when an error arrives. */
  error?: string | undefined;
}

/** A labelled text field, with its hint and its error tied to it. */
export function TextField(props: TextFieldProps): JSX.Element {
  const { label, value, onValue, hint, error, ...attributes } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (error !== undefined) input.current?.focus();
  }, [error]);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        type="text"
        {...attributes}
        ref={input}
        id={id}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
        aria-invalid={error !== undefined}
        {...(described !== '' && { 'aria-describedby': described })}
      />
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p class="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
