import type { JSX } from 'preact';
import { navigate } from '../../route.ts';
import { useEntries } from '../../services.ts';
import { LinkRow } from '../../ui/link-row.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { AboutSection } from './about-section.tsx';
import { RegistrationSection } from './registration-section.tsx';
import { StorageSection } from './storage-section.tsx';

/** **Settings**. */
export function SettingsPage(): JSX.Element {
  const { entries, trash } = useEntries();
  return (
    <main class="page stack">
      <PageHeader title="Settings" onBack={() => navigate('/')} />
      <div class="rows">
        <LinkRow href="#/settings/totp" title="2-step verification (TOTP)" detail={counted(entries.length)} />
        <LinkRow href="#/settings/trash" title="Trash" detail={counted(trash.length)} />
      </div>
      <RegistrationSection />
      <StorageSection />
      <AboutSection />
    </main>
  );
}

function counted(count: number): string {
  if (count === 0) return 'Empty';
  return count === 1 ? '1 entry' : `${count} entries`;
}
