import type { Algorithm, OtpauthAccount } from '@countersign/otp';
import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import {
  accountFromFields,
  EMPTY_FIELDS,
  shortKeyHint,
  type SetupKeyErrors,
  type SetupKeyFields,
} from './setup-key.ts';

interface SetupKeyFormProps {
  /** A key that is known already. Default: none. */
  setupKey?: string | undefined;
  onAccount(account: OtpauthAccount): void;
  /** A whole link was put where the key belongs. */
  onLink(link: string): void;
  isBusy: boolean;
  /** Why the account could not be added. */
  failure: string | undefined;
}

const NAME_MAX_LENGTH = 256;

/** The setup key by hand, with what else a service may ask for under Options. */
export function SetupKeyForm({
  setupKey = '',
  onAccount,
  onLink,
  isBusy,
  failure,
}: SetupKeyFormProps): JSX.Element {
  const [fields, setFields] = useState<SetupKeyFields>({ ...EMPTY_FIELDS, setupKey });
  const [errors, setErrors] = useState<SetupKeyErrors>({});
  const [form, checked] = useFirstErrorFocus();
  const set = (field: keyof SetupKeyFields) => (value: string) => {
    setFields((before) => ({ ...before, [field]: value }));
    setErrors((before) => ({ ...before, [field]: undefined }));
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (/^\s*(apple-)?otpauth(-migration)?:/i.test(fields.setupKey)) return onLink(fields.setupKey);
    const result = accountFromFields(fields);
    setErrors(result.errors ?? {});
    checked();
    if (result.account) onAccount(result.account);
  };
  const field = (name: keyof SetupKeyFields) => ({
    value: fields[name],
    onValue: set(name),
    error: errors[name],
  });
  return (
    <form class="stack" ref={form} onSubmit={submit} noValidate>
      {failure !== undefined && <Notice kind="error">{failure}</Notice>}
      <TextField label="Issuer" {...field('issuer')} hint="The service, such as GitHub" {...NAME_INPUT} />
      <TextField
        label="Account name"
        {...field('accountName')}
        hint="Your email address or user name there"
        {...NAME_INPUT}
      />
      <TextField
        label="Setup key"
        {...field('setupKey')}
        hint={shortKeyHint(fields.setupKey) ?? KEY_HINT}
        {...KEY_INPUT}
      />
      <Options fields={fields} errors={errors} field={field} set={set} />
      <Button type="submit" variant="primary" disabled={isBusy}>
        Add
      </Button>
    </form>
  );
}

/** After each check, the first field that has an error takes the focus: people put things right from the top. */
function useFirstErrorFocus() {
  const form = useRef<HTMLFormElement>(null);
  const [checks, setChecks] = useState(0);
  // The fields focus themselves in their own layout effects, which run before this one.
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), [checks]);
  return [form, () => setChecks((count) => count + 1)] as const;
}

const NAME_INPUT = { maxLength: NAME_MAX_LENGTH, autocomplete: 'off' } as const;
const KEY_INPUT = { autocomplete: 'off', autocapitalize: 'none', spellcheck: false } as const;
const KEY_HINT = 'Letters and digits, with or without spaces';

interface OptionsProps {
  fields: SetupKeyFields;
  errors: SetupKeyErrors;
  field(name: keyof SetupKeyFields): {
    value: string;
    onValue(value: string): void;
    error: string | undefined;
  };
  set(name: keyof SetupKeyFields): (value: string) => void;
}

function Options({ fields, errors, field, set }: OptionsProps): JSX.Element {
  const { type } = fields;
  const hasError =
    errors.digits !== undefined || errors.periodSeconds !== undefined || errors.counter !== undefined;
  return (
    <details class="scan-options" open={hasError || undefined}>
      <summary>Options</summary>
      <div class="stack">
        <p class="quiet">Leave these as they are unless the service says otherwise.</p>
        <SelectField label="Type" value={type} onValue={set('type')}>
          <option value="totp">Time</option>
          <option value="hotp">Counter</option>
          <option value="steam">Steam</option>
        </SelectField>
        {type !== 'steam' && (
          <SelectField label="Algorithm" value={fields.algorithm} onValue={set('algorithm')}>
            {(['SHA1', 'SHA256', 'SHA512'] satisfies Algorithm[]).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </SelectField>
        )}
        {type !== 'steam' && (
          <TextField label="Digits" {...field('digits')} inputMode="numeric" autocomplete="off" />
        )}
        {type === 'totp' && (
          <TextField
            label="Period in seconds"
            {...field('periodSeconds')}
            inputMode="numeric"
            autocomplete="off"
          />
        )}
        {type === 'hotp' && (
          <TextField label="Counter" {...field('counter')} inputMode="numeric" autocomplete="off" />
        )}
      </div>
    </details>
  );
}

interface SelectFieldProps {
  label: string;
  value: string;
  onValue(value: string): void;
  children: ComponentChildren;
}

function SelectField({ label, value, onValue, children }: SelectFieldProps): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onValue(event.currentTarget.value)}>
        {children}
      </select>
    </div>
  );
}
