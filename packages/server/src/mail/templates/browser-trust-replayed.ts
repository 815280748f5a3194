import { describeBrowser } from '../../domain/browser-name.ts';
import { composeMail, type MailProps, type RenderedMail } from './compose-mail.tsx';

/** To an account's address, when the trust in a browser was used from a second place. */
export function browserTrustReplayedMail(props: MailProps<'browser_trust_replayed'>): RenderedMail {
  const { serviceName, accountUrl, userAgent, address, atMs } = props;
  return composeMail(
    {
      subject: `A trusted browser was copied on ${serviceName}`,
      paragraphs: [
        'Somebody logged in with your right password and with an outdated copy of a trusted browser’s cookie. That happens when the cookie was stolen, or a browser was restored from a backup.',
        'No browser is trusted any more: the next log-ins ask for the second step again.',
      ],
      facts: [
        ['Browser', describeBrowser(userAgent)],
        ['Address', address],
        ['Time', `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`],
      ],
      actions: [{ label: 'See your sessions', link: `${accountUrl}/account/sessions` }],
    },
    props,
  );
}
