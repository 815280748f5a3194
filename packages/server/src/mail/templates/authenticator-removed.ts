import { composeMail, withoutLinks, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an account's address, after one of several authenticators was removed. */
export function authenticatorRemovedMail(props: MailProps<'authenticator_removed'>): RenderedMail {
  return composeMail(
    {
      subject: `An authenticator was removed on ${props.serviceName}`,
      paragraphs: [
        'Its codes no longer work for your account. Browsers that were trusted are asked for the second step again.',
      ],
      facts: [['Name', withoutLinks(props.name)]],
      actions: [{ label: 'See your authenticators', link: `${props.accountUrl}/account/two-factor` }],
    },
    props,
  );
}
