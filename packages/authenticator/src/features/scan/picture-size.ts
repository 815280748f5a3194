// Reads the size of a picture from the first bytes of its file, so that a small file which unfolds to gigabytes is
// refused before the browser decodes it.

/** Width and height in pixels, as the file's header declares them. */
export interface PictureSize {
  width: number;
  height: number;
}

/** A phone's 50 megapixel photograph is read; more than this is not. */
export const MAX_FILE_PIXELS = 64_000_000;

/** No picture of {@link MAX_FILE_PIXELS} that people have needs more bytes. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** So many bytes of a file are enough: a JPEG may carry its metadata before its size. */
export const HEADER_BYTES = 256 * 1024;

/**
 * Finds the declared size in a PNG, JPEG, GIF, WebP or BMP header.
 *
 * @param header - The first {@link HEADER_BYTES} of the file, or all of a shorter one.
 * @returns Nothing when the format is another one or the header is broken; decoding then decides.
 */
export function declaredSize(header: Uint8Array): PictureSize | undefined {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const format = FORMATS.find(({ magic }) =>
    magic.every((byte, at) => byte === undefined || header[at] === byte),
  );
  try {
    return format?.size(view);
  } catch (error) {
    if (error instanceof RangeError) return undefined; // the header ends before the size
    throw error;
  }
}

const FORMATS: readonly { magic: (number | undefined)[]; size(view: DataView): PictureSize | undefined }[] = [
  {
    magic: ascii('\x89PNG\r\n\x1a\n'),
    size: (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  },
  { magic: [0xff, 0xd8, 0xff], size: jpegSize },
  {
    magic: ascii('GIF8'),
    size: (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  },
  { magic: [...ascii('RIFF'), ...Array<undefined>(4), ...ascii('WEBP')], size: webpSize },
  {
    magic: ascii('BM'),
    size: (view) => ({ width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }),
  },
];

function ascii(text: string): number[] {
  return [...text].map((character) => character.charCodeAt(0));
}

/** ITU-T T.81 §B.2.2: the frame header (SOF0 to SOF15, without DHT, JPG and DAC) holds the size. */
function jpegSize(view: DataView): PictureSize | undefined {
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** RFC 9649 §2: the first chunk is lossy (VP8), lossless (VP8L) or extended (VP8X). */
function webpSize(view: DataView): PictureSize | undefined {
  const chunk = String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + 12, 4));
  if (chunk === 'VP8X') return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (chunk === 'VP8 ')
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  return undefined;
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}
