import type { Entry } from '@countersign/vault';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { navigate } from '../../route.ts';
import { useEntries, useServices } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { showToast } from '../../ui/toast.tsx';
import { trashKeptForMs } from '../../vault/local-store.ts';
import { entryFullName, entrySubtitle, entryTitle } from '../../entry/entry-name.ts';

/** What was deleted in the last 30 days. */
export function TrashPage(): JSX.Element {
  const { store } = useServices();
  const { trash } = useEntries();
  const [doomed, setDoomed] = useState<Entry>();

  const attempt = (work: Promise<void>, done: string) =>
    work.then(
      () => showToast({ text: done }),
      (error: Error) => showToast({ text: error.message }),
    );
  const deleteDoomed = async (entry: Entry) => {
    setDoomed(undefined);
    await attempt(store.deleteForEver(entry.id), `${entryTitle(entry)} is deleted for ever`);
  };

  return (
    <main class="page stack">
      <PageHeader title="Trash" onBack={() => navigate('/settings')} />
      {trash.length === 0 ? (
        <p class="quiet">The trash is empty. It keeps deleted entries for 30 days.</p>
      ) : (
        <ul class="rows" aria-label="Deleted entries">
          {trash.map((entry) => (
            <li key={entry.id} class="row row-tall">
              <span class="row-text">
                <span>{entryFullName(entry)}</span>
                <span class="quiet">Kept until {keptUntil(entry)}</span>
              </span>
              <span class="actions">
                <Button
                  aria-label={`Restore ${entryFullName(entry)}`}
                  onClick={() => attempt(store.restore(entry.id), `${entryTitle(entry)} is back`)}
                >
                  Restore
                </Button>
                <Button
                  variant="danger"
                  aria-label={`Delete ${entryFullName(entry)} for ever`}
                  onClick={() => setDoomed(entry)}
                >
                  Delete for ever
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      {doomed !== undefined && (
        <DeleteDialog
          entry={doomed}
          onKeep={() => setDoomed(undefined)}
          onDelete={() => deleteDoomed(doomed)}
        />
      )}
    </main>
  );
}

interface DeleteDialogProps {
  entry: Entry;
  onKeep(): void;
  onDelete(): void;
}

function DeleteDialog({ entry, onKeep, onDelete }: DeleteDialogProps): JSX.Element {
  return (
    <Dialog
      title={`Delete ${entryTitle(entry)} for ever?`}
      onClose={onKeep}
      actions={
        <>
          <Button onClick={onKeep}>Keep</Button>
          <Button variant="danger" onClick={onDelete}>
            Delete for ever
          </Button>
        </>
      }
    >
      <p>
        {entrySubtitle(entry) !== '' && <strong>{entrySubtitle(entry)}. </strong>}
        Its secret cannot be brought back. If the service still asks for its codes, you will be locked out.
      </p>
    </Dialog>
  );
}

function keptUntil(entry: Entry): string {
  const until = new Date((entry.deletedAtMs ?? 0) + trashKeptForMs);
  return until.toLocaleDateString(undefined, { dateStyle: 'long' });
}
