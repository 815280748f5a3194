import type { JSX } from 'preact';
import { Button } from './ui/button.tsx';
import { Notice } from './ui/notice.tsx';

/** Why the app cannot show its codes. In none of these cases is an entry lost. */
export type StartFailureReason = 'insecure' | 'blocked' | 'closed' | 'no-storage' | 'cannot-open';

const explanations: Record<StartFailureReason, readonly [title: string, text: string]> = {
  insecure: [
    'This address is not secure',
    'The app needs https to encrypt your entries. Open it under https.',
  ],
  blocked: [
    'An older version is still open',
    'Close the other tabs and windows of this app. This one then goes on.',
  ],
  closed: ['The app was updated in another tab', 'Reload to go on. Your entries are all still here.'],
  'no-storage': [
    'This browser does not let the app store anything',
    'Allow storage for this site, or leave the private window, and reload.',
  ],
  'cannot-open': [
    'Your entries cannot be opened',
    'Nothing was deleted. Reload; if that does not help, an update of the app may.',
  ],
};

/** Shown in place of the app. */
export function StartFailure({ reason }: { reason: StartFailureReason }): JSX.Element {
  const [title, text] = explanations[reason];
  return (
    <main class="page stack">
      <Notice kind="error" title={title} action={<Button onClick={() => location.reload()}>Reload</Button>}>
        {text}
      </Notice>
    </main>
  );
}
