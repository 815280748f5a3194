import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To the address an account had, after it was deleted. */
export function accountDeletedMail(props: MailProps<'account_deleted'>): RenderedMail {
  return composeMail(
    {
      subject: `Your ${props.serviceName} account was deleted`,
      paragraphs: [
        'Your account was deleted with all that belonged to it. The entry in your authenticator stays there until you remove it.',
      ],
      closing: ['It was not you? Tell whoever runs this service at once.'],
    },
    props,
  );
}
