/**
 * A camera that looks at a picture: Chromium plays a raw video (YUV4MPEG2) in place of a device. The picture lies on a
 * desk, a little askew, and the hand that holds the phone is not quite still.
 */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';

const width = 1280;
const height = 720;
const framesPerSecond = 10;
/** The lean of the picture in each frame, in radians: a hand that trembles. */
const leans = [0.035, 0.041, 0.046, 0.04];
/** How much of the view's height or width the picture takes at most. */
const fill = 0.94;

/** A camera whose view can be changed; it is seen when a page opens the camera next. */
export interface Camera {
  /** Flags with which Chromium takes it for its only camera. */
  chromiumArgs: string[];
  /** Holds a PNG picture in front of it; without one, the empty desk. */
  show(png?: Buffer): void;
  /** Removes its files. */
  close(): void;
}

/** Makes a camera that looks at the empty desk. */
export function createCamera(): Camera {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-camera-'));
  const file = join(folder, 'view.y4m');
  const show = (png?: Buffer) => {
    writeFileSync(`${file}.new`, videoOf(png && PNG.sync.read(png)));
    renameSync(`${file}.new`, file);
  };
  show();
  return {
    chromiumArgs: ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`],
    show,
    close: () => rmSync(folder, { recursive: true }),
  };
}

function videoOf(picture: PNG | undefined): Buffer {
  const header = `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`;
  return Buffer.concat([
    Buffer.from(header),
    ...leans.flatMap((lean) => [Buffer.from('FRAME\n'), frameOf(picture, lean)]),
  ]);
}

/** One frame in I420: the light of every pixel, then two planes of colour at a quarter of the size, here none. */
function frameOf(picture: PNG | undefined, lean: number): Buffer {
  const frame = Buffer.alloc((width * height * 3) / 2, 128);
  const scale = picture && Math.min((width * fill) / picture.width, (height * fill) / picture.height);
  const [cos, sin] = [Math.cos(lean), Math.sin(lean)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [fromX, fromY] = [x - width / 2, y - height / 2];
      const seen =
        picture && scale
          ? lightAt(
              picture,
              (fromX * cos + fromY * sin) / scale + picture.width / 2,
              (fromY * cos - fromX * sin) / scale + picture.height / 2,
            )
          : undefined;
      frame[y * width + x] = seen ?? desk(x, y);
    }
  }
  return frame;
}

/** A grained surface, lighter towards the lamp at the top left. */
function desk(x: number, y: number): number {
  const grain = (x * 7919 + y * 104729 + x * y * 31) % 17;
  return 96 - (x + y) / 40 + grain;
}

/** Between four pixels, as a lens sees it; undefined outside the picture. */
function lightAt(picture: PNG, x: number, y: number): number | undefined {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < 0 || top < 0 || left + 1 >= picture.width || top + 1 >= picture.height) return undefined;
  const [right, bottom] = [x - left, y - top];
  const above = lightOf(picture, left, top) * (1 - right) + lightOf(picture, left + 1, top) * right;
  const below = lightOf(picture, left, top + 1) * (1 - right) + lightOf(picture, left + 1, top + 1) * right;
  return above * (1 - bottom) + below * bottom;
}

/** ITU-R BT.601: how light a colour is. */
function lightOf({ data, width: pictureWidth }: PNG, x: number, y: number): number {
  const at = (y * pictureWidth + x) * 4;
  return 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
}

/** Pictures next to each other, in one. */
export function sideBySide(pngs: readonly Buffer[]): Buffer {
  const pictures = pngs.map((png) => PNG.sync.read(png));
  const sheet = new PNG({
    width: pictures.reduce((sum, picture) => sum + picture.width, 0),
    height: Math.max(...pictures.map((picture) => picture.height)),
  });
  sheet.data.fill(255);
  let left = 0;
  for (const picture of pictures) {
    PNG.bitblt(picture, sheet, 0, 0, picture.width, picture.height, left, 0);
    left += picture.width;
  }
  return PNG.sync.write(sheet);
}
