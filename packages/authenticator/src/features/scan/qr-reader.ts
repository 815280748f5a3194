// The page's side of the worker that reads QR codes: starts it, hands it pictures, and ends it.

/** What the page sends. The bitmap is transferred, not copied. */
export type ToWorker =
  | { kind: 'frame'; id: number; bitmap: ImageBitmap; frameNumber: number }
  | { kind: 'still'; id: number; bitmap: ImageBitmap };

/** What the worker answers: how loading went, once, then one answer to each picture. */
export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'load-failed'; message: string }
  | { kind: 'read'; id: number; texts: string[] }
  | { kind: 'read-failed'; id: number; message: string };

/** Reads the QR codes in pictures. Each picture given to it is closed by it. */
export interface QrReader {
  /** Resolves when the decoder is loaded; rejects when it cannot be. */
  ready: Promise<void>;
  /** Reads a frame of a camera, quickly; `frameNumber` counts up from frame to frame. */
  readFrame(bitmap: ImageBitmap, frameNumber: number): Promise<string[]>;
  /** Reads a still picture, thoroughly: a few seconds when there is no code in it. */
  readStill(bitmap: ImageBitmap): Promise<string[]>;
  /** Ends the worker. What it was reading is rejected. */
  close(): void;
}

// The build emits the worker as a file of its own and puts its address here.
declare const __QR_WORKER_URL__: string;

interface Waiting {
  resolve(texts: string[]): void;
  reject(error: Error): void;
}

/** Starts a worker, which begins to load the decoder (about 1 MB, once: then it is in the cache). */
export function startQrReader(): QrReader {
  const worker = new Worker(__QR_WORKER_URL__, { type: 'module' });
  const loading = Promise.withResolvers<void>();
  const waiting = new Map<number, Waiting>();
  let lastId = 0;

  loading.promise.catch(() => undefined); // Whoever awaits `ready` hears of it; nobody has to.

  function fail(message: string): void {
    const error = new Error(`Reading QR codes failed: ${message}`);
    loading.reject(error);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  worker.onerror = (event) => fail(event.message || 'the worker did not start');
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'ready') return loading.resolve();
    if (data.kind === 'load-failed') return fail(data.message);
    const request = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.kind === 'read') request?.resolve(data.texts);
    else request?.reject(new Error(`Reading QR codes failed: ${data.message}`));
  };

  function ask(message: ToWorker): Promise<string[]> {
    return new Promise((resolve, reject) => {
      waiting.set(message.id, { resolve, reject });
      worker.postMessage(message, [message.bitmap]);
    });
  }

  return {
    ready: loading.promise,
    readFrame: (bitmap, frameNumber) => ask({ kind: 'frame', id: ++lastId, bitmap, frameNumber }),
    readStill: (bitmap) => ask({ kind: 'still', id: ++lastId, bitmap }),
    close() {
      worker.terminate();
      fail('it was closed');
    },
  };
}
