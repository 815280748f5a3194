// Pictures from everywhere but the camera: files, the clipboard, a drop, the screen. Each ends as an ImageBitmap or as
// a sentence that says why not.
import { declaredSize, HEADER_BYTES, MAX_FILE_BYTES, MAX_FILE_PIXELS } from './picture-size.ts';

/** A picture cannot be used; `message` says why and what to do, for the person. */
export class PictureError extends Error {
  override name = 'PictureError';
  readonly code: 'too-large' | 'not-a-picture' | 'no-frame';

  constructor(code: PictureError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The longer side of a vector picture, whose own size in pixels means nothing. */
const DRAWING_PX = 1200;

/**
 * Decodes the picture in a file.
 *
 * @throws {PictureError} 'too-large' or 'not-a-picture'
 */
export async function pictureFromFile(file: Blob): Promise<ImageBitmap> {
  if (file.size > MAX_FILE_BYTES) {
    throw new PictureError('too-large', `This file is larger than ${MAX_FILE_BYTES / 1024 ** 2} MB. ${CROP}`);
  }
  const size = declaredSize(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()));
  if (size !== undefined && size.width * size.height > MAX_FILE_PIXELS) {
    const pixels = `${size.width.toLocaleString()} by ${size.height.toLocaleString()} pixels`;
    throw new PictureError(
      'too-large',
      `This picture has ${pixels}, which is more than can be read here. ${CROP}`,
    );
  }
  try {
    return await (file.type === 'image/svg+xml' ? rasterised(file) : createImageBitmap(file));
  } catch (cause) {
    const message =
      'This file is not a picture that your browser can show. Choose a PNG or JPEG file, or a screenshot.';
    throw new PictureError('not-a-picture', message, { cause });
  }
}

const CROP = 'Crop it to the QR code and try again.';

/** In an `img`, a drawing can neither run scripts nor fetch anything. */
async function rasterised(drawing: Blob): Promise<ImageBitmap> {
  const url = URL.createObjectURL(drawing);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = DRAWING_PX / Math.max(image.naturalWidth, image.naturalHeight, 1);
    const width = Math.max(1, Math.round(image.naturalWidth * scale));
    const height = Math.max(1, Math.round(image.naturalHeight * scale));
    const canvas = new OffscreenCanvas(width, height);
    // createImageBitmap() would draw it at its natural size first, which may be tiny.
    canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
    return canvas.transferToImageBitmap();
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** What a drop or a paste brought: picture files, else text. */
export function contentOf(transfer: DataTransfer | null): { files: File[]; text: string } {
  const files = [...(transfer?.files ?? [])];
  return { files, text: files.length > 0 ? '' : (transfer?.getData('text/plain') ?? '') };
}

/** How many frames of the screen are tried: the first ones may show the browser's own dialog closing. */
const SCREEN_FRAMES = 6;
const BETWEEN_FRAMES_MS = 400;

/**
 * Asks for a screen, window or tab and reads frames of it until one has a code; then the capture ends.
 *
 * @param read - Reads one frame.
 * @returns The texts; empty when no frame had a code; undefined when the person picked nothing.
 * @throws {PictureError} 'no-frame' when the picked surface shows nothing
 */
export async function readScreen(
  read: (frame: ImageBitmap) => Promise<string[]>,
): Promise<string[] | undefined> {
  const stream = await pickScreen();
  if (stream === undefined) return undefined;
  try {
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    for (let attempt = 0; attempt < SCREEN_FRAMES && stream.active; attempt++) {
      const texts = await read(await createImageBitmap(video));
      if (texts.length > 0) return texts;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_FRAMES_MS));
    }
    return [];
  } catch (cause) {
    throw new PictureError(
      'no-frame',
      'What you picked could not be captured. Pick another window or screen.',
      { cause },
    );
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

async function pickScreen(): Promise<MediaStream | undefined> {
  try {
    return await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: 5 }, audio: false });
  } catch (error) {
    // The person closed the picker, or the system does not let the browser record the screen.
    if (error instanceof DOMException && error.name === 'NotAllowedError') return undefined;
    throw new PictureError(
      'no-frame',
      'The screen could not be captured. Take a screenshot and choose it as an image.',
      {
        cause: error,
      },
    );
  }
}

/** Says whether this browser can capture the screen; those of phones cannot. */
export function canReadScreen(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === 'function';
}
