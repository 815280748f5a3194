import { Button, ButtonLink, Form } from './form.tsx';
import { DoorPage, type PageProps } from './layout.tsx';

/** What an address is verified for: a new account, a new address of an account, or an authenticator's device. */
export type VerifyEmailPurpose = 'sign_up' | 'change_email' | 'verify_device';

/** The page that a mail's link opens. Opening it changes nothing: mail scanners follow links, people press buttons. */
export interface VerifyEmailProps extends PageProps {
  purpose: VerifyEmailPurpose;
  /** Where the button posts `token` to. */
  action: string;
  /** The link's bearer value. */
  token: string;
}

const askingFor: Record<VerifyEmailPurpose, string> = {
  sign_up: 'One press, and your account is ready.',
  change_email: 'One press, and this becomes the address you log in with.',
  verify_device: 'One press, and your authenticator is set up. Keep it open: it moves on by itself.',
};

/** Asks for the press of **Verify email**. */
export function VerifyEmailPage({ serviceName, csrfToken, purpose, action, token }: VerifyEmailProps) {
  return (
    <DoorPage title="Verify your email" serviceName={serviceName}>
      <p>{askingFor[purpose]}</p>
      <Form action={action} csrfToken={csrfToken} hidden={{ token }}>
        <Button>Verify email</Button>
      </Form>
      <p class="muted">You did not ask for this? Close the page, and nothing changes.</p>
    </DoorPage>
  );
}

/** After **Verify email**. */
export interface EmailVerifiedProps {
  serviceName: string;
  purpose: VerifyEmailPurpose;
}

const verifiedText: Record<VerifyEmailPurpose, string> = {
  sign_up: 'Your account is ready.',
  change_email: 'Log in with this address from now on.',
  verify_device: 'Go back to your authenticator: it has moved on by itself. You can close this page.',
};

/** "Email verified", with the way on. */
export function EmailVerifiedPage({ serviceName, purpose }: EmailVerifiedProps) {
  return (
    <DoorPage title="Email verified" serviceName={serviceName}>
      <p>{verifiedText[purpose]}</p>
      {purpose !== 'verify_device' && <ButtonLink href="/log-in">Log in</ButtonLink>}
    </DoorPage>
  );
}

/** A link that was used, has expired, or was cut in half by a mail program: all of them look the same. */
export interface LinkEndedProps {
  serviceName: string;
  purpose: VerifyEmailPurpose | 'reset_password' | 'not_me';
}

const wayOut: Record<LinkEndedProps['purpose'], { text: string; href?: string; label?: string }> = {
  sign_up: {
    text: 'If you pressed Verify email before, your account is ready: log in. If not, sign up again and we send a new link.',
    href: '/log-in',
    label: 'Log in',
  },
  change_email: {
    text: 'If you pressed Verify email before, the address is changed. If not, ask for the change again in Account settings.',
    href: '/account',
    label: 'Account settings',
  },
  reset_password: {
    text: 'Ask for a new link; only the newest one works.',
    href: '/reset-password',
    label: 'Reset password',
  },
  not_me: {
    text: 'If you pressed the button before, everything has ended already: look for our mail with a link to a new password, or ask for another one.',
    href: '/reset-password',
    label: 'Reset password',
  },
  verify_device: {
    text: 'If you pressed Verify email before, your authenticator has moved on. If not, enter the address there again.',
  },
};

/** "This link no longer works", with what to do. */
export function LinkEndedPage({ serviceName, purpose }: LinkEndedProps) {
  const { text, href, label } = wayOut[purpose];
  return (
    <DoorPage
      title="This link no longer works"
      serviceName={serviceName}
      {...(purpose === 'sign_up' && { aside: <a href="/sign-up">Sign up again</a> })}
    >
      <p>Links in our mails work once, and only for a while.</p>
      <p>{text}</p>
      {href !== undefined && <ButtonLink href={href}>{label}</ButtonLink>}
    </DoorPage>
  );
}
