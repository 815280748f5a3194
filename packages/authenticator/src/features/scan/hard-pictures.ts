// Pictures of QR codes as cameras and screenshots spoil them, drawn the same on every run: the corpus that
// `read-qr.test.ts` holds the reader to. It knows nothing of the reader.
import { encodeQR } from 'qr';
import type { Picture } from './grey-image.ts';

/** How one code lies in a picture. Lengths are pixels of the picture, angles are degrees. */
export interface CodePlacement {
  /** What the code holds. */
  text: string;
  /** Error correction. Default 'medium'. */
  ecc?: 'low' | 'medium' | 'quartile' | 'high';
  /** Side of one module before tilting. Default 5. */
  modulePx?: number;
  /** Turn about the centre. Default 0. */
  turnDegrees?: number;
  /** Tilt away from the viewer, who stands two code widths away. Default 0. */
  tiltDegrees?: number;
  /** Seen in a mirror. Default false. */
  mirrored?: boolean;
  /** Light modules on a dark ground. Default false. */
  inverted?: boolean;
  /** Modules of light margin around the code. Default 4, as ISO/IEC 18004 §5.3.8 asks. */
  quietZone?: number;
  /** Share of the code's width hidden under a grey square in its middle. Default 0. */
  covered?: number;
  /** Centre of the code. Default: the middle of the picture. */
  centre?: readonly [x: number, y: number];
}

/** How the whole picture was spoilt, applied in the order of the fields. */
export interface Spoiling {
  /** Grey level around the codes, 0 to 255. Default 255. */
  ground?: number;
  /** Side lighting: the share of light lost from the left edge to the right one. Default 0. */
  shade?: number;
  /** Standard deviation of a Gaussian blur. Default 0. */
  blurPx?: number;
  /** Grey levels that black and white become. Default [0, 255]. */
  levels?: readonly [ink: number, paper: number];
  /** Standard deviation of Gaussian noise, in grey levels. Default 0. */
  noise?: number;
  /** Share of pixels turned black or white. Default 0. */
  speckles?: number;
}

/** One picture of the corpus and what a reader has to find in it. */
export interface HardPicture {
  /** The class it is counted under, such as 'blurred'. */
  kind: string;
  /** What sets it apart inside its class. */
  name: string;
  /** What the codes in it hold. */
  texts: string[];
  /** Draws it; pictures are drawn one at a time, as all of them together would need a lot of memory. */
  draw(): Picture;
}

const SHORT = 'otpauth://totp/Example:ann@example.org?secret=JBSWY3DPEHPK3PXP&issuer=Example';
const USUAL =
  'otpauth://totp/Countersign:someone.with.a.name@mail.example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Countersign&algorithm=SHA1&digits=6&period=30';
const LONG = `otpauth-migration://offline?data=${'CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZTAC'.repeat(5)}%3D`;

