import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an account's address, after a log-in with a recovery code. */
export function recoveryCodeUsedMail(props: MailProps<'recovery_code_used'>): RenderedMail {
  const { codesLeft, serviceName, accountUrl } = props;
  return composeMail(
    {
      subject: `A recovery code was used on ${serviceName}`,
      paragraphs: [
        `Somebody, hopefully you, logged in with one of your recovery codes. ${leftSentence(codesLeft)}`,
      ],
      actions: [
        { label: 'Make new recovery codes', link: `${accountUrl}/account/recovery-codes` },
        { label: 'It was not me: reset the password', link: `${accountUrl}/reset-password` },
      ],
    },
    props,
  );
}

function leftSentence(codesLeft: number): string {
  if (codesLeft === 0) return 'It was the last one: make new ones now.';
  return codesLeft === 1 ? '1 code is left.' : `${String(codesLeft)} codes are left.`;
}
