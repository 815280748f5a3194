import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { navigate, type Route } from '../../route.ts';
import { useRegistration, useServices } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { Mark } from '../../ui/icons.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { showToast } from '../../ui/toast.tsx';
import { ForgottenNotice } from './forgotten-notice.tsx';
import { RegisterForm } from './register-form.tsx';

/** The way in: welcome, address and name, the mail, done. Which step is shown follows from the registration. */
export function GetStartedPage({ route }: { route: Route }): JSX.Element {
  const registration = useRegistration();
  if (registration.status === 'registered') return <ReadyStep />;
  if (registration.status === 'waiting') return <CheckMailStep email={registration.email} />;
  return route[0] === 'register' ? <RegisterForm /> : <WelcomeStep />;
}

function WelcomeStep(): JSX.Element {
  const { device } = useServices();
  const putOff = async () => {
    await device.putOff().catch((error: Error) => showToast({ text: error.message }));
    navigate('/', { replace: true });
  };
  return (
    <main class="page welcome">
      <div class="welcome-text">
        <Mark size={72} />
        <h1>Countersign</h1>
        <p>
          Your codes for two-step verification, on this device. They work without a network, and are encrypted
          before they are stored.
        </p>
      </div>
      <div class="welcome-actions">
        <ForgottenNotice />
        <LinkButton href="#/get-started/register" variant="primary">
          Get started
        </LinkButton>
        <Button variant="quiet" onClick={putOff}>
          Not now
        </Button>
        <p class="quiet">
          Get started registers this device under your email address. Not now skips that: every code works,
          and Settings can register later.
        </p>
      </div>
    </main>
  );
}

function CheckMailStep({ email }: { email: string }): JSX.Element {
  const { device } = useServices();
  const [failure, setFailure] = useState<string>();
  const [isSent, setIsSent] = useState(false);

  const attempt = async (work: Promise<void>, done: () => void) => {
    setFailure(undefined);
    setIsSent(false);
    await work.then(done, (error: Error) => setFailure(error.message));
  };
  const startOver = () =>
    attempt(device.startOver(), () => navigate('/get-started/register', { replace: true }));
  const putOff = () => attempt(device.putOff(), () => navigate('/', { replace: true }));

  return (
    <main class="page stack">
      <PageHeader title="Check your mail" />
      <p>
        We sent a link to <strong>{email}</strong>. Open it and press <strong>Verify email</strong>. It may be
        opened on any device; this page moves on by itself.
      </p>
      <p class="waiting quiet" role="status">
        <span class="waiting-ring" />
        Waiting for you to verify…
      </p>
      {isSent && <Notice kind="success">The link is on its way again.</Notice>}
      {failure !== undefined && <Notice kind="error">{failure}</Notice>}
      <p class="quiet">Nothing there? Look in the spam folder, or have it sent once more.</p>
      <div class="actions">
        <Button onClick={() => attempt(device.sendMailAgain(), () => setIsSent(true))}>
          Send the link again
        </Button>
        <Button onClick={startOver}>Use another address</Button>
        <Button variant="quiet" onClick={putOff}>
          Not now
        </Button>
      </div>
    </main>
  );
}

function ReadyStep(): JSX.Element {
  return (
    <main class="page welcome">
      <div class="welcome-text">
        <Mark size={72} />
        <h1>You&apos;re set up and ready to go.</h1>
        <p class="quiet">This device is registered. Add your first code by scanning a QR code.</p>
      </div>
      <div class="welcome-actions">
        <LinkButton href="#/" variant="primary">
          Go to your codes
        </LinkButton>
      </div>
    </main>
  );
}
