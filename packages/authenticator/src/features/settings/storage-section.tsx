import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';

type Persistence = 'unknown' | 'granted' | 'not-granted' | 'refused';

const explanations: Record<Persistence, string> = {
  unknown: 'This browser does not say whether it keeps what the app stores.',
  granted: 'This browser keeps your entries until you delete them.',
  'not-granted':
    'When this device runs out of space, this browser might delete your entries. Ask it to keep them.',
  refused: 'The browser did not agree. It does when the app is installed: look for Install in its menu.',
};

/** Whether the browser has promised to keep what is stored. */
export function StorageSection(): JSX.Element {
  const [persistence, setPersistence] = useState<Persistence>('unknown');
  useEffect(() => {
    void navigator.storage
      ?.persisted?.()
      .then((isGranted) => setPersistence(isGranted ? 'granted' : 'not-granted'));
  }, []);
  const ask = async () => setPersistence((await navigator.storage.persist()) ? 'granted' : 'refused');
  return (
    <section class="stack-tight">
      <h2>Storage</h2>
      <p role="status">{explanations[persistence]}</p>
      {persistence === 'not-granted' && (
        <div class="actions">
          <Button onClick={ask}>Keep my entries</Button>
        </div>
      )}
    </section>
  );
}
