import { composeMail, withoutLinks, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an account's address, after a security key was removed. */
export function securityKeyRemovedMail(props: MailProps<'security_key_removed'>): RenderedMail {
  return composeMail(
    {
      subject: `A security key was removed on ${props.serviceName}`,
      paragraphs: [
        `The security key “${withoutLinks(props.keyName)}” no longer gets into your account. Its other factors stay.`,
      ],
      actions: [{ label: 'Security keys', link: `${props.accountUrl}/account/two-factor` }],
    },
    props,
  );
}
