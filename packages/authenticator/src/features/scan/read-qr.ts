// Reads the QR codes in a picture with zxing-cpp (WebAssembly), trying harder treatments in turn. It runs in a
// worker of the browser and in Node, and knows nothing of what a code's text means.
// Why this decoder: docs/decisions/030-qr-reading.md.
import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
import {
  enlarge,
  hasTransparency,
  reduce,
  sharpen,
  smooth,
  stretchContrast,
  toGrey,
  toPicture,
  type GreyImage,
  type Picture,
} from './grey-image.ts';

export type { Picture } from './grey-image.ts';

/** Pictures larger than this are to be scaled down before they are given to {@link readStill}. */
export const MAX_PICTURE_PIXELS = 12_500_000;

/** Treatments after the first work on at most this many pixels, which keeps each under about 100 ms. */
const TREATED_PIXELS = 2_000_000;

/** Enlarged images hold at most this many pixels. */
const ENLARGED_PIXELS = 4_000_000;

/** However many codes have been found, this many treatments look for another one that is harder to read. */
const TREATMENTS_FOR_ALL = 4;

const LOOK: ReaderOptions = {
  formats: ['QRCode'],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  // As it is written; otherwise control characters are spelled out, as in "<SOH>".
  textMode: 'Plain',
};
const LOOK_CLOSELY: ReaderOptions = { ...LOOK, downscaleFactor: 2, downscaleThreshold: 100 };
const LOOK_BY_HISTOGRAM: ReaderOptions = { ...LOOK, binarizer: 'GlobalHistogram' };

/** A way to look once more at an image whose contrast is stretched. */
type Treatment = (image: GreyImage) => readonly [image: GreyImage, options: ReaderOptions];

/** The order is by what they add to those before them, measured on the corpus of `hard-pictures.ts`. */
const TREATMENTS: readonly Treatment[] = [
  (image) => [image, LOOK_CLOSELY],
  (image) => [sharpen(image, 4, 4), LOOK_CLOSELY],
  (image) => [image, LOOK_BY_HISTOGRAM],
  (image) => [smooth(image, 1), LOOK_CLOSELY],
  (image) => [enlargeWithin(image, 3), LOOK],
  (image) => [sharpen(image, 8, 8), LOOK_CLOSELY],
  (image) => [smooth(image, 2), LOOK_CLOSELY],
  (image) => [sharpen(image, 2, 3), LOOK_CLOSELY],
  (image) => [enlargeWithin(image, 2), LOOK],
  (image) => [sharpen(enlargeWithin(image, 3), 5, 16), LOOK_CLOSELY],
];

/** The quick ones: in a moving picture the next frame, held closer, is the better chance. */
const FRAME_TREATMENTS = TREATMENTS.slice(0, 4);

/** Of so many camera frames, one is treated. */
const TREATED_FRAME_EVERY = 3;

/** Where the decoder's WebAssembly comes from: an address, or its bytes. */
export type DecoderSource = { locateFile(): string } | { wasmBinary: ArrayBuffer };

/**
 * Compiles the decoder. Must have resolved before anything is read.
 *
 * @throws Whatever the fetch or the compilation failed with.
 */
export async function loadQrReader(source: DecoderSource): Promise<void> {
  await prepareZXingModule({ overrides: source, fireImmediately: true });
}

/** Bounds of one reading. */
export interface ReadStillOptions {
  /** No new treatment begins after this time. Default 3000. */
  budgetMs?: number;
}

/**
 * Reads every QR code in a still picture.
 *
 * @returns The texts, each once; empty when none could be read.
 */
export async function readStill(picture: Picture, options: ReadStillOptions = {}): Promise<string[]> {
  const deadlineMs = performance.now() + (options.budgetMs ?? 3000);
  const texts = new Set<string>();
  // Light modules on nothing show only on a dark page, dark ones only on a light page.
  for (const ground of hasTransparency(picture) ? [255, 0] : [255]) {
    await readOnGround(toGrey(picture, ground), texts, deadlineMs);
  }
  return [...texts];
}

async function readOnGround(image: GreyImage, texts: Set<string>, deadlineMs: number): Promise<void> {
  await collect(texts, toPicture(image), LOOK);
  const stretched = stretchContrast(reduceTo(image, TREATED_PIXELS));
  for (const [index, treatment] of TREATMENTS.entries()) {
    if (texts.size > 0 && index + 1 >= TREATMENTS_FOR_ALL) return;
    if (performance.now() > deadlineMs) return;
    await collectTreated(texts, stretched, treatment);
  }
}

/**
 * Reads the QR codes in one frame of a camera: quickly in most frames, with one of the treatments in every third.
 *
 * @param frameNumber - Counts up by one from frame to frame; chooses the treatment.
 * @returns The texts, each once; empty when none could be read.
 */
export async function readFrame(picture: Picture, frameNumber: number): Promise<string[]> {
  const texts = new Set<string>();
  await collect(texts, picture, LOOK);
  if (texts.size > 0 || frameNumber % TREATED_FRAME_EVERY !== 0) return [...texts];
  const treatment = FRAME_TREATMENTS[(frameNumber / TREATED_FRAME_EVERY) % FRAME_TREATMENTS.length]!;
  await collectTreated(texts, stretchContrast(reduceTo(toGrey(picture, 255), TREATED_PIXELS)), treatment);
  return [...texts];
}

async function collectTreated(texts: Set<string>, stretched: GreyImage, treatment: Treatment): Promise<void> {
  const [image, options] = treatment(stretched);
  await collect(texts, toPicture(image), options);
}

async function collect(texts: Set<string>, picture: Picture, options: ReaderOptions): Promise<void> {
  // zxing-wasm reads data, width and height only, of anything shaped like ImageData.
  for (const code of await readBarcodes(picture as ImageData, options)) {
    texts.add(code.text);
  }
}

function reduceTo(image: GreyImage, maxPixels: number): GreyImage {
  const factor = Math.ceil(Math.sqrt((image.width * image.height) / maxPixels));
  return factor > 1 ? reduce(image, factor) : image;
}

function enlargeWithin(image: GreyImage, factor: number): GreyImage {
  const { width, height } = image;
  const affordable = Math.min(factor, Math.floor(Math.sqrt(ENLARGED_PIXELS / (width * height))));
  return affordable > 1 && width > 1 && height > 1 ? enlarge(image, affordable) : image;
}
