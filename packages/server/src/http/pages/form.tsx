/** Forms: fields whose errors stand next to them, buttons, notices. */
import type { ComponentChildren } from 'preact';

/** What is wrong with each field, in words that say what to do. */
export type FieldErrors<Name extends string> = Partial<Record<Name, string>>;

/** The field that gets the focus: the first one with an error, else the first one. */
export function fieldToFocus<Name extends string>(
  fields: readonly [Name, ...Name[]],
  errors: FieldErrors<Name> = {},
): Name {
  return fields.find((name) => errors[name] !== undefined) ?? fields[0];
}

/** The hidden token that proves that a form came from us. */
function CsrfToken({ value }: { value: string }) {
  return <input type="hidden" name="csrf_token" value={value} />;
}

interface FormProps {
  action: string;
  csrfToken: string;
  /** Further hidden fields. */
  hidden?: Readonly<Record<string, string | undefined>>;
  class?: string;
  children: ComponentChildren;
}

/** A POST form with its CSRF token. */
export function Form({ action, csrfToken, hidden = {}, class: className, children }: FormProps) {
  return (
    // The browser's own validation bubbles vanish and are not read out everywhere; ours stand next to the field.
    <form method="post" action={action} class={className} noValidate>
      <CsrfToken value={csrfToken} />
      {Object.entries(hidden).map(
        ([name, value]) =>
          value !== undefined && <input key={name} type="hidden" name={name} value={value} />,
      )}
      {children}
    </form>
  );
}

/** A field: what people read about it, and the attributes of its input. */
export interface FieldProps {
  /** Also the element's id. */
  name: string;
  label: string;
  hint?: ComponentChildren;
  /** Shown next to the field and linked to it. */
  error?: string | undefined;
  type?: 'text' | 'email' | 'password';
  value?: string;
  autocomplete: string;
  autofocus?: boolean;
  autocapitalize?: 'none';
  inputmode?: 'numeric';
  placeholder?: string;
  spellcheck?: boolean;
  required?: boolean;
}

/** A labelled input with its hint and its error. */
export function Field({ name, label, hint, error, type = 'text', ...input }: FieldProps) {
  const { hintId, errorId, describedBy } = descriptionIds(name, hint, error);
  // Preact has one shape of attributes for each type of input, and ours are in all of them.
  const attributes: Record<string, unknown> = { ...input, type };
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={hintId}>
          {hint}
        </p>
      )}
      {error !== undefined && <FieldError id={errorId}>{error}</FieldError>}
      <input
        {...attributes}
        id={name}
        name={name}
        aria-describedby={describedBy}
        aria-invalid={error === undefined ? undefined : 'true'}
      />
    </div>
  );
}

/** Tells password managers whose password the form is about; people see the address elsewhere. */
export function UsernameForPasswordManagers({ email }: { email: string }) {
  return <input type="email" autocomplete="username" value={email} readonly hidden />;
}

interface ChoiceProps {
  name: string;
  label: string;
  error?: string | undefined;
  selected: string;
  choices: readonly { value: string; label: string }[];
}

/** A labelled select. */
export function Choice({ name, label, error, selected, choices }: ChoiceProps) {
  const { errorId, describedBy } = descriptionIds(name, undefined, error);
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {error !== undefined && <FieldError id={errorId}>{error}</FieldError>}
      <select
        id={name}
        name={name}
        aria-describedby={describedBy}
        aria-invalid={error === undefined ? undefined : 'true'}
      >
        {choices.map(({ value, label: text }) => (
          <option key={value} value={value} selected={value === selected}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

interface CheckboxProps {
  name: string;
  label: string;
  hint: string;
  checked: boolean;
}

/** A labelled checkbox; its value is `on`. */
export function Checkbox({ name, label, hint, checked }: CheckboxProps) {
  const { hintId } = descriptionIds(name, hint, undefined);
  return (
    <div class="check">
      <input type="checkbox" id={name} name={name} value="on" checked={checked} aria-describedby={hintId} />
      <label for={name}>{label}</label>
      <p class="hint" id={hintId}>
        {hint}
      </p>
    </div>
  );
}

function FieldError({ id, children }: { id: string; children: string }) {
  return (
    <p class="field-error" id={id}>
      {children}
    </p>
  );
}

function descriptionIds(name: string, hint: ComponentChildren, error: string | undefined) {
  const hintId = `${name}-hint`;
  const errorId = `${name}-error`;
  const ids = [error !== undefined && errorId, hint !== undefined && hintId].filter(Boolean);
  return { hintId, errorId, describedBy: ids.length === 0 ? undefined : ids.join(' ') };
}

/** How much a button asks for attention. `danger` is for what cannot be undone. */
export type ButtonKind = 'primary' | 'secondary' | 'danger';

interface ButtonProps {
  kind?: ButtonKind;
  children: ComponentChildren;
  /** Spoken name, where the visible one repeats from row to row. It must begin with the visible one. */
  label?: string;
}

/** A submit button. */
export function Button({ kind = 'primary', label, children }: ButtonProps) {
  return (
    <button class={`button ${kind}`} type="submit" aria-label={label}>
      {children}
    </button>
  );
}

interface ButtonLinkProps {
  href: string;
  kind?: ButtonKind;
  children: ComponentChildren;
  /** Spoken name, where the visible one repeats from row to row. It must begin with the visible one. */
  label?: string;
}

/** A link that looks like a button: the next step, where nothing is changed by going there. */
export function ButtonLink({ href, kind = 'primary', label, children }: ButtonLinkProps) {
  return (
    <a class={`button ${kind}`} href={href} aria-label={label}>
      {children}
    </a>
  );
}

interface NoticeProps {
  /** `good` and `plain` are polite; `problem` and `warning` interrupt. */
  kind: 'good' | 'plain' | 'warning' | 'problem';
  children: ComponentChildren;
}

/** A message about the whole page. */
export function Notice({ kind, children }: NoticeProps) {
  const role = kind === 'problem' || kind === 'warning' ? 'alert' : 'status';
  return (
    <div class={`notice ${kind}`} role={role}>
      {children}
    </div>
  );
}
