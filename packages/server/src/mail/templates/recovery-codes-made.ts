import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an account's address, after recovery codes were made. */
export function recoveryCodesMadeMail(props: MailProps<'recovery_codes_made'>): RenderedMail {
  return composeMail(
    {
      subject: `Recovery codes were made on ${props.serviceName}`,
      paragraphs: [
        'Your account has new recovery codes. Any of them lets you in once, in place of the second step; the ones from before no longer work.',
      ],
      actions: [{ label: 'Recovery codes', link: `${props.accountUrl}/account/recovery-codes` }],
      closing: ['It was you? Then all is well. Keep them where you do not keep your phone.'],
    },
    props,
  );
}
