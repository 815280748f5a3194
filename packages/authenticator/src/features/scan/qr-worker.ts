// The worker that holds the decoder: pictures in, texts out, off the main thread. Nothing else lives here.
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm';
import type { FromWorker, ToWorker } from './qr-reader.ts';
import { loadQrReader, MAX_PICTURE_PIXELS, readFrame, readStill, type Picture } from './read-qr.ts';

const loaded = loadQrReader({ locateFile: () => new URL(wasmUrl, self.location.href).href });
loaded.then(
  () => post({ kind: 'ready' }),
  (error: unknown) => post({ kind: 'load-failed', message: String(error) }),
);

/** Kept for the frames of a camera, which are all of one size. */
const canvas = new OffscreenCanvas(1, 1);

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  try {
    await loaded;
    const picture = pixelsOf(data.bitmap);
    const texts =
      data.kind === 'frame' ? await readFrame(picture, data.frameNumber) : await readStill(picture);
    post({ kind: 'read', id: data.id, texts });
  } catch (error) {
    post({ kind: 'read-failed', id: data.id, message: String(error) });
  }
};

function pixelsOf(bitmap: ImageBitmap): Picture {
  const shrink = Math.min(1, Math.sqrt(MAX_PICTURE_PIXELS / (bitmap.width * bitmap.height)));
  const width = Math.max(1, Math.floor(bitmap.width * shrink));
  const height = Math.max(1, Math.floor(bitmap.height * shrink));
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('No 2D canvas in this browser');
  context.clearRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return context.getImageData(0, 0, width, height);
}

function post(message: FromWorker): void {
  self.postMessage(message);
}
