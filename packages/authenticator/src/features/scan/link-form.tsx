import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface LinkFormProps {
  onLink(link: string): void;
  isBusy: boolean;
  /** What is wrong with the link that was given last. */
  error: string | undefined;
}

/** A set-up link, as a service or another authenticator offers to copy it. */
export function LinkForm({ onLink, isBusy, error }: LinkFormProps): JSX.Element {
  const [link, setLink] = useState('');
  const [given, setGiven] = useState('');
  const [missing, setMissing] = useState<string>();
  const submit = (event: Event) => {
    event.preventDefault();
    setGiven(link);
    setMissing(link.trim() === '' ? 'Paste the link first.' : undefined);
    if (link.trim() !== '') onLink(link);
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <TextField
        label="Link"
        value={link}
        onValue={setLink}
        hint="It begins with otpauth:// or otpauth-migration://"
        error={link === given ? (missing ?? error) : undefined}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
      />
      <Button type="submit" variant="primary" disabled={isBusy}>
        Add
      </Button>
    </form>
  );
}
