import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';
import { lifetimeSentence } from './lifetime.ts';

/** To an account's address, when somebody asks for a new password. */
export function resetPasswordMail(props: MailProps<'reset_password'>): RenderedMail {
  return composeMail(
    {
      subject: `Reset your ${props.serviceName} password`,
      paragraphs: ['Somebody, hopefully you, asked for a new password. Choose it on this page.'],
      actions: [{ label: 'Choose a new password', link: props.link }],
      closing: [
        lifetimeSentence('reset_password'),
        'You did not ask for this? Ignore this mail: your password stays as it is.',
      ],
    },
    props,
  );
}
