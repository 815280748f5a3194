import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an account's address, after an operator took its factors away. */
export function factorsResetMail(props: MailProps<'factors_reset'>): RenderedMail {
  return composeMail(
    {
      subject: `Two-factor Authentication was reset on ${props.serviceName}`,
      paragraphs: [
        'An operator of the service took every authenticator and recovery code off your account, and logged it out everywhere. Your password alone opens it now.',
        'You asked for this? Log in and set Two-factor Authentication up again. You did not? Say so below at once, and tell the operator.',
      ],
      actions: [
        { label: 'Set Up Two-factor Authentication', link: `${props.accountUrl}/account/two-factor` },
      ],
    },
    props,
  );
}
