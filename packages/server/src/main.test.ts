import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openBrowser } from './attacks/browser.ts';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'countersign-main-'));
const children: ChildProcess[] = [];
after(async () => {
  for (const child of children) child.kill('SIGKILL'); // what a failed test left running
  await rm(folder, { recursive: true });
});

interface Program {
  child: ChildProcess;
  output: { stdout: string; stderr: string };
  /** Resolves to the exit code. */
  ended: Promise<number | null>;
}

function run(settings: Record<string, string> = {}): Program {
  const ports = { COUNTERSIGN_PORT: '0', COUNTERSIGN_AUTHENTICATOR_PORT: '0' };
  const data = { COUNTERSIGN_DATA_DIR: join(folder, 'data') };
  const env = { PATH: process.env['PATH'], ...ports, ...data, ...settings };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (output.stderr += String(chunk)));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, output, ended };
}

async function started(program: Program): Promise<string[]> {
  while (!program.output.stdout.endsWith('\n')) {
    if (program.child.exitCode !== null) assert.fail(program.output.stderr);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return program.output.stdout.trimEnd().split('\n');
}

async function refusalOf(settings: Record<string, string>): Promise<string> {
  const program = run(settings);
  assert.equal(await program.ended, 1, program.output.stdout);
  assert.equal(program.output.stdout, '');
  assert.match(program.output.stderr, /^countersign: [^\n]+\n$/, 'one line');
  return program.output.stderr;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`starts with one line each for the addresses, the mail and the data; ${signal} stops it`, async () => {
    const program = run();
    const lines = await started(program);
    const expected = [
      /^Account pages {2}http:\/\/localhost:\d+$/,
      /^Authenticator {2}http:\/\/localhost:\d+$/,
      /^Mail goes {6}to the outbox, http:\/\/localhost:\d+\/outbox /,
      new RegExp(`^Data lies in   ${join(folder, 'data')}$`),
    ];
    assert.equal(lines.length, expected.length);
    for (const [index, pattern] of expected.entries()) assert.match(lines[index]!, pattern);
    program.child.kill(signal);
    assert.equal(await program.ended, 0);
    assert.equal(program.output.stderr, '');
  });
}

test('a request under way gets its answer before the end, and no new one is taken', async () => {
  const program = run();
  const [line = ''] = await started(program);
  const url = new URL(line.split(/\s+/).at(-1)!);
  const browser = openBrowser(url.origin);
  const token = /name="csrf_token" value="([^"]+)"/.exec((await browser.get('/sign-up')).text)?.[1] ?? '';
  const fields = { csrf_token: token, email: 'ana@example.org', password: 'ana likes long walks' };
  const body = new URLSearchParams(fields).toString();
  const underWay = request({
    ...{ host: '127.0.0.1', port: url.port, path: '/sign-up', method: 'POST' },
    headers: {
      cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; '),
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue', // answered once the server has the request and waits for its body
    },
  });
  underWay.flushHeaders();
  await once(underWay, 'continue');
  program.child.kill('SIGTERM');
  await refused(() => browser.get('/log-in'));
  underWay.end(body);
  const [response] = await once(underWay, 'response');
  assert.equal(response.statusCode, 200);
  response.resume();
  assert.equal(await program.ended, 0);
});

async function refused(ask: () => Promise<unknown>): Promise<void> {
  for (let count = 0; count < 100; count++) {
    const error: unknown = await ask().catch((reason: unknown) => reason);
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail('it goes on taking requests');
}

test('an idle connection does not keep it from ending', async () => {
  const program = run();
  const [line = ''] = await started(program);
  const response = await fetch(line.split(/\s+/).at(-1)!.replace('localhost', '127.0.0.1') + '/healthz');
  await response.text();
  const stoppedAt = performance.now();
  program.child.kill('SIGTERM');
  assert.equal(await program.ended, 0);
  assert.ok(performance.now() - stoppedAt < 3000);
});

test('an unknown setting, a bad value: one line, exit code 1', async () => {
  assert.match(await refusalOf({ COUNTERSIGN_PROT: '1' }), /COUNTERSIGN_PROT is not a setting/);
  assert.match(await refusalOf({ COUNTERSIGN_PORT: 'http' }), /COUNTERSIGN_PORT: /);
});

test('a taken port: one line, exit code 1', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const port = String((taken.address() as AddressInfo).port);
  for (const name of ['COUNTERSIGN_PORT', 'COUNTERSIGN_AUTHENTICATOR_PORT']) {
    const line = await refusalOf({ [name]: port });
    assert.match(line, new RegExp(`Port 127.0.0.1:${port} is taken: .*${name}`));
  }
  taken.close();
});

test('a data folder that cannot be made, a host that is not here, a key that is none: one line, exit code 1', async () => {
  assert.match(await refusalOf({ COUNTERSIGN_DATA_DIR: '/dev/null/data' }), /data folder \/dev\/null\/data/);
  assert.match(await refusalOf({ COUNTERSIGN_DATA_DIR: MAIN }), /data folder .*main\.js/);
  assert.match(await refusalOf({ COUNTERSIGN_HOST: '192.0.2.1' }), /Cannot listen on 192\.0\.2\.1:0/);
  assert.match(await refusalOf({ COUNTERSIGN_KEYS: '1:x' }), /COUNTERSIGN_KEYS: /);
});
