import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useRegistration, useServices } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Whether this device is registered, and the way to change that. Entries are not touched by it. */
export function RegistrationSection(): JSX.Element {
  const registration = useRegistration();
  return (
    <section class="stack-tight">
      <h2>This device</h2>
      {registration.status === 'registered' && (
        <RegisteredDevice email={registration.email} deviceName={registration.deviceName} />
      )}
      {registration.status === 'waiting' && (
        <>
          <p>Waiting for {registration.email} to be verified.</p>
          <div class="actions">
            <LinkButton href="#/get-started">Check your mail</LinkButton>
          </div>
        </>
      )}
      {(registration.status === 'none' || registration.status === 'not-now') && (
        <>
          <p>Not registered. Everything works; registering keeps every entry.</p>
          <div class="actions">
            <LinkButton href="#/get-started/register">Register this device</LinkButton>
          </div>
        </>
      )}
    </section>
  );
}

function RegisteredDevice({ email, deviceName }: { email: string; deviceName: string }): JSX.Element {
  const { device } = useServices();
  const [isAsking, setIsAsking] = useState(false);
  const [failure, setFailure] = useState<string>();
  const unregister = async () => {
    setIsAsking(false);
    await device.unregister().catch((error: Error) => setFailure(error.message));
  };
  return (
    <>
      <p>
        Registered as <strong>{deviceName}</strong>, under {email}.
      </p>
      {failure !== undefined && <Notice kind="error">{failure}</Notice>}
      <div class="actions">
        <Button onClick={() => setIsAsking(true)}>Remove registration</Button>
      </div>
      {isAsking && (
        <Dialog
          title="Remove this registration?"
          onClose={() => setIsAsking(false)}
          actions={
            <>
              <Button onClick={() => setIsAsking(false)}>Keep</Button>
              <Button variant="danger" onClick={unregister}>
                Remove
              </Button>
            </>
          }
        >
          <p>The server forgets this device. Your entries stay here and their codes go on working.</p>
        </Dialog>
      )}
    </>
  );
}
