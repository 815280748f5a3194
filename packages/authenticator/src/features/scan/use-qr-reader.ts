import { useLayoutEffect, useState } from 'preact/hooks';
import { startQrReader, type QrReader } from './qr-reader.ts';

/** The decoder as the page sees it. `reader` takes pictures from the start; they wait until it is loaded. */
export interface LoadingQrReader {
  reader: QrReader | undefined;
  /** 'slow' is loading that has taken over a second and should be mentioned. */
  status: 'loading' | 'slow' | 'ready' | 'failed';
  /** Starts over after a failure. */
  retry(): void;
}

const MENTIONED_AFTER_MS = 1000;

/** Loads the decoder when the component appears and ends it when the component goes. */
export function useQrReader(): LoadingQrReader {
  const [attempt, setAttempt] = useState(0);
  const [reader, setReader] = useState<QrReader>();
  const [status, setStatus] = useState<LoadingQrReader['status']>('loading');

  // Before the page is painted: whoever is quick finds a reader to give a picture to.
  useLayoutEffect(() => {
    let isCurrent = true;
    const settle = (outcome: 'ready' | 'failed') => () => {
      clearTimeout(timer);
      if (isCurrent) setStatus(outcome);
    };
    const timer = setTimeout(() => setStatus('slow'), MENTIONED_AFTER_MS);
    const started = startQrReader();
    setReader(started);
    setStatus('loading');
    started.ready.then(settle('ready'), settle('failed'));
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      started.close();
    };
  }, [attempt]);

  return { reader, status, retry: () => setAttempt((count) => count + 1) };
}
