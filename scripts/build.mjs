// Builds every package: types and JavaScript (tsc), the authenticator's bundle, the account pages' static files.
// What is built already is not built again, so that a second `npm start` is quick.
import { createHash } from 'node:crypto';
import { cp, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMain, main, pinnedNode, root, runStep } from './steps.mjs';

const stampFile = path.join(root, 'node_modules', '.countersign-build');
const compiler = path.join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
const authenticatorBuild = path.join(root, 'packages', 'authenticator', 'build.mjs');
const serverAssets = path.join(root, 'packages', 'server', 'src', 'http', 'assets');
const serverAssetsOutput = path.join(root, 'packages', 'server', 'dist', 'http', 'assets');

/**
 * Builds what changed since the last build.
 *
 * @throws {import('./steps.mjs').StepError} when a part does not build
 */
export async function build() {
  const sources = await digestOf(await sourceFiles());
  const recorded = await readFile(stampFile, 'utf8').catch(() => undefined);
  if (recorded === stamp(sources, await digestOf(await compilerRecords()))) return;
  await runStep('Compiling', pinnedNode, [compiler, '-b', '--pretty', 'false']);
  await runStep('Bundling the authenticator', pinnedNode, [authenticatorBuild]);
  await cp(serverAssets, serverAssetsOutput, { recursive: true });
  await writeFile(stampFile, stamp(sources, await digestOf(await compilerRecords())));
}

/**
 * Identifies a build by what went in and by what the compiler recorded about what came out: a dist folder that was
 * deleted, or compiled by hand from other sources, is built again.
 *
 * @param {string} sources
 * @param {string} records
 */
function stamp(sources, records) {
  return `sources ${sources}\nrecords ${records}\n`;
}

/**
 * @param {string[]} files
 * @returns {Promise<string>} SHA-256 over their names and contents, in hexadecimal
 */
async function digestOf(files) {
  const digest = createHash('sha256');
  for (const file of files.sort()) {
    const content = await readFile(file).catch(() => 'missing');
    digest.update(`${file}\0${content.length}\0`).update(content);
  }
  return digest.digest('hex');
}

/** @returns {Promise<string[]>} every file that a build reads */
async function sourceFiles() {
  const configuration = ['package-lock.json', 'tsconfig.base.json', 'tsconfig.json'];
  return [
    ...configuration.map((name) => path.join(root, name)),
    fileURLToPath(import.meta.url),
    ...(await sourcesIn(path.join(root, 'packages'))),
  ];
}

/**
 * @param {string} folder
 * @returns {Promise<string[]>} every source file below it
 */
async function sourcesIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter((entry) => !['dist', 'data', 'node_modules'].includes(entry.name))
      .map((entry) => {
        const location = path.join(folder, entry.name);
        return entry.isDirectory() ? sourcesIn(location) : [location];
      }),
  );
  return nested.flat();
}

/** @returns {Promise<string[]>} where the compiler keeps what it built, one file a package */
async function compilerRecords() {
  const packages = await readdir(path.join(root, 'packages'));
  return packages.map((name) => path.join(root, 'packages', name, 'dist', 'tsconfig.tsbuildinfo'));
}

if (isMain(import.meta.url)) await main(build);
