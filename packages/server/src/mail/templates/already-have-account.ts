import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an address that has an account, when somebody signs up with it: the sign-up page says nothing of it. */
export function alreadyHaveAccountMail(props: MailProps<'already_have_account'>): RenderedMail {
  const { serviceName, logInLink, resetLink } = props;
  return composeMail(
    {
      subject: `You already have an account on ${serviceName}`,
      paragraphs: [
        'Somebody, perhaps you, tried to sign up with this address. It has an account already, and nothing was changed.',
      ],
      actions: [
        { label: 'Log in', link: logInLink },
        { label: 'Reset your password, if you forgot it', link: resetLink },
      ],
      closing: ['It was not you? You need not do anything.'],
    },
    props,
  );
}
