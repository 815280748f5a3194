import { composeMail, withoutLinks, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an account's address, after a key answered whose counter shows that there are two of it. */
export function securityKeyCopiedMail(props: MailProps<'security_key_copied'>): RenderedMail {
  return composeMail(
    {
      subject: `There may be a copy of your security key for ${props.serviceName}`,
      paragraphs: [
        `The security key “${withoutLinks(props.keyName)}” was refused: it counts its uses, and it counted fewer than before. Somebody may have made a copy of it.`,
        'Remove it from your account, and use another one.',
      ],
      facts: [['Address', props.address]],
      actions: [{ label: 'Security keys', link: `${props.accountUrl}/account/two-factor` }],
    },
    props,
  );
}
