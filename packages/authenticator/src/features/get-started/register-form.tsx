import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { navigate } from '../../route.ts';
import { RelayError } from '../../relay/relay-client.ts';
import { useRegistration, useServices } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ForgottenNotice } from './forgotten-notice.tsx';
import { suggestDeviceName } from './device-name.ts';

interface Draft {
  email: string;
  deviceName: string;
}

interface Failure {
  field?: 'email' | 'device_name';
  message: string;
}

const draftName = 'countersign-register';

/** Address and name of the device. What is typed survives a reload. */
export function RegisterForm(): JSX.Element {
  const { device } = useServices();
  const registration = useRegistration();
  const [draft, setDraft] = useState(readDraft);
  const [failure, setFailure] = useState<Failure>();
  const [isSending, setIsSending] = useState(false);
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    sessionStorage.setItem(draftName, JSON.stringify(next));
    setDraft(next);
  };

  const register = async (event: Event) => {
    event.preventDefault();
    const details = { email: draft.email.trim(), deviceName: draft.deviceName.trim() };
    const problem = problemWith(details);
    setFailure(problem);
    if (problem !== undefined) return;
    setIsSending(true);
    await device.register(details).then(
      () => navigate('/get-started', { replace: true }),
      (error: unknown) => setFailure(failureFrom(error)),
    );
    setIsSending(false);
  };

  return (
    <main class="page stack">
      <PageHeader
        title="Get started"
        onBack={() => navigate(registration.status === 'not-now' ? '/settings' : '/get-started')}
      />
      <ForgottenNotice />
      {failure !== undefined && failure.field === undefined && (
        <Notice kind="error">{failure.message}</Notice>
      )}
      <form class="stack" onSubmit={register} noValidate>
        <TextField
          label="Email address"
          name="email"
          inputMode="email"
          autocomplete="email"
          autocapitalize="none"
          spellcheck={false}
          value={draft.email}
          onValue={(email) => change({ email })}
          hint="We send a link there. It is all we ask for: there is no password."
          error={failure?.field === 'email' ? failure.message : undefined}
        />
        <TextField
          label="Name of this device"
          name="device_name"
          autocomplete="off"
          maxLength={64}
          value={draft.deviceName}
          onValue={(deviceName) => change({ deviceName })}
          hint="So that you know it among others."
          error={failure?.field === 'device_name' ? failure.message : undefined}
        />
        <div class="actions">
          <Button type="submit" variant="primary" disabled={isSending}>
            {isSending ? 'Sending the link…' : 'Continue'}
          </Button>
        </div>
      </form>
    </main>
  );
}

function readDraft(): Draft {
  const fresh = { email: '', deviceName: suggestDeviceName(navigator.userAgent) };
  try {
    return { ...fresh, ...(JSON.parse(sessionStorage.getItem(draftName) ?? '{}') as Partial<Draft>) };
  } catch {
    return fresh;
  }
}

function problemWith({ email, deviceName }: Draft): Failure | undefined {
  if (!/^[^\s@]+@[^\s@]+$/.test(email))
    return { field: 'email', message: 'Enter an email address, like name@example.com.' };
  if (deviceName === '')
    return { field: 'device_name', message: 'Give this device a name, like “My phone”.' };
  return undefined;
}

function failureFrom(error: unknown): Failure {
  const { message } = error as Error;
  const field = error instanceof RelayError ? error.field : undefined;
  return field === 'email' || field === 'device_name' ? { field, message } : { message };
}
