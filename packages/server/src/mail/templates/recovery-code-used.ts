import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an account's address, after a recovery code took the place of the second step: at a log-in, a step-up or a reset. */
export function recoveryCodeUsedMail(props: MailProps<'recovery_code_used'>): RenderedMail {
  const { codesLeft, serviceName, accountUrl } = props;
  return composeMail(
    {
      subject: `A recovery code was used on ${serviceName}`,
      paragraphs: [
        `Somebody, hopefully you, used one of your recovery codes in place of a One-time passcode. ${leftSentence(codesLeft)}`,
      ],
      actions: [{ label: 'Make new recovery codes', link: `${accountUrl}/account/recovery-codes` }],
    },
    props,
  );
}

function leftSentence(codesLeft: number): string {
  if (codesLeft === 0) return 'It was the last one: make new ones now.';
  return codesLeft === 1 ? '1 code is left.' : `${String(codesLeft)} codes are left.`;
}
