// Installs the packages that package-lock.json names, when those in node_modules are not the same.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { StepError, environmentOfTheMachine, pinnedNode, root, runStep } from './steps.mjs';

/**
 * Makes node_modules what package-lock.json says. Does nothing, in a few milliseconds, when it is that already.
 *
 * @throws {StepError} when the platform is not supported, npm is missing or the installation fails
 */
export async function ensureInstalled() {
  requireSupportedPlatform();
  if (await isInstalled()) return;
  await requireNpm();
  // --include=dev: the pinned Node is a development dependency, and NODE_ENV=production would leave it out.
  await runStep('Installing packages', 'npm', ['ci', '--include=dev'], environmentOfTheMachine());
  await requirePinnedNode();
}

function requireSupportedPlatform() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 20)
    throw new StepError(`Countersign needs Node 20 or later to start; this is ${process.version}.`);
  if (process.platform !== 'linux' && process.platform !== 'darwin') {
    throw new StepError(
      `Countersign runs on Linux and macOS, not on ${process.platform}; on Windows, use WSL.`,
    );
  }
}

/**
 * npm keeps a record of what it put into node_modules, written last; it is compared with the lock file.
 *
 * @returns {Promise<boolean>}
 */
async function isInstalled() {
  const [wanted, installed] = await Promise.all([
    readPackages(path.join(root, 'package-lock.json')),
    readPackages(path.join(root, 'node_modules', '.package-lock.json')).catch(() => undefined),
  ]);
  if (installed === undefined) return false;
  return (
    Object.entries(wanted)
      .filter(([location]) => location !== '')
      .every(([location, entry]) => isSame(entry, installed[location])) &&
    (await pinnedNodeVersion()) !== undefined
  );
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, resolved?: string, link?: boolean }} LockEntry
 * @param {LockEntry} wanted
 * @param {LockEntry | undefined} installed
 */
function isSame(wanted, installed) {
  // Packages for other platforms are optional, and npm leaves them out.
  if (installed === undefined) return wanted.optional === true;
  return wanted.version === installed.version && wanted.integrity === installed.integrity;
}

/**
 * @param {string} lockFile
 * @returns {Promise<Record<string, LockEntry>>}
 */
async function readPackages(lockFile) {
  return JSON.parse(await readFile(lockFile, 'utf8')).packages;
}

async function requireNpm() {
  try {
    await promisify(execFile)('npm', ['--version'], { env: environmentOfTheMachine() });
  } catch {
    throw new StepError('npm was not found. It comes with Node: https://nodejs.org/en/download');
  }
}

async function requirePinnedNode() {
  if ((await pinnedNodeVersion()) !== undefined) return;
  throw new StepError(
    'npm did not run the install script that brings Node. Run: npm rebuild --ignore-scripts=false node esbuild',
  );
}

/** @returns {Promise<string | undefined>} */
async function pinnedNodeVersion() {
  try {
    return (await promisify(execFile)(pinnedNode, ['--version'])).stdout.trim();
  } catch {
    return undefined;
  }
}
