import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To the old address, after an account's address was changed. */
export function emailChangedMail(props: MailProps<'email_changed'>): RenderedMail {
  return composeMail(
    {
      subject: `Your ${props.serviceName} email address was changed`,
      paragraphs: ['You log in with another address from now on, and mails of your account go there.'],
      facts: [['New address', props.newEmail]],
      closing: [
        'It was you? Then all is well, and there is nothing to do.',
        'It was not you? Press "This wasn\'t me": the account goes back to this address.',
      ],
    },
    props,
  );
}