/** Every picture of the corpus, by class. */
export function hardPictures(): HardPicture[] {
  return [
    ...classOf('clean', [
      ['short', { text: SHORT }],
      ['usual', { text: USUAL }],
      ['long', { text: LONG, modulePx: 4 }],
    ]),
    ...classOf(
      'turned',
      [7, 23, 45, 90, 133, 180, 271, 338].map((turnDegrees) => [
        `${turnDegrees} degrees`,
        { text: USUAL, turnDegrees },
      ]),
    ),
    ...classOf('mirrored', [
      ['upright', { text: USUAL, mirrored: true }],
      ['turned 20', { text: USUAL, mirrored: true, turnDegrees: 20 }],
      ['turned 100', { text: SHORT, mirrored: true, turnDegrees: 100 }],
      ['tilted', { text: USUAL, mirrored: true, tiltDegrees: 35 }],
    ]),
    ...classOf('inverted', [
      ['light margin', { text: USUAL, inverted: true }],
      ['dark ground', { text: USUAL, inverted: true }, { ground: 0 }],
      ['dark grey page', { text: USUAL, inverted: true, quietZone: 0 }, { ground: 24, levels: [18, 230] }],
      ['turned', { text: USUAL, inverted: true, turnDegrees: 33 }, { ground: 0 }],
      ['mirrored', { text: SHORT, inverted: true, mirrored: true }, { ground: 0 }],
    ]),
    ...classOf('blurred', [
      ['a third of a module', { text: USUAL }, { blurPx: 1.7 }],
      ['half a module', { text: USUAL }, { blurPx: 2.5 }],
      ['0.6 of a module', { text: USUAL }, { blurPx: 3 }],
      ['0.7 of a module', { text: USUAL }, { blurPx: 3.5 }],
      ['0.75 of a module', { text: USUAL }, { blurPx: 3.75 }],
      ['0.7 of a small module', { text: USUAL, modulePx: 3 }, { blurPx: 2.1 }],
      ['0.6 of a large module', { text: SHORT, modulePx: 10 }, { blurPx: 6 }],
      ['long, half a module', { text: LONG, modulePx: 4 }, { blurPx: 2 }],
    ]),
    ...classOf('small', [
      ['2 px a module', { text: USUAL, modulePx: 2 }],
      ['1.7 px a module', { text: USUAL, modulePx: 1.7 }],
      ['1.5 px a module', { text: USUAL, modulePx: 1.5 }],
      ['1.3 px a module', { text: SHORT, modulePx: 1.3 }],
      ['1 px a module', { text: SHORT, modulePx: 1, centre: [42.5, 42.5] }],
      ['1.7 px, turned', { text: USUAL, modulePx: 1.7, turnDegrees: 17 }],
      ['1.6 px, long', { text: LONG, modulePx: 1.6 }],
    ]),
    ...classOf('low contrast', [
      ['24 levels', { text: USUAL }, { levels: [110, 134] }],
      ['12 levels', { text: USUAL }, { levels: [120, 132] }],
      ['6 levels', { text: USUAL }, { levels: [124, 130] }],
      ['dark', { text: USUAL }, { levels: [4, 22] }],
      ['glaring', { text: USUAL }, { levels: [236, 252] }],
      ['16 levels with noise', { text: USUAL }, { levels: [110, 126], noise: 2 }],
    ]),
    ...classOf('noisy', [
      ['30 levels', { text: USUAL }, { noise: 30 }],
      ['60 levels', { text: USUAL }, { noise: 60 }],
      ['90 levels', { text: USUAL }, { noise: 90 }],
      ['3 % speckles', { text: USUAL }, { speckles: 0.03 }],
      ['10 % speckles', { text: USUAL }, { speckles: 0.1 }],
    ]),
    ...classOf(
      'tilted',
      [20, 35, 45, 55].map((tiltDegrees) => [
        `${tiltDegrees} degrees`,
        { text: USUAL, modulePx: 6, tiltDegrees, turnDegrees: tiltDegrees },
      ]),
    ),
    ...classOf('unevenly lit', [
      ['half the light lost', { text: USUAL }, { shade: 0.5 }],
      ['85 % lost', { text: USUAL }, { shade: 0.85 }],
      ['85 % lost, blurred', { text: USUAL }, { shade: 0.85, blurPx: 2 }],
    ]),
    ...classOf('covered or cropped', [
      ['logo', { text: USUAL, ecc: 'high', covered: 0.22 }],
      ['no margin on grey', { text: USUAL, quietZone: 0 }, { ground: 150 }],
      ['one module of margin on black', { text: USUAL, quietZone: 1 }, { ground: 0 }],
    ]),
    ...classOf('several faults', [
      ['turned, blurred, faint', { text: USUAL, turnDegrees: 15 }, { blurPx: 2, levels: [100, 140] }],
      ['tilted, noisy', { text: USUAL, tiltDegrees: 40, turnDegrees: 10 }, { noise: 25 }],
      ['inverted, blurred, noisy', { text: USUAL, inverted: true }, { ground: 0, blurPx: 1.5, noise: 15 }],
      ['small, faint', { text: USUAL, modulePx: 2 }, { levels: [100, 150] }],
      ['small, blurred', { text: SHORT, modulePx: 2 }, { blurPx: 0.8 }],
      [
        'mirrored, shaded, blurred',
        { text: USUAL, mirrored: true, turnDegrees: 8 },
        { shade: 0.6, blurPx: 2 },
      ],
    ]),
    ...bigPictures(),
    ...crowds(),
  ];
}

