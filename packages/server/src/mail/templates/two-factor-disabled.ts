import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an account's address, after two-factor was disabled. */
export function twoFactorDisabledMail(props: MailProps<'two_factor_disabled'>): RenderedMail {
  return composeMail(
    {
      subject: `Two-factor Authentication is disabled on ${props.serviceName}`,
      paragraphs: [
        'Your password alone opens your account now. The authenticator and the recovery codes no longer work for it.',
      ],
      actions: [
        { label: 'Set Up Two-factor Authentication', link: `${props.accountUrl}/account/two-factor` },
      ],
    },
    props,
  );
}
