import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an account's address, after its password was changed or reset. */
export function passwordChangedMail(props: MailProps<'password_changed'>): RenderedMail {
  return composeMail(
    {
      subject: `Your ${props.serviceName} password was changed`,
      paragraphs: ['The password of your account was changed just now, and other sessions were logged out.'],
      closing: ['It was you? Then all is well, and there is nothing to do.'],
    },
    props,
  );
}
