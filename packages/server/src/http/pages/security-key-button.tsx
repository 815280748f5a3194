import type { ButtonKind } from './form.tsx';

/** The script of every page with a `SecurityKeyButton`, in `http/assets`. */
export const securityKeyScript = 'security-key.js';

interface SecurityKeyButtonProps {
  /** Whether a new key is made, or one that is there is asked for. */
  asks: 'create' | 'get';
  /** What the browser needs, as JSON. */
  options: string;
  error?: string | undefined;
  kind?: ButtonKind;
  children: string;
}

/** Submits its form with what a security key answers, in the field `security_key`. */
export function SecurityKeyButton({
  asks,
  options,
  error,
  kind = 'primary',
  children,
}: SecurityKeyButtonProps) {
  return (
    <>
      <input type="hidden" name="security_key" value="" />
      <p class="field-error" id="security-key-error" role="alert" hidden={error === undefined}>
        {error}
      </p>
      <noscript>
        <p class="muted">A security key needs JavaScript: the browser lets no page ask for one without it.</p>
      </noscript>
      <button
        class={`button ${kind}`}
        type="submit"
        data-security-key={asks}
        data-options={options}
        aria-describedby="security-key-error"
        hidden
      >
        {children}
      </button>
    </>
  );
}
