// `npm start`, from a fresh clone on: installs what is missing, builds what changed, runs the service. It runs on
// the machine's own Node and must not need any package.
import { spawn } from 'node:child_process';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { environmentWithPinnedNode, main, pinnedNode, root } from './steps.mjs';

await main(async () => {
  await ensureInstalled();
  await build();
  process.exitCode = await serve();
});

/**
 * Runs the service until it stops or is told to.
 *
 * A terminal sends Ctrl-C to every process of its group, and npm passes on what it got. The service has a group of
 * its own, so that it receives one signal and stops once.
 *
 * @returns {Promise<number>} its exit code
 */
function serve() {
  const service = spawn(pinnedNode, ['packages/server/dist/main.js'], {
    cwd: root,
    env: environmentWithPinnedNode(),
    stdio: 'inherit',
    detached: true,
  });
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];
  for (const signal of signals) process.on(signal, () => stop(signal));

  let stopping = false;
  /** @param {NodeJS.Signals} signal */
  function stop(signal) {
    if (stopping) return;
    stopping = true;
    service.kill(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM');
  }

  return new Promise((resolve, reject) => {
    service.on('error', reject);
    service.on('exit', (code, signal) => resolve(code ?? (stopping && signal !== null ? 0 : 1)));
  });
}
