import { describeBrowser } from '../../domain/browser-name.ts';
import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an account's address, after a log-in from a browser not seen before. */
export function newLogInMail(props: MailProps<'new_log_in'>): RenderedMail {
  return composeMail(
    {
      subject: `New log-in to ${props.serviceName}`,
      paragraphs: ['Your account was opened from a browser it had not been used in before.'],
      facts: [
        ['Browser', describeBrowser(props.userAgent)],
        ['Address', props.address],
        ['Time', inUtc(props.atMs)],
      ],
      actions: [{ label: 'See your sessions', link: `${props.accountUrl}/account/sessions` }],
      closing: ['It was you? Then all is well, and there is nothing to do.'],
    },
    props,
  );
}

/** "2026-03-05 14:02 UTC": read the same everywhere. `atMs` is Unix time in milliseconds. */
function inUtc(atMs: number): string {
  const [day = '', time = ''] = new Date(atMs).toISOString().split('T');
  return `${day} ${time.slice(0, 5)} UTC`;
}
