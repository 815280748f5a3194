// Pictures as grey levels, and the few operations that bring a spoilt QR code back within a decoder's reach.
// Every function returns a new image and leaves its argument alone.

/** A picture as browsers hand it out: RGBA, 4 bytes a pixel, rows from the top, not premultiplied. */
export interface Picture {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** One byte a pixel, 0 black to 255 white. */
export interface GreyImage {
  levels: Uint8ClampedArray;
  width: number;
  height: number;
}

/**
 * Takes the luminance of a picture (ITU-R BT.601) as it looks on a page of one grey.
 *
 * @param ground - The grey, 0 to 255, that shows through transparent pixels.
 */
export function toGrey({ data, width, height }: Picture, ground: number): GreyImage {
  const levels = new Uint8ClampedArray(width * height);
  for (let i = 0, at = 0; i < levels.length; i++, at += 4) {
    const luminance = (306 * data[at]! + 601 * data[at + 1]! + 117 * data[at + 2]!) / 1024;
    levels[i] = ground + ((luminance - ground) * data[at + 3]!) / 255;
  }
  return { levels, width, height };
}

/** Makes an opaque picture of an image, which is the only form that zxing-wasm takes. */
export function toPicture({ levels, width, height }: GreyImage): Picture {
  const data = new Uint8ClampedArray(4 * levels.length);
  const pixels = new Uint32Array(data.buffer);
  // Red, green and blue alike with an alpha of 255, whichever way the machine orders the bytes of a word.
  for (let i = 0; i < levels.length; i++)
    pixels[i] = levels[i]! * 0x010101 * (LITTLE_ENDIAN ? 1 : 256) + OPAQUE;
  return { data, width, height };
}

const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
const OPAQUE = LITTLE_ENDIAN ? 0xff000000 : 0xff;

/** Says whether anything shows through a picture. */
export function hasTransparency({ data }: Picture): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at]! < 255) return true;
  return false;
}

/** Spreads the levels in use over the whole range, leaving out the darkest and the lightest half percent. */
export function stretchContrast(image: GreyImage): GreyImage {
  const histogram = new Uint32Array(256);
  for (const level of image.levels) histogram[level]!++;
  const outliers = image.levels.length * 0.005;
  let darkest = 0;
  for (let seen = histogram[0]!; seen <= outliers; seen += histogram[darkest]!) darkest++;
  let lightest = 255;
  for (let seen = histogram[255]!; seen <= outliers; seen += histogram[lightest]!) lightest--;
  if (lightest <= darkest) return image;
  const stretched = Uint8ClampedArray.from(
    histogram,
    (_, level) => (255 * (level - darkest)) / (lightest - darkest),
  );
  return { ...image, levels: image.levels.map((level) => stretched[level]!) };
}

/** Averages each pixel with its neighbours up to `radiusPx` away: takes out noise. */
export function smooth(image: GreyImage, radiusPx: number): GreyImage {
  return { ...image, levels: Uint8ClampedArray.from(boxAverage(image.levels, image, radiusPx)) };
}

/**
 * Unsharp masking: moves each pixel away from the average around it, which undoes part of a blur.
 *
 * @param radiusPx - Works best near the side of one module.
 * @param gain - How far to move.
 */
export function sharpen(image: GreyImage, radiusPx: number, gain: number): GreyImage {
  // Two box averages make a triangular weight, near enough to a lens's blur.
  const blurred = boxAverage(boxAverage(image.levels, image, radiusPx), image, radiusPx);
  return { ...image, levels: image.levels.map((level, i) => level + gain * (level - blurred[i]!)) };
}

/** Running sums along the rows, then down the columns: the cost does not grow with the radius. */
function boxAverage(levels: ArrayLike<number>, size: { width: number; height: number }, radiusPx: number) {
  const { width, height } = size;
  const across = new Float32Array(width * height);
  for (let y = 0; y < height; y++) averageLine(levels, across, y * width, 1, width, radiusPx);
  const both = new Float32Array(width * height);
  for (let x = 0; x < width; x++) averageLine(across, both, x, width, height, radiusPx);
  return both;
}

function averageLine(
  from: ArrayLike<number>,
  to: Float32Array,
  start: number,
  step: number,
  count: number,
  radius: number,
): void {
  const at = (index: number): number => from[start + step * Math.min(count - 1, Math.max(0, index))]!;
  let sum = 0;
  for (let i = -radius; i <= radius; i++) sum += at(i);
  for (let i = 0; i < count; i++) {
    to[start + step * i] = sum / (2 * radius + 1);
    sum += at(i + radius + 1) - at(i - radius);
  }
}

/** Enlarges by bilinear interpolation. The image must be at least 2 pixels wide and high. */
export function enlarge(image: GreyImage, factor: number): GreyImage {
  const width = image.width * factor;
  const height = image.height * factor;
  const levels = new Uint8ClampedArray(width * height);
  const columns = Array.from({ length: width }, (_, x) => interpolation(x, factor, image.width));
  for (let y = 0; y < height; y++) {
    const [row, belowShare] = interpolation(y, factor, image.height);
    for (let x = 0; x < width; x++) {
      const [column, rightShare] = columns[x]!;
      const corner = row * image.width + column;
      levels[y * width + x] =
        mix(image.levels[corner]!, image.levels[corner + 1]!, rightShare) * (1 - belowShare) +
        mix(image.levels[corner + image.width]!, image.levels[corner + image.width + 1]!, rightShare) *
          belowShare;
    }
  }
  return { levels, width, height };
}

function interpolation(
  at: number,
  factor: number,
  length: number,
): readonly [index: number, nextShare: number] {
  const position = Math.min(length - 1, Math.max(0, (at + 0.5) / factor - 0.5));
  const index = Math.min(length - 2, Math.floor(position));
  return [index, position - index];
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}

/** Reduces by averaging squares of `factor` by `factor` pixels; what is left over at the far edges is dropped. */
export function reduce(image: GreyImage, factor: number): GreyImage {
  const width = Math.floor(image.width / factor);
  const height = Math.floor(image.height / factor);
  const levels = new Uint8ClampedArray(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let dy = 0; dy < factor; dy++) {
        const start = (y * factor + dy) * image.width + x * factor;
        for (let i = start; i < start + factor; i++) sum += image.levels[i]!;
      }
      levels[y * width + x] = sum / factor ** 2;
    }
  }
  return { levels, width, height };
}
