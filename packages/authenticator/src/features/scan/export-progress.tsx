import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';
import type { MigrationCollection } from './migration-batches.ts';

interface ExportProgressProps {
  collection: MigrationCollection;
  /** Shows what was scanned so far, to add it before the rest comes. */
  onEnough(): void;
}

/** How far the scanning of a Google Authenticator export has come. */
export function ExportProgress({ collection, onEnough }: ExportProgressProps): JSX.Element {
  const id = useId();
  const { batchSize, parts } = collection;
  return (
    <section class="notice export" aria-labelledby={id}>
      <h2 id={id}>Google Authenticator export</h2>
      <p role="status">{`${parts.size} of ${batchSize} scanned`}</p>
      <progress aria-labelledby={id} max={batchSize} value={parts.size} />
      <p class="quiet">Show the next code on the other phone. The order does not matter.</p>
      <Button onClick={onEnough}>Add what was scanned</Button>
    </section>
  );
}
