import { composeMail, withoutLinks, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an account's address, after a further authenticator was set up. */
export function authenticatorAddedMail(props: MailProps<'authenticator_added'>): RenderedMail {
  return composeMail(
    {
      subject: `An authenticator was added on ${props.serviceName}`,
      paragraphs: [
        'It shows codes for your account now. Your other authenticators go on working. Browsers that were trusted are asked for the second step again.',
      ],
      facts: [['Name', withoutLinks(props.name)]],
      actions: [{ label: 'See your authenticators', link: `${props.accountUrl}/account/two-factor` }],
      closing: [
        'It was not you? Press "This wasn\'t me", then log in with a new password and remove that authenticator.',
      ],
    },
    props,
  );
}
