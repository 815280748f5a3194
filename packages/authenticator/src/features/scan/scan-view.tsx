import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { CameraView } from './camera-view.tsx';
import { ExportProgress } from './export-progress.tsx';
import type { Remark } from './findings.ts';
import type { MigrationCollection } from './migration-batches.ts';
import { canReadScreen, contentOf, pictureFromFile, PictureError, readScreen } from './pictures.ts';
import type { QrReader } from './qr-reader.ts';
import { RemarkNotice } from './remark-notice.tsx';
import { ImageIcon, KeyIcon, LinkIcon, ScreenIcon } from './scan-icons.tsx';
import { useQrReader, type LoadingQrReader } from './use-qr-reader.ts';

interface ScanViewProps {
  /** Exports that miss parts. */
  collections: readonly MigrationCollection[];
  /** What was found last, when it led to no account. */
  remark: Remark | undefined;
  /** Texts that were read, at least one. */
  onTexts(texts: string[]): void;
  onDismiss(): void;
  onEnough(collection: MigrationCollection): void;
  onLink(): void;
  onSetupKey(): void;
}

/** The camera, and beside it every other way. Pictures and links can be dropped and pasted anywhere on it. */
export function ScanView(props: ScanViewProps): JSX.Element {
  const { collections, remark, onTexts, onDismiss, onEnough, onLink, onSetupKey } = props;
  const loading = useQrReader();
  const stills = useStills(loading.reader, onTexts);
  const cannotRead = stills.isReading || loading.status === 'failed';
  const take = (texts: string[]) => {
    stills.forgetMessage();
    onTexts(texts);
  };
  const isDragged = useDropAndPaste(stills.readFiles, take);
  return (
    <div class={isDragged ? 'stack scan-drop' : 'stack'}>
      <ReaderNotice loading={loading} />
      {loading.status !== 'failed' && <CameraView reader={loading.reader} onTexts={take} />}
      {collections.map((collection) => (
        <ExportProgress
          key={`${collection.batchId}/${collection.batchSize}`}
          collection={collection}
          onEnough={() => onEnough(collection)}
        />
      ))}
      {remark !== undefined && <RemarkNotice remark={remark} onDismiss={onDismiss} />}
      {stills.message !== undefined && (
        <Notice kind="warning" title={stills.message.title}>
          {stills.message.text}
        </Notice>
      )}
      <p class="quiet scan-status" role="status">
        {stills.isReading ? 'Looking for QR codes…' : loading.status === 'slow' && SLOW}
      </p>
      <div class="scan-ways" role="group" aria-label="Other ways to add">
        <FileButton onFiles={stills.readFiles} disabled={cannotRead} />
        {canReadScreen() && (
          <Button onClick={stills.readScreen} disabled={cannotRead}>
            <ScreenIcon /> Scan screen
          </Button>
        )}
        <Button onClick={onLink}>
          <LinkIcon /> Paste link
        </Button>
        <Button onClick={onSetupKey}>
          <KeyIcon /> Enter setup key
        </Button>
      </div>
      {CAN_DROP && <p class="quiet scan-status">A picture of the code can also be dropped or pasted here.</p>}
    </div>
  );
}

const SLOW = 'Loading the scanner, about 1 MB. This happens once.';

/** Only with a mouse can a picture be dragged here from another window. */
const CAN_DROP = matchMedia('(hover: hover)').matches;

function ReaderNotice({ loading }: { loading: LoadingQrReader }): JSX.Element | null {
  if (loading.status !== 'failed') return null;
  return (
    <Notice
      kind="error"
      title="The scanner could not be loaded"
      action={<Button onClick={loading.retry}>Try again</Button>}
    >
      Check the connection and try again. A link or a setup key can be added without it.
    </Notice>
  );
}

interface FileButtonProps {
  onFiles(files: File[]): void;
  disabled: boolean;
}

