import type { JSX } from 'preact';
import { useServices, useUpdateReady } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Which version this is, and whether a newer one waits. */
export function AboutSection(): JSX.Element {
  const { updates } = useServices();
  const updateReady = useUpdateReady();
  return (
    <section class="stack-tight">
      <h2>About</h2>
      <p>Countersign {__APP_VERSION__}. Your entries are encrypted on this device and sent nowhere.</p>
      {updateReady && (
        <Notice title="Update ready" action={<Button onClick={updates.apply}>Reload</Button>}>
          Your entries stay as they are.
        </Notice>
      )}
    </section>
  );
}
