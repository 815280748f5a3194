import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an account's address, once a set, when few recovery codes are left. */
export function recoveryCodesLowMail(props: MailProps<'recovery_codes_low'>): RenderedMail {
  const { codesLeft, serviceName, accountUrl } = props;
  return composeMail(
    {
      subject: `${String(codesLeft)} recovery codes are left on ${serviceName}`,
      paragraphs: [
        'Make new ones before they run out: without a recovery code, a lost authenticator locks you out. New codes end all the old ones at once.',
      ],
      actions: [{ label: 'Make new recovery codes', link: `${accountUrl}/account/recovery-codes` }],
    },
    props,
  );
}
