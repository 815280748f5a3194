// Builds the app into dist/app: what a server serves as it stands. Types are `tsc -b`'s work, not this file's.
//
// Assets carry a digest of their content in their name and may be cached for ever; everything else must be looked at
// anew. Ends with what the first load weighs, and fails when that is too much.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { cp, glob, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip, gzipSync } from 'node:zlib';

const firstLoadLimitBytes = 60_000;

const packageFolder = path.dirname(fileURLToPath(import.meta.url));
const source = path.join(packageFolder, 'src');
const output = path.join(packageFolder, 'dist/app');
const { version } = JSON.parse(await readFile(path.join(packageFolder, 'package.json'), 'utf8'));

const shared = {
  absWorkingDir: packageFolder,
  outdir: output,
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['chrome120', 'firefox128', 'safari17'],
  sourcemap: 'linked',
  metafile: true,
  logLevel: 'warning',
  entryNames: 'assets/[name]-[hash]',
  chunkNames: 'assets/[name]-[hash]',
  assetNames: 'assets/[name]-[hash]',
  publicPath: '/',
  loader: { '.wasm': 'file' },
};

/** The style of the whole app in one file: the pieces in src/ui first, then the features'. */
async function buildStyle() {
  const files = [];
  for await (const file of glob('**/*.css', { cwd: source })) files.push(file);
  files.sort((a, b) => Number(b.startsWith('ui/')) - Number(a.startsWith('ui/')) || a.localeCompare(b));
  const contents = files.map((file) => `@import "./${file}";`).join('\n');
  const { metafile } = await build({
    ...shared,
    stdin: { contents, loader: 'css', resolveDir: source, sourcefile: 'app.css' },
    entryNames: 'assets/app-[hash]',
  });
  return outputOf(metafile, (file) => file.endsWith('.css'));
}

async function buildQrWorker() {
  const { metafile } = await build({ ...shared, entryPoints: ['src/features/scan/qr-worker.ts'] });
  return outputOf(metafile, (file, { entryPoint }) => entryPoint !== undefined);
}

async function buildApp(qrWorkerUrl) {
  const { metafile } = await build({
    ...shared,
    entryPoints: ['src/main.tsx'],
    splitting: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { __APP_VERSION__: JSON.stringify(version), __QR_WORKER_URL__: JSON.stringify(qrWorkerUrl) },
  });
  const isMain = (file, { entryPoint }) => entryPoint === 'src/main.tsx';
  return { script: outputOf(metafile, isMain), firstLoadFiles: withStaticImports(metafile, isMain) };
}

async function writePage(script, firstLoadFiles, style) {
  const page = await readFile(path.join(source, 'index.html'), 'utf8');
  const imported = firstLoadFiles.filter((file) => file !== script);
  const preloads = imported.map((file) => `<link rel="modulepreload" href="${file}" />`).join('\n    ');
  const filled = page
    .replace('{{script}}', script)
    .replace('{{style}}', style)
    .replace('{{preloads}}', preloads);
  await writeFile(path.join(output, 'index.html'), filled);
  await cp(path.join(packageFolder, 'public'), output, { recursive: true });
}

/** Built last: it lists every other file, and its content changes when any of them does. */
async function buildServiceWorker() {
  const files = (await listFiles(output)).filter((file) => !file.endsWith('.map')).sort();
  const isDeferred = (file) => file.endsWith('.wasm');
  const list = {
    version: await digestOf(files),
    files: files.filter((file) => !isDeferred(file)),
    deferredFiles: files.filter(isDeferred),
  };
  await build({
    ...shared,
    entryPoints: ['src/service-worker.ts'],
    entryNames: '[name]',
    define: { __BUILD__: JSON.stringify(list) },
  });
}

/** Beside each file that shrinks, its Brotli and gzip form, so that a server need not compress anything itself. */
async function compressFiles() {
  const files = (await listFiles(output)).filter((file) =>
    /\.(js|css|html|svg|wasm|webmanifest)$/.test(file),
  );
  const compress = async (file) => {
    const content = await readFile(path.join(output, file));
    const [brotlied, gzipped] = await Promise.all([
      promisify(brotliCompress)(content),
      promisify(gzip)(content, { level: 9 }),
    ]);
    await Promise.all([
      writeFile(path.join(output, `${file}.br`), brotlied),
      writeFile(path.join(output, `${file}.gz`), gzipped),
    ]);
  };
  await Promise.all(files.map(compress));
}

function outputOf(metafile, matches) {
  const found = Object.entries(metafile.outputs).find(([file, details]) => matches(file, details));
  if (found === undefined) throw new Error('esbuild wrote no such file');
  return urlOf(path.join(packageFolder, found[0]));
}

/** The output that matches and every output it imports before it runs. */
function withStaticImports(metafile, matches) {
  const first = Object.entries(metafile.outputs).find(([file, details]) => matches(file, details));
  const files = new Set([first[0]]);
  for (const file of files)
    for (const { path: imported, kind } of metafile.outputs[file].imports)
      if (kind === 'import-statement') files.add(imported);
  return [...files].map((file) => urlOf(path.join(packageFolder, file)));
}

function urlOf(file) {
  return `/${path.relative(output, file).split(path.sep).join('/')}`;
}

async function listFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => urlOf(path.join(entry.parentPath, entry.name)));
}

async function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\n`).update(await readFile(path.join(output, file)));
  return hash.digest('hex').slice(0, 16);
}

async function compressedBytes(files) {
  const sizes = await Promise.all(
    files.map(async (file) => gzipSync(await readFile(path.join(output, file)), { level: 9 }).length),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

await rm(output, { recursive: true, force: true });
await mkdir(output, { recursive: true });
const [style, qrWorkerUrl] = await Promise.all([buildStyle(), buildQrWorker()]);
const { script, firstLoadFiles } = await buildApp(qrWorkerUrl);
await writePage(script, firstLoadFiles, style);
await buildServiceWorker();
await compressFiles();

const scriptBytes = await compressedBytes(firstLoadFiles);
const allBytes = await compressedBytes([...firstLoadFiles, style, '/index.html']);
console.log(
  `authenticator: first load ${(scriptBytes / 1000).toFixed(1)} kB of JavaScript (limit ${firstLoadLimitBytes / 1000} kB), ` +
    `${(allBytes / 1000).toFixed(1)} kB with page and style, gzip`,
);
if (scriptBytes > firstLoadLimitBytes) process.exitCode = 1;
