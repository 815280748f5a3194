// `npm start`, from a fresh clone on: installs what is missing, builds what changed, runs the service. It runs on
// the machine's own Node and must not need any package. package.json starts it with `exec`, so that the signals npm
// passes on reach it and not a shell.
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
 * Runs the service until it stops or is told to. Signals are passed on; the service stops once, whether a signal comes
 * from here, from npm or from the terminal, which sends Ctrl-C to all of us.
 *
 * @returns {Promise<number>} its exit code
 */
function serve() {
  const service = spawn(pinnedNode, ['packages/server/dist/main.js'], {
    cwd: root,
    env: environmentWithPinnedNode(),
    stdio: 'inherit',
  });
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  let stopping = false;
  for (const signal of signals) {
    process.on(signal, () => {
      stopping = true;
      service.kill('SIGTERM');
    });
  }
  return new Promise((resolve, reject) => {
    service.on('error', reject);
    service.on('exit', (code, signal) => resolve(code ?? (stopping && signal !== null ? 0 : 1)));
  });
}
