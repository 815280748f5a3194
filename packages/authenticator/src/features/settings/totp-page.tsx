import type { JSX } from 'preact';
import { navigate } from '../../route.ts';
import { useEntries } from '../../services.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { LinkRow } from '../../ui/link-row.tsx';
import { entrySubtitle, entryTitle } from '../../entry/entry-name.ts';

/** **Settings** > **2-step verification (TOTP)**: where **Scan QR code** is. */
export function TotpPage(): JSX.Element {
  const { entries } = useEntries();
  return (
    <main class="page stack">
      <PageHeader title="2-step verification (TOTP)" onBack={() => navigate('/settings')} />
      <p>
        A service that offers two-step verification shows a QR code. Scan it, and this device shows its codes.
      </p>
      <div class="actions">
        <LinkButton href="#/add" variant="primary">
          Scan QR code
        </LinkButton>
      </div>
      {entries.length > 0 && (
        <section class="stack-tight">
          <h2>Entries</h2>
          <div class="rows">
            {entries.map((entry) => (
              <LinkRow
                key={entry.id}
                href={`#/entry/${entry.id}`}
                title={entryTitle(entry)}
                detail={entrySubtitle(entry) || undefined}
              />
            ))}
          </div>
        </section>
      )}
    </main>
  );
}
