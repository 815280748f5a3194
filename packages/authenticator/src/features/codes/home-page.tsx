import type { Entry } from '@countersign/vault';
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useEntries, useRegistration, useServices, useUpdateReady } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { AddIcon, Mark, SettingsIcon } from '../../ui/icons.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { clockSetBackByMs } from '../../entry/clock.ts';
import { CodeCard } from '../../entry/code-card.tsx';
import { ReorderList } from './reorder-list.tsx';
import { useClock } from '../../entry/use-clock.ts';

const searchFromEntries = 6;
const paintedFirst = 24;

/** The codes. */
export function HomePage(): JSX.Element {
  const { entries, unreadableCount } = useEntries();
  const [query, setQuery] = useState('');
  const [isReordering, setIsReordering] = useState(false);
  const canSearch = entries.length >= searchFromEntries;
  const found = useMemo(() => (canSearch ? search(entries, query) : entries), [entries, query, canSearch]);
  const shown = usePaintFirst(found);
  useEffect(() => void (document.title = 'Countersign'), []);

  if (isReordering) return <ReorderList entries={entries} onDone={() => setIsReordering(false)} />;
  return (
    <>
      <HomeHeader canAdd={entries.length > 0} />
      <main class="home">
        <HomeNotices unreadableCount={unreadableCount} />
        {canSearch && <SearchField query={query} onQuery={setQuery} />}
        {entries.length === 0 ? (
          <EmptyState />
        ) : (
          <ul class="cards" aria-label="Codes">
            {shown.map((entry) => (
              <CodeCard key={entry.id} entry={entry} />
            ))}
          </ul>
        )}
        {canSearch && found.length === 0 && <p class="quiet nothing-found">Nothing found for “{query}”.</p>}
        {entries.length > 1 && query === '' && (
          <div class="home-foot">
            <Button variant="quiet" onClick={() => setIsReordering(true)}>
              Change the order
            </Button>
          </div>
        )}
      </main>
    </>
  );
}

/** With nothing to show, the page itself asks to add, and the button in the corner is not there. */
function HomeHeader({ canAdd }: { canAdd: boolean }): JSX.Element {
  return (
    <header class="home-header">
      <h1 class="brand">
        <Mark />
        Countersign
      </h1>
      {canAdd && (
        <a href="#/add" class="button button-primary add-button">
          <AddIcon />
          Add
        </a>
      )}
      <a href="#/settings" class="icon-button" aria-label="Settings" title="Settings">
        <SettingsIcon />
      </a>
    </header>
  );
}

function SearchField({ query, onQuery }: { query: string; onQuery(query: string): void }): JSX.Element {
  return (
    <div class="field">
      <input
        type="search"
        aria-label="Search codes"
        placeholder="Search"
        autocomplete="off"
        spellcheck={false}
        value={query}
        onInput={(event) => onQuery(event.currentTarget.value)}
      />
    </div>
  );
}

function EmptyState(): JSX.Element {
  return (
    <section class="empty">
      <Mark size={56} />
      <h2>No codes yet</h2>
      <p class="quiet">
        Turn on two-factor authentication where you have an account. It shows a QR code: scan it here, and its
        codes appear on this page.
      </p>
      <LinkButton href="#/add" variant="primary">
        Scan QR code
      </LinkButton>
    </section>
  );
}

function HomeNotices({ unreadableCount }: { unreadableCount: number }): JSX.Element {
  const { updates } = useServices();
  const updateReady = useUpdateReady();
  const registration = useRegistration();
  const wasSetBack = useClock(() => (clockSetBackByMs() >= 5000 ? 1 : 0)) === 1;
  return (
    <>
      {updateReady && (
        <Notice title="Update ready" action={<Button onClick={updates.apply}>Reload</Button>}>
          Your entries stay as they are.
        </Notice>
      )}
      {registration.status === 'waiting' && (
        <Notice title="Check your mail" action={<LinkButton href="#/get-started">Show</LinkButton>}>
          The link we sent to {registration.email} has not been used yet.
        </Notice>
      )}
      {wasSetBack && (
        <Notice kind="warning" title="This device’s clock was set back">
          Codes go by the clock. If a service refuses them, set date and time to automatic.
        </Notice>
      )}
      {unreadableCount > 0 && (
        <Notice
          kind="warning"
          title={
            unreadableCount === 1 ? '1 entry cannot be opened' : `${unreadableCount} entries cannot be opened`
          }
        >
          They are kept as they are. An update of the app may open them.
        </Notice>
      )}
    </>
  );
}

/** The first entries at once, all of them after they were painted: the codes people see first come first. */
function usePaintFirst(entries: readonly Entry[]): readonly Entry[] {
  const [isPainted, setIsPainted] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setTimeout(() => setIsPainted(true)));
    return () => cancelAnimationFrame(frame);
  }, []);
  return isPainted ? entries : entries.slice(0, paintedFirst);
}

function search(entries: readonly Entry[], query: string): readonly Entry[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  return entries.filter((entry) => {
    const text = folded(`${entry.issuer} ${entry.accountName}`);
    return words.every((word) => text.includes(word));
  });
}

/** Without case and accents: "café" is found by "Cafe". */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
