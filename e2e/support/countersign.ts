/** The product as people run it: a server process of its own, with a data folder that lives as long as it does. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../packages/server/dist/main.js', import.meta.url));
/** The Node of the workspace, whichever one runs the tests. */
const pinnedNode = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));
const startTimeoutMs = 20_000;

/** A running server. */
export interface Countersign {
  /** Origin of the account pages. */
  accountUrl: string;
  /** Origin of the authenticator. */
  authenticatorUrl: string;
  dataDir: string;
  /** Ends the process and removes the data folder. Calling it again does nothing. */
  stop(): Promise<void>;
}

/**
 * Starts a server on two free ports, with its mail going to the outbox.
 * @param settings `COUNTERSIGN_*` variables besides those
 * @throws Error with what the server said, when it does not start
 */
export async function startCountersign(settings: Record<string, string> = {}): Promise<Countersign> {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-e2e-'));
  const server = spawn(pinnedNode, [program], {
    env: {
      PATH: process.env['PATH'],
      COUNTERSIGN_PORT: '0',
      COUNTERSIGN_AUTHENTICATOR_PORT: '0',
      COUNTERSIGN_DATA_DIR: dataDir,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stopped: Promise<void> | undefined;
  return {
    ...(await readAddresses(server)),
    dataDir,
    stop: () => (stopped ??= stop(server, dataDir)),
  };
}

async function readAddresses(
  server: ChildProcess,
): Promise<{ accountUrl: string; authenticatorUrl: string }> {
  let said = '';
  let complained = '';
  server.stderr?.on('data', (chunk: Buffer) => (complained += chunk.toString()));
  return new Promise((resolve, reject) => {
    const giveUp = (why: string) => {
      server.kill();
      reject(new Error(`The server did not start: ${why}\n${complained}`));
    };
    const timer = setTimeout(() => giveUp('it said nothing in time'), startTimeoutMs);
    server.once('exit', (code) => giveUp(`exit code ${String(code)}`));
    server.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const accountUrl = /^Account pages +(\S+)$/m.exec(said)?.[1];
      const authenticatorUrl = /^Authenticator +(\S+)$/m.exec(said)?.[1];
      if (accountUrl === undefined || authenticatorUrl === undefined) return;
      clearTimeout(timer);
      server.removeAllListeners('exit');
      resolve({ accountUrl, authenticatorUrl });
    });
  });
}

async function stop(server: ChildProcess, dataDir: string): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
  }
  await rm(dataDir, { recursive: true, force: true });
}
