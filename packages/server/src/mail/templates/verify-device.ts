import { composeMail, type MailProps, type RenderedMail, withoutLinks } from './compose-mail.tsx';
import { lifetimeSentence } from './lifetime.ts';

/** To the address entered in an authenticator's *Get started*. */
export function verifyDeviceMail(props: MailProps<'verify_device'>): RenderedMail {
  return composeMail(
    {
      subject: 'Verify your email for your authenticator',
      paragraphs: [
        'Somebody, hopefully you, entered this address in the Countersign authenticator. Open the page and press Verify email there. The app moves on by itself.',
      ],
      facts: [['Device', withoutLinks(props.deviceName)]],
      actions: [{ label: 'Verify your email', link: props.link }],
      closing: [
        lifetimeSentence('verify_device'),
        'You did not enter it, or do not know the device? Ignore this mail.',
      ],
    },
    props,
  );
}
