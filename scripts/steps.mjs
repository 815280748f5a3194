// How the scripts run other programs: one line of progress for what takes longer than a second, and for a
// failure one clear line and the end of the log. Only Node's built-ins, and nothing newer than Node 20.
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root folder of the repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The pinned Node: the one that the service, its tests and its tools run on. */
export const pinnedNode = path.join(root, 'node_modules', '.bin', 'node');

const logTailLines = 25;

/** A step that did not work; the message is for people, the log's last lines say why. */
export class StepError extends Error {
  /**
   * @param {string} message
   * @param {string} [log] what the program printed
   */
  constructor(message, log = '') {
    super(message);
    this.logTail = log.trimEnd().split('\n').slice(-logTailLines).join('\n');
  }
}

/**
 * The environment with the pinned Node first in PATH, so that every program finds the same one.
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentWithPinnedNode() {
  return { ...process.env, PATH: [path.dirname(pinnedNode), process.env.PATH].join(path.delimiter) };
}

/**
 * The environment of the machine, without the folders that npm put first in PATH: npm itself has to run on the
 * Node it came with, not on the one it is about to replace.
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentOfTheMachine() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const outside = folders.filter((folder) => !folder.endsWith(path.join('node_modules', '.bin')));
  return { ...process.env, PATH: outside.join(path.delimiter) };
}

/**
 * Runs a program to its end, with its output kept back.
 *
 * @param {string} title what the step does, as progress shows it: "Installing packages"
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string>} what the program printed
 * @throws {StepError} when the program is missing or its exit code is not 0
 */
export async function runStep(title, program, args, env = environmentWithPinnedNode()) {
  const startedAtMs = Date.now();
  const progress = setTimeout(() => console.log(`${title} ...`), 1000);
  try {
    return await runQuietly(title, program, args, env);
  } finally {
    clearTimeout(progress);
    const elapsedMs = Date.now() - startedAtMs;
    if (elapsedMs > 1000) console.log(`${title}: ${(elapsedMs / 1000).toFixed(1)} s`);
  }
}

/**
 * @param {string} title
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>}
 */
function runQuietly(title, program, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    const keep = (/** @type {string} */ text) => void (log += text);
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => {
      reject(new StepError(`${title} failed: cannot run ${path.basename(program)} (${error.message})`));
    });
    child.on('close', (code, signal) => {
      if (code === 0) resolve(log);
      else reject(new StepError(`${title} failed (${signal ?? `exit code ${code}`}). Its last lines:`, log));
    });
  });
}

/**
 * Runs a program to its end, its output shown as it comes.
 *
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<number>} the exit code; 1 when a signal ended it or it could not start
 */
export function runShown(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: environmentWithPinnedNode(),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', (error) => {
      console.error(`cannot run ${path.basename(program)}: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/**
 * @param {string} moduleUrl the module's `import.meta.url`
 * @returns {boolean} whether that module is the script that Node was started with
 */
export function isMain(moduleUrl) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(moduleUrl);
}

/**
 * Runs a script's body; a failed step ends the process with its message and exit code 1.
 *
 * @param {() => Promise<void>} body
 */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    console.error(error.message);
    if (error.logTail !== '') console.error(error.logTail.replace(/^/gm, '  '));
    process.exitCode = 1;
  }
}
