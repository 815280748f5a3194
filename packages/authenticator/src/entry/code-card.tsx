import type { Entry, HotpEntry, SteamEntry, TotpEntry } from '@countersign/vault';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useServices } from '../services.ts';
import { Button } from '../ui/button.tsx';
import { CheckIcon, CopyIcon, MoreIcon } from '../ui/icons.tsx';
import { memo } from '../ui/memo.ts';
import { showToast } from '../ui/toast.tsx';
import { nowMsIfVisible } from './clock.ts';
import { codeAt, codeForCounter, codeHalves, secondsLeft } from './entry-code.ts';
import { entryFullName, entrySubtitle, entryTitle } from './entry-name.ts';
import { useClock } from './use-clock.ts';
import { useIsSkipped } from './use-is-skipped.ts';

const copiedShownForMs = 2000;

interface CodeCardProps {
  entry: Entry;
}

/** One entry in the list: its names, its code, the time left, and a tap to copy. */
export const CodeCard = memo(function CodeCard({ entry }: CodeCardProps): JSX.Element {
  const [isSkipped, element] = useIsSkipped();
  return (
    <li class="card" ref={element}>
      <div class="card-names">
        <span class="card-title">{entryTitle(entry)}</span>
        <span class="card-subtitle">{entrySubtitle(entry)}</span>
      </div>
      <a
        class="icon-button card-edit"
        href={`#/entry/${entry.id}`}
        aria-label={`Edit ${entryFullName(entry)}`}
      >
        <MoreIcon />
      </a>
      {entry.type === 'hotp' ? (
        <CounterCode entry={entry} />
      ) : (
        <ClockCode entry={entry} isSkipped={isSkipped} />
      )}
    </li>
  );
});

interface ClockCodeProps {
  entry: TotpEntry | SteamEntry;
  /** Far from the screen: the code is kept right, the countdown rests. */
  isSkipped: boolean;
}

function ClockCode({ entry, isSkipped }: ClockCodeProps): JSX.Element {
  const code = useClock(() => {
    const nowMs = nowMsIfVisible();
    return nowMs === undefined ? undefined : codeAt(entry, nowMs);
  });
  // Computed at the tap, not taken from the screen: the copied code is the one of this second.
  return (
    <div class="card-code">
      <Code code={code} length={entry.digits} />
      <Countdown periodSeconds={entry.periodSeconds} isResting={isSkipped} />
      <CopyButton entry={entry} currentCode={() => codeAt(entry, Date.now())} />
    </div>
  );
}

function CounterCode({ entry }: { entry: HotpEntry }): JSX.Element {
  const { store } = useServices();
  const [code, setCode] = useState<string>();
  const [isTaking, setIsTaking] = useState(false);
  const takeCode = async () => {
    setIsTaking(true);
    try {
      setCode(codeForCounter(entry, await store.takeCounter(entry.id)));
    } catch (error) {
      showToast({ text: (error as Error).message });
    }
    setIsTaking(false);
  };
  return (
    <div class="card-code card-code-counter">
      <Code code={code} length={entry.digits} />
      <Button onClick={takeCode} disabled={isTaking} aria-label={`Next code for ${entryFullName(entry)}`}>
        Next code
      </Button>
      {code !== undefined && <CopyButton entry={entry} currentCode={() => code} />}
    </div>
  );
}

function Code({ code, length }: { code: string | undefined; length: number }): JSX.Element {
  const [first, second] = codeHalves(code ?? '•'.repeat(length));
  if (code === undefined)
    return (
      <span class="code code-absent" aria-hidden="true">
        <span>{first}</span>
        <span>{second}</span>
      </span>
    );
  return (
    <span class="code" data-testid="code">
      <span>{first}</span>
      <span>{second}</span>
    </span>
  );
}

interface CountdownProps {
  periodSeconds: number;
  isResting: boolean;
}

function Countdown({ periodSeconds, isResting }: CountdownProps): JSX.Element {
  const seconds = useClock(() => {
    const nowMs = nowMsIfVisible();
    return nowMs === undefined || isResting ? undefined : secondsLeft(periodSeconds, nowMs);
  });
  const left = seconds ?? 0;
  return (
    <span class={left <= 5 ? 'countdown countdown-ending' : 'countdown'}>
      <svg viewBox="0 0 24 24" width="36" height="36" fill="none" stroke-width="2.25" aria-hidden="true">
        <circle class="countdown-track" cx="12" cy="12" r="10" />
        <circle
          class="countdown-left"
          cx="12"
          cy="12"
          r="10"
          pathLength="1"
          stroke-dasharray="1"
          stroke-dashoffset={1 - left / periodSeconds}
          transform="rotate(-90 12 12)"
        />
      </svg>
      <span class="countdown-seconds">
        {seconds}
        <span class="visually-hidden"> seconds left</span>
      </span>
    </span>
  );
}

function CopyButton({ entry, currentCode }: { entry: Entry; currentCode(): string }): JSX.Element {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), copiedShownForMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(currentCode());
      setIsCopied(true);
      showToast({ text: `Copied the code for ${entryTitle(entry)}` });
    } catch {
      showToast({ text: 'The browser did not let the app copy. Select the code, or type it.' });
    }
  };
  return (
    <button
      type="button"
      class={isCopied ? 'card-copy card-copied' : 'card-copy'}
      aria-label={`Copy code for ${entryFullName(entry)}`}
      onClick={copy}
    >
      {isCopied ? <CheckIcon /> : <CopyIcon />}
    </button>
  );
}
