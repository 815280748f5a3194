import type { Entry } from '@countersign/vault';
import type { JSX } from 'preact';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { AddOutcome } from '../../vault/local-store.ts';
import { CodeCard } from '../../entry/code-card.tsx';
import { entryFullName, entryTitle } from '../../entry/entry-name.ts';

interface AddedViewProps {
  outcomes: AddOutcome[];
  onDone(): void;
  onMore(): void;
}

/** What was added, with its live code to type into the service, and what was there already. */
export function AddedView({ outcomes, onDone, onMore }: AddedViewProps): JSX.Element {
  const added = outcomes.filter(({ status }) => status === 'added').map(({ entry }) => entry);
  const known = outcomes.filter(({ status }) => status === 'duplicate').map(({ entry }) => entry);
  const shown = added.length > 0 ? added : known;
  const actions = (
    <div class="actions">
      <Button variant="primary" onClick={onDone}>
        Done
      </Button>
      <Button onClick={onMore}>Add another</Button>
    </div>
  );
  // Below a long list nobody would find them.
  const areActionsFirst = shown.length > 2;
  return (
    <div class="stack">
      {known.length > 0 && <Notice>{`Already there: ${known.map(entryFullName).join('; ')}`}</Notice>}
      {added.length === 1 && <p>{nextStep(added[0]!)}</p>}
      {areActionsFirst && actions}
      <ul class="cards" aria-label="Codes">
        {shown.map((entry) => (
          <CodeCard key={entry.id} entry={entry} />
        ))}
      </ul>
      {!areActionsFirst && actions}
    </div>
  );
}

function nextStep(entry: Entry): string {
  const ask = `If ${entryTitle(entry)} asks for a code, `;
  return entry.type === 'hotp' ? `${ask}press Next code and type it.` : `${ask}type this one.`;
}

/** The heading above it. */
export function addedTitle(outcomes: AddOutcome[]): string {
  const count = outcomes.filter(({ status }) => status === 'added').length;
  if (count === 0) return 'Already there';
  return count === 1 ? 'Added' : `Added ${count} accounts`;
}
