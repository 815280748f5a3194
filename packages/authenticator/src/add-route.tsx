import type { OtpauthAccount } from '@countersign/otp';
import type { ComponentType, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { navigate } from './route.ts';
import { useServices } from './services.ts';
import { Button } from './ui/button.tsx';
import { LinkButton } from './ui/link-button.tsx';
import { Notice } from './ui/notice.tsx';
import type { AddOutcome } from './vault/local-store.ts';

type AddPageComponent = ComponentType<{
  onAccounts(accounts: OtpauthAccount[]): Promise<AddOutcome[]>;
  onClose(): void;
}>;

/** The page to add entries, loaded when it is opened: scanning is the heaviest part of the app, and the rarest. */
export function AddRoute(): JSX.Element | null {
  const { store } = useServices();
  const [AddPage, setAddPage] = useState<AddPageComponent>();
  const [hasFailed, setHasFailed] = useState(false);
  const hasAdded = useRef(false);

  useEffect(() => {
    import('./features/scan/add-page.tsx').then(
      (module) => setAddPage(() => module.AddPage),
      () => setHasFailed(true),
    );
  }, []);

  const onAccounts = async (accounts: OtpauthAccount[]) => {
    const outcomes = await store.addAccounts(accounts);
    hasAdded.current ||= outcomes.length > 0;
    void askForPersistence();
    return outcomes;
  };
  const onClose = () =>
    hasAdded.current || history.length === 1 ? navigate('/', { replace: true }) : history.back();

  if (hasFailed)
    return (
      <main class="page stack">
        <Notice
          kind="error"
          title="This page could not be loaded"
          action={<Button onClick={() => location.reload()}>Reload</Button>}
        >
          The app was updated meanwhile, or there is no connection.
        </Notice>
        <LinkButton href="#/">Back to the codes</LinkButton>
      </main>
    );
  return AddPage ? <AddPage onAccounts={onAccounts} onClose={onClose} /> : null;
}

/** Without this, a browser short of space may delete what is stored. */
async function askForPersistence(): Promise<void> {
  if (!(await navigator.storage?.persisted?.())) await navigator.storage?.persist?.();
}
