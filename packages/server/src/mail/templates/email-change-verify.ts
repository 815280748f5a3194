import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';
import { lifetimeSentence } from './lifetime.ts';

/** To the new address, when an account's address is to be changed. */
export function emailChangeVerifyMail(props: MailProps<'email_change_verify'>): RenderedMail {
  return composeMail(
    {
      subject: `Verify your new email for ${props.serviceName}`,
      paragraphs: [
        'This address is to become the one of an account. Open the page and press Verify email there. Until then, the address used so far stays.',
      ],
      actions: [{ label: 'Verify your email', link: props.link }],
      closing: [
        lifetimeSentence('change_email'),
        'You did not ask for this? Ignore this mail: without the button nothing is changed.',
      ],
    },
    props,
  );
}
