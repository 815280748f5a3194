import { composeMail, withoutLinks, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an account's address, after an API token was made. */
export function apiTokenMadeMail(props: MailProps<'api_token_made'>): RenderedMail {
  return composeMail(
    {
      subject: `An API token was created on ${props.serviceName}`,
      paragraphs: ['Whoever holds it gets into your account without the password or the second step.'],
      facts: [
        ['Name', withoutLinks(props.name)],
        ['Expires', `${new Date(props.expiresAtMs).toISOString().slice(0, 10)} UTC`],
      ],
      actions: [{ label: 'See your API tokens', link: `${props.accountUrl}/account/api-tokens` }],
      closing: ['It was you? Then all is well, and there is nothing to do.'],
    },
    props,
  );
}
