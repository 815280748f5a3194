import { composeMail, withoutLinks, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an account's address, after a security key was added. */
export function securityKeyAddedMail(props: MailProps<'security_key_added'>): RenderedMail {
  return composeMail(
    {
      subject: `A security key was added on ${props.serviceName}`,
      paragraphs: [
        `The security key “${withoutLinks(props.keyName)}” gets into your account now, besides the factors it had.`,
        'Do you have recovery codes? They let you in when the key is lost.',
      ],
      actions: [{ label: 'Security keys', link: `${props.accountUrl}/account/two-factor` }],
      closing: [
        'It was not you? Press "This wasn\'t me", then log in with a new password and remove the key.',
      ],
    },
    props,
  );
}
