import type { Entry } from '@countersign/vault';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useServices } from '../../services.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { DownIcon, UpIcon } from '../../ui/icons.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { showToast } from '../../ui/toast.tsx';
import { entryFullName, entrySubtitle, entryTitle } from '../../entry/entry-name.ts';

type Offset = -1 | 1;

interface ReorderListProps {
  entries: readonly Entry[];
  onDone(): void;
}

/** The list with buttons to move entries up and down. The keyboard works the same: the focus moves with the entry. */
export function ReorderList({ entries, onDone }: ReorderListProps): JSX.Element {
  const { store } = useServices();
  const list = useRef<HTMLUListElement>(null);
  const moved = useRef<{ id: string; offset: Offset; place: number }>(undefined);
  const [announcement, setAnnouncement] = useState('');

  // Once for each place it comes to: of two quick presses, the second may be made before the first is stored.
  useLayoutEffect(() => {
    const place = entries.findIndex(({ id }) => id === moved.current?.id);
    if (moved.current === undefined || place === moved.current.place) return;
    moved.current.place = place;
    focusMoved(list.current, moved.current);
    setAnnouncement(`Now ${place + 1} of ${entries.length}`);
  }, [entries]);

  const move = async (entry: Entry, offset: Offset) => {
    moved.current = { id: entry.id, offset, place: entries.indexOf(entry) };
    await store.move(entry.id, offset).catch((error: Error) => showToast({ text: error.message }));
  };

  return (
    <main class="page">
      <PageHeader title="Change the order">
        <Button variant="primary" onClick={onDone}>
          Done
        </Button>
      </PageHeader>
      <p class="visually-hidden" role="status">
        {announcement}
      </p>
      <ul class="rows" aria-label="Order of the codes" ref={list}>
        {entries.map((entry, index) => (
          <li key={entry.id} class="row" data-entry={entry.id}>
            <span class="row-text">
              <span>{entryTitle(entry)}</span>
              <span class="quiet">{entrySubtitle(entry)}</span>
            </span>
            <IconButton
              label={`Move ${entryFullName(entry)} up`}
              data-offset="-1"
              disabled={index === 0}
              onClick={() => move(entry, -1)}
            >
              <UpIcon />
            </IconButton>
            <IconButton
              label={`Move ${entryFullName(entry)} down`}
              data-offset="1"
              disabled={index === entries.length - 1}
              onClick={() => move(entry, 1)}
            >
              <DownIcon />
            </IconButton>
          </li>
        ))}
      </ul>
    </main>
  );
}

/** Back to the button that was pressed, or to its neighbour where the entry can go no further. */
function focusMoved(list: HTMLElement | null, { id, offset }: { id: string; offset: Offset }): void {
  const row = list?.querySelector(`[data-entry="${id}"]`);
  const pressed = row?.querySelector<HTMLButtonElement>(`[data-offset="${offset}"]:not([disabled])`);
  const other = row?.querySelector<HTMLButtonElement>('[data-offset]:not([disabled])');
  (pressed ?? other)?.focus();
}
