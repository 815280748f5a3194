import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';
import { lifetimeSentence } from './lifetime.ts';

/** To the address of an account that an operator made. */
export function accountCreatedMail(props: MailProps<'account_created'>): RenderedMail {
  return composeMail(
    {
      subject: `Your ${props.serviceName} account`,
      paragraphs: ['An account was made for this address. Choose its password on this page, then log in.'],
      actions: [{ label: 'Choose a password', link: props.link }],
      closing: [
        lifetimeSentence('reset_password'),
        'Later, “Reset password” on the log-in page sends a new one.',
      ],
    },
    props,
  );
}
