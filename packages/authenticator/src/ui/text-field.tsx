import type { JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

interface TextFieldProps extends Omit<
  JSX.IntrinsicElements['input'],
  'class' | 'className' | 'id' | 'value' | 'onInput' | 'aria-describedby' | 'aria-invalid'
> {
  label: string;
  value: string;
  onValue(value: string): void;
  /** One sentence below the field. */
  hint?: string | undefined;
  /** What is wrong and what to do; shown below the field, which takes the focus when an error arrives. */
  error?: string | undefined;
}

/** A labelled text field, with its hint and its error tied to it. */
export function TextField({ label, value, onValue, hint, error, ...rest }: TextFieldProps): JSX.Element {
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
        {...rest}
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
