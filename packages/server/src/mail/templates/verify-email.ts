import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';
import { lifetimeSentence } from './lifetime.ts';

/** To a new address, after sign-up. */
export function verifyEmailMail({ serviceName, link, ...context }: MailProps<'verify_email'>): RenderedMail {
  return composeMail(
    {
      subject: `Verify your email for ${serviceName}`,
      paragraphs: [
        'Somebody, hopefully you, signed up with this address. Open the page and press Verify email there.',
      ],
      actions: [{ label: 'Verify your email', link }],
      closing: [
        lifetimeSentence('sign_up'),
        'You did not sign up? Ignore this mail: without the button there is no account.',
      ],
    },
    { serviceName, ...context },
  );
}
