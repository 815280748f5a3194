import type { Entry } from '@countersign/vault';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { navigate } from '../../route.ts';
import { useEntries, useServices } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { entryTitle } from '../../entry/entry-name.ts';

const nameMaxLength = 256;

/** One entry: its names to change, what it is, and the way to the trash. */
export function EntryPage({ id }: { id: string }): JSX.Element {
  const { entries } = useEntries();
  const entry = entries.find((candidate) => candidate.id === id);
  return (
    <main class="page stack">
      <PageHeader title="Edit entry" onBack={() => navigate('/')} />
      {entry === undefined ? (
        <Notice>This entry is not here any more.</Notice>
      ) : (
        <EntryForm key={id} entry={entry} />
      )}
    </main>
  );
}

function EntryForm({ entry }: { entry: Entry }): JSX.Element {
  const { store } = useServices();
  const [issuer, setIssuer] = useState(entry.issuer);
  const [accountName, setAccountName] = useState(entry.accountName);
  const [failure, setFailure] = useState<string>();

  const attempt = async (work: Promise<void>) => {
    try {
      await work;
      navigate('/');
      return true;
    } catch (error) {
      setFailure((error as Error).message);
      return false;
    }
  };
  const save = (event: Event) => {
    event.preventDefault();
    void attempt(store.rename(entry.id, { issuer: issuer.trim(), accountName: accountName.trim() }));
  };
  const moveToTrash = async () => {
    if (!(await attempt(store.moveToTrash(entry.id)))) return;
    const undo = () =>
      void store.restore(entry.id).catch((error: Error) => showToast({ text: error.message }));
    showToast({ text: `${entryTitle(entry)} is in the trash`, action: { label: 'Undo', run: undo } });
  };

  return (
    <>
      {failure !== undefined && <Notice kind="error">{failure}</Notice>}
      <form class="stack" onSubmit={save}>
        <TextField
          label="Issuer"
          value={issuer}
          onValue={setIssuer}
          maxLength={nameMaxLength}
          autocomplete="off"
        />
        <TextField
          label="Account name"
          value={accountName}
          onValue={setAccountName}
          maxLength={nameMaxLength}
          autocomplete="off"
        />
        <div class="actions">
          <Button type="submit" variant="primary">
            Save
          </Button>
        </div>
      </form>
      <EntryDetails entry={entry} />
      <section class="stack-tight">
        <div class="actions">
          <Button variant="danger" onClick={moveToTrash}>
            Move to trash
          </Button>
        </div>
        <p class="quiet">The trash keeps it for 30 days. The service still asks for its codes.</p>
      </section>
    </>
  );
}

function EntryDetails({ entry }: { entry: Entry }): JSX.Element {
  return (
    <dl class="details">
      <dt>Kind</dt>
      <dd>{kindOf(entry)}</dd>
      <dt>Length</dt>
      <dd>{entry.type === 'steam' ? '5 characters' : `${entry.digits} digits`}</dd>
      <dt>Algorithm</dt>
      <dd>{entry.algorithm}</dd>
      <dt>Added</dt>
      <dd>{new Date(entry.createdAtMs).toLocaleDateString(undefined, { dateStyle: 'long' })}</dd>
    </dl>
  );
}

function kindOf(entry: Entry): string {
  switch (entry.type) {
    case 'totp':
      return `A new code every ${entry.periodSeconds} seconds (TOTP)`;
    case 'hotp':
      return `A new code at each press, ${entry.counter} so far (HOTP)`;
    case 'steam':
      return 'Steam Guard, a new code every 30 seconds';
  }
}
