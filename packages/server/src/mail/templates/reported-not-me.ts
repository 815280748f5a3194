import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an account's address, after "This wasn't me"; and to the one it had until then, where it was put back. */
export function reportedNotMeMail(props: MailProps<'reported_not_me'>): RenderedMail {
  return composeMail(
    {
      subject: `Your ${props.serviceName} account is locked`,
      paragraphs: [
        `Somebody with a mail of ours pressed "This wasn't me". Every session, API token, trusted browser and waiting link of the account has ended, and its password is locked until it is reset by mail.`,
        'The second step stays as it is. Once you are in again, look at your authenticators, security keys and activity: remove what is not yours, and make new recovery codes.',
      ],
      actions: [{ label: 'Reset password', link: `${props.accountUrl}/reset-password` }],
    },
    props,
  );
}
