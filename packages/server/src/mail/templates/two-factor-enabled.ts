import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an account's address, after the first authenticator was set up. */
export function twoFactorEnabledMail(props: MailProps<'two_factor_enabled'>): RenderedMail {
  return composeMail(
    {
      subject: `Two-factor Authentication is enabled on ${props.serviceName}`,
      paragraphs: [
        'An authenticator was set up for your account. Logging in takes a One-time passcode from it now, and other sessions were logged out.',
        'Do you have recovery codes? They let you in when the authenticator is lost.',
      ],
      actions: [{ label: 'Recovery codes', link: `${props.accountUrl}/account/recovery-codes` }],
      closing: [
        'It was not you? Press "This wasn\'t me", and tell whoever runs this service at once: the authenticator stays.',
      ],
    },
    props,
  );
}
