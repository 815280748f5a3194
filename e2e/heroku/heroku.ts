/**
 * The Heroku command line as people run it: the unmodified program, on a terminal of its own. It sends a password to the
 * real service when it dislikes a host, so it runs only where there is no network but loopback.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('node_modules/.bin/heroku', import.meta.url));
const patienceMs = 60_000;
/** A prompt is printed a moment before it reads. */
const promptMs = 300;

/** What a run of the command line came to. */
export interface Run {
  exitCode: number;
  /** What stood on the terminal, without its colours. */
  output: string;
}

/** What is typed when the terminal shows something, in this order. */
export type Answers = readonly (readonly [shown: RegExp, typed: string | (() => string)])[];

/** A command line with a home of its own. */
export interface Heroku {
  run(args: string, answers?: Answers, whileRunning?: (output: string) => Promise<boolean>): Promise<Run>;
  /** The token that it keeps. */
  token(): Promise<string | undefined>;
  remove(): Promise<void>;
}

/**
 * Makes a command line that talks to a service.
 * @throws Error where there is a network, or the program is not installed
 */
export async function openHeroku(serviceUrl: string): Promise<Heroku> {
  const outside = Object.values(networkInterfaces()).flat();
  if (outside.some((address) => address?.internal === false)) {
    throw new Error('The Heroku command line must not reach a network: run it with "npm test -- heroku".');
  }
  if (!existsSync(program))
    throw new Error('The Heroku command line is not installed: "npm test -- heroku".');
  const home = await mkdtemp(join(tmpdir(), 'countersign-heroku-'));
  const env = {
    PATH: process.env['PATH'],
    TERM: 'xterm',
    HOME: home,
    HEROKU_HOST: serviceUrl,
    HEROKU_LOGIN_HOST: serviceUrl,
    HEROKU_PARTICLEBOARD_URL: serviceUrl,
    DISABLE_TELEMETRY: 'true',
    HEROKU_DISABLE_AUTOUPDATE: '1',
    HEROKU_SKIP_NEW_VERSION_CHECK: '1',
  };
  return {
    run: (args, answers = [], whileRunning) => runOnTerminal(args, env, answers, whileRunning),
    async token() {
      const netrc = await readFile(join(home, '.netrc'), 'utf8').catch(() => '');
      return /csn_[0-9A-Za-z]{49}/.exec(netrc)?.[0];
    },
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

/** `script` gives the program a terminal. */
function runOnTerminal(
  args: string,
  env: NodeJS.ProcessEnv,
  answers: Answers,
  whileRunning: (output: string) => Promise<boolean> = () => Promise.resolve(true),
): Promise<Run> {
  const child = spawn('script', ['-qec', `${program} ${args}`, '/dev/null'], { env });
  let output = '';
  let seen = 0;
  let answered = 0;
  let helped = false;
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => {
      child.kill();
      reject(new Error(`heroku ${args} takes too long:\n${output}`));
    }, patienceMs);
    const look = async (): Promise<void> => {
      if (!helped) {
        helped = true;
        helped = await whileRunning(output);
      }
      const [shown, typed] = answers[answered] ?? [];
      const match = shown?.exec(output.slice(seen));
      if (match == null || typed === undefined) return;
      answered++;
      seen = output.length;
      await new Promise((ready) => setTimeout(ready, promptMs));
      child.stdin.write(`${typeof typed === 'string' ? typed : typed()}\r`);
    };
    const hear = (chunk: Buffer): void => {
      output += stripTerminalCodes(chunk.toString());
      look().catch(reject);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearTimeout(giveUp);
      resolve({ exitCode: exitCode ?? 1, output });
    });
  });
}

function stripTerminalCodes(text: string): string {
  return text.replace(/\u001b\[[0-9;?]*[a-zA-Z]/g, '').replaceAll('\r', '');
}