type Variant = readonly [name: string, code: CodePlacement, spoiling?: Spoiling];

function classOf(kind: string, variants: Variant[]): HardPicture[] {
  return variants.map(([name, code, spoiling = {}]) => {
    const sidePx = Math.ceil(moduleCount(code) * (code.modulePx ?? 5) * 1.5) + 16;
    return { kind, name, texts: [code.text], draw: () => drawPicture(sidePx, sidePx, [code], spoiling) };
  });
}

/** A photograph of 12 megapixels in which the code is a small part. */
function bigPictures(): HardPicture[] {
  const variants: Variant[] = [
    ['code fills a tenth', { text: USUAL, modulePx: 7, turnDegrees: 12, centre: [2900, 900] }, { noise: 8 }],
    [
      'code at 3 px a module',
      { text: USUAL, modulePx: 3, turnDegrees: 5, centre: [700, 2500] },
      { blurPx: 0.8 },
    ],
  ];
  return variants.map(([name, code, spoiling]) => ({
    kind: '12 megapixels',
    name,
    texts: [code.text],
    draw: () => drawPicture(4000, 3000, [code], { ground: 190, ...spoiling }),
  }));
}

/** Several codes in one picture: all have to be found. */
function crowds(): HardPicture[] {
  const texts = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => SHORT.replace('ann', letter));
  const grid = (extra: (index: number) => Partial<CodePlacement>): CodePlacement[] =>
    texts.map((text, index) => ({
      text,
      centre: [150 + 300 * (index % 3), 150 + 300 * Math.floor(index / 3)],
      ...extra(index),
    }));
  const variants: [string, CodePlacement[], Spoiling][] = [
    ['six alike', grid(() => ({})), {}],
    ['six turned', grid((index) => ({ turnDegrees: 31 * index })), { blurPx: 1 }],
    ['six sizes, two inverted', grid((index) => ({ modulePx: 2.2 + index * 0.5, inverted: index > 3 })), {}],
  ];
  return variants.map(([name, codes, spoiling]) => ({
    kind: 'six in one picture',
    name,
    texts,
    draw: () => drawPicture(900, 600, codes, { ground: 235, ...spoiling }),
  }));
}

/**
 * Draws codes and spoils the picture.
 *
 * @returns RGBA, opaque.
 */
export function drawPicture(
  width: number,
  height: number,
  codes: CodePlacement[],
  spoiling: Spoiling = {},
): Picture {
  let grey = new Float32Array(width * height).fill(spoiling.ground ?? 255);
  for (const code of codes) drawCode(grey, width, height, code);
  if (spoiling.shade) shadeFromRight(grey, width, spoiling.shade);
  if (spoiling.blurPx) grey = blur(grey, width, height, spoiling.blurPx);
  const [ink, paper] = spoiling.levels ?? [0, 255];
  for (let i = 0; i < grey.length; i++) grey[i] = ink + ((paper - ink) * grey[i]!) / 255;
  addNoise(grey, spoiling.noise ?? 0, spoiling.speckles ?? 0);
  return opaque(grey, width, height);
}

function moduleCount(code: CodePlacement): number {
  return matrixOf(code).length + 2 * (code.quietZone ?? 4);
}

function matrixOf(code: CodePlacement): boolean[][] {
  const bordered = encodeQR(code.text, 'raw', { ecc: code.ecc ?? 'medium', border: 1 });
  return bordered.slice(1, -1).map((row) => row.slice(1, -1));
}

