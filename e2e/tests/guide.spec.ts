// The guide: what it shows exists, and is taken by the walk.
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

const root = new URL('../../', import.meta.url);

test('every picture is shown, and every one that is shown is taken by the walk', async () => {
  const [guide, readme, walk] = await Promise.all(
    ['docs/guide/setting-up.md', 'README.md', 'e2e/tests/walk.spec.ts'].map((path) =>
      readFile(new URL(path, root), 'utf8'),
    ),
  );
  const committed = await readdir(fileURLToPath(new URL('docs/guide/pictures', root)));
  const shown = [...`${guide}${readme}`.matchAll(/pictures\/([a-z-]+\.png)/g)].map(([, name]) => name!);
  const taken = [...walk!.matchAll(/takePicture\(\w+, '([a-z-]+)'/g)].map(([, name]) => `${name!}.png`);
  expect(sorted(shown)).toEqual(sorted(taken));
  expect(sorted(committed)).toEqual(sorted(taken));
});

test('every link within the guide leads somewhere', async () => {
  const guide = await readFile(new URL('docs/guide/setting-up.md', root), 'utf8');
  const headings = [...guide.matchAll(/^#+ (.*)$/gm)].map(([, text]) => text!);
  const anchors = headings.map((text) =>
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );
  const links = [...guide.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor!);
  expect(links.length).toBeGreaterThan(0);
  for (const link of links) expect(anchors).toContain(link);
});

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