function FileButton({ onFiles, disabled }: FileButtonProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const onChange = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    onFiles([...(currentTarget.files ?? [])]);
    currentTarget.value = ''; // the same file can be chosen again
  };
  return (
    <>
      <input ref={input} type="file" accept="image/*" multiple hidden onChange={onChange} />
      <Button onClick={() => input.current?.click()} disabled={disabled}>
        <ImageIcon /> Choose image
      </Button>
    </>
  );
}

interface Stills {
  isReading: boolean;
  /** Why nothing came of the last picture. */
  message: StillMessage | undefined;
  forgetMessage(): void;
  readFiles(files: File[]): void;
  readScreen(): void;
}

interface StillMessage {
  title: string;
  text: ComponentChildren;
}

/** Pictures that stand still: one job at a time, and what to say when nothing comes of it. */
function useStills(reader: QrReader | undefined, onTexts: (texts: string[]) => void): Stills {
  const [isReading, setIsReading] = useState(false);
  const [message, setMessage] = useState<StillMessage>();
  const isGone = useRef(false);
  useEffect(() => () => void (isGone.current = true), []);

  const run = async (
    work: (reader: QrReader) => Promise<string[] | undefined>,
    nothingFound: StillMessage,
  ) => {
    if (reader === undefined || isReading) return;
    setIsReading(true);
    setMessage(undefined);
    try {
      const texts = await work(reader);
      if (isGone.current || texts === undefined) return;
      if (texts.length > 0) onTexts(texts);
      else setMessage(nothingFound);
    } catch (error) {
      setMessage(messageOf(error));
    } finally {
      setIsReading(false);
    }
  };
  return {
    isReading,
    message,
    forgetMessage: () => setMessage(undefined),
    readFiles: (files) => void run((ready) => readFiles(ready, files), NOTHING_IN_PICTURE),
    readScreen: () => void run((ready) => readScreen((frame) => ready.readStill(frame)), NOTHING_ON_SCREEN),
  };
}

const NOTHING_IN_PICTURE: StillMessage = {
  title: 'No QR code was found in this picture',
  text: 'Make sure that the whole code is in it, with a light edge around it. A sharper or larger picture may help.',
};
const NOTHING_ON_SCREEN: StillMessage = {
  title: 'No QR code was found there',
  text: 'Bring the code into view, enlarge the page, and scan the screen again.',
};

async function readFiles(reader: QrReader, files: File[]): Promise<string[] | undefined> {
  if (files.length === 0) return undefined;
  const texts = new Set<string>();
  for (const file of files)
    for (const text of await reader.readStill(await pictureFromFile(file))) texts.add(text);
  return [...texts];
}

function messageOf(error: unknown): StillMessage {
  if (error instanceof PictureError) return { title: 'This picture could not be read', text: error.message };
  return {
    title: 'This picture could not be read',
    text: 'Try a smaller picture, or a screenshot of the code.',
  };
}

/** Pictures and links that are dropped or pasted anywhere on the page. @returns whether something hovers over it */
function useDropAndPaste(onFiles: (files: File[]) => void, onTexts: (texts: string[]) => void): boolean {
  const [isDragged, setIsDragged] = useState(false);
  const latest = useRef({ onFiles, onTexts });
  latest.current = { onFiles, onTexts };
  useLayoutEffect(() => {
    const take = (transfer: DataTransfer | null) => {
      const { files, text } = contentOf(transfer);
      if (files.length > 0) latest.current.onFiles(files);
      else if (text.trim() !== '') latest.current.onTexts([text]);
    };
    const listeners: {
      [Name in 'dragover' | 'dragleave' | 'drop' | 'paste']: (event: DocumentEventMap[Name]) => void;
    } = {
      dragover(event) {
        event.preventDefault();
        setIsDragged(true);
      },
      dragleave(event) {
        if (event.relatedTarget === null) setIsDragged(false);
      },
      drop(event) {
        event.preventDefault();
        setIsDragged(false);
        take(event.dataTransfer);
      },
      paste: (event) => take(event.clipboardData),
    };
    const stop = new AbortController();
    for (const [name, listener] of Object.entries(listeners)) {
      document.addEventListener(name, listener as EventListener, { signal: stop.signal });
    }
    return () => stop.abort();
  }, []);
  return isDragged;
}