/** Each pixel averages 3 x 3 rays, traced back from the picture's plane to the code's own modules. */
function drawCode(grey: Float32Array, width: number, height: number, code: CodePlacement): void {
  const matrix = matrixOf(code);
  const quiet = code.quietZone ?? 4;
  const side = matrix.length + 2 * quiet;
  const modulePx = code.modulePx ?? 5;
  const [centreX, centreY] = code.centre ?? [width / 2, height / 2];
  const toModule = traceBack(code, side, modulePx);
  const reach = side * modulePx;
  for (let y = Math.max(0, Math.floor(centreY - reach)); y < Math.min(height, centreY + reach); y++) {
    for (let x = Math.max(0, Math.floor(centreX - reach)); x < Math.min(width, centreX + reach); x++) {
      let sum = 0;
      for (let ray = 0; ray < 9; ray++) {
        const dx = x + ((ray % 3) + 0.5) / 3 - centreX;
        const dy = y + (Math.floor(ray / 3) + 0.5) / 3 - centreY;
        const [column, row] = toModule(dx, dy);
        sum += levelAt(column, row) ?? grey[y * width + x]!;
      }
      grey[y * width + x] = sum / 9;
    }
  }

  function levelAt(column: number, row: number): number | undefined {
    if (column < 0 || row < 0 || column >= side || row >= side) return undefined;
    const half = ((code.covered ?? 0) * matrix.length) / 2;
    if (Math.abs(column - side / 2) < half && Math.abs(row - side / 2) < half) return 128;
    const dark = matrix[Math.floor(row) - quiet]?.[Math.floor(column) - quiet] ?? false;
    return dark !== (code.inverted ?? false) ? 0 : 255;
  }
}

function traceBack(code: CodePlacement, side: number, modulePx: number) {
  const turn = ((code.turnDegrees ?? 0) * Math.PI) / 180;
  const tilt = ((code.tiltDegrees ?? 0) * Math.PI) / 180;
  const distance = 2 * side * modulePx;
  return (dx: number, dy: number): readonly [column: number, row: number] => {
    // The ray through (dx, dy) meets the plane that is tilted about the horizontal axis at height v.
    const v = (dy * distance) / (distance * Math.cos(tilt) - dy * Math.sin(tilt));
    const h = (dx * (distance + v * Math.sin(tilt))) / distance;
    const x = h * Math.cos(turn) + v * Math.sin(turn);
    const y = v * Math.cos(turn) - h * Math.sin(turn);
    return [(code.mirrored ? -x : x) / modulePx + side / 2, y / modulePx + side / 2];
  };
}

function shadeFromRight(grey: Float32Array, width: number, shade: number): void {
  for (let i = 0; i < grey.length; i++) grey[i]! *= 1 - (shade * (i % width)) / width;
}

function blur(grey: Float32Array, width: number, height: number, sigmaPx: number) {
  const radius = Math.ceil(3 * sigmaPx);
  const kernel = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigmaPx ** 2)),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  const along = (
    from: Float32Array,
    step: number,
    lengthPx: number,
    positionOf: (index: number) => number,
  ) => {
    const to = new Float32Array(from.length);
    for (let i = 0; i < from.length; i++) {
      const at = positionOf(i);
      let total = 0;
      for (let k = -radius; k <= radius; k++) {
        const near = Math.min(lengthPx - 1, Math.max(0, at + k)) - at;
        total += kernel[k + radius]! * from[i + near * step]!;
      }
      to[i] = total / sum;
    }
    return to;
  };
  const across = along(grey, 1, width, (index) => index % width);
  return along(across, width, height, (index) => Math.floor(index / width));
}

function addNoise(grey: Float32Array, deviation: number, speckles: number): void {
  if (deviation === 0 && speckles === 0) return;
  const random = seededRandom(0x5eed);
  for (let i = 0; i < grey.length; i++) {
    // Box and Muller's transform.
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    grey[i]! += deviation * normal;
    if (random() < speckles) grey[i] = random() < 0.5 ? 0 : 255;
  }
}

/** Mulberry32: the same noise on every run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function opaque(grey: Float32Array, width: number, height: number): Picture {
  const data = new Uint8ClampedArray(4 * grey.length);
  for (let i = 0; i < grey.length; i++) {
    data.fill(grey[i]!, 4 * i, 4 * i + 3);
    data[4 * i + 3] = 255;
  }
  return { data, width, height };
}
