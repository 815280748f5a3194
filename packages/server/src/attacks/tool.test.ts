import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startCountersign } from '../compose.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../ops/log.ts';

interface Report {
  requests: number;
  outcomes: { number: number; name: string; verdict: string; reason: string }[];
}

const PROGRAM = fileURLToPath(new URL('main.js', import.meta.resolve('@countersign/attack')));

const dataDir = await mkdtemp(join(tmpdir(), 'countersign-tool-'));
const settings = {
  COUNTERSIGN_PORT: '0',
  COUNTERSIGN_AUTHENTICATOR_PORT: '0',
  COUNTERSIGN_DATA_DIR: dataDir,
};
// With the machine's own clock, as the program finds any service.
const service = await startCountersign(readConfig(settings), { log: createLog(() => undefined) });
after(async () => {
  await service.stop();
  await rm(dataDir, { recursive: true });
});

test('npm run attack: every attack on a running service is refused', async () => {
  const { exitCode, report } = await attack(service.accountUrl);
  const others = report.outcomes.filter(({ verdict }) => verdict !== 'refused');
  assert.deepEqual(others, []);
  assert.equal(exitCode, 0);
  assert.ok(report.outcomes.length >= 30, `carried out ${report.outcomes.length} attacks`);
});

test('npm run attack: what gets through is told, and what could not be tried is not called refused', async () => {
  // In front of the service, somebody who takes the policy off its pages, and the outbox away.
  const proxy = createServer((incoming, outgoing) => {
    if (incoming.url === '/outbox') return void outgoing.writeHead(404).end();
    const { url, method, headers } = incoming;
    const options = { host: '127.0.0.1', port: new URL(service.accountUrl).port, path: url, method, headers };
    const forwarded = request(options, (answer) => {
      const { 'content-security-policy': _policy, ...rest } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 500, rest);
      answer.pipe(outgoing);
    });
    incoming.pipe(forwarded);
  });
  const { exitCode, report } = await attack(await listen(proxy));
  proxy.close();
  assert.equal(exitCode, 1);
  const through = report.outcomes.filter(({ verdict }) => verdict === 'GOT THROUGH');
  assert.deepEqual(
    through.map(({ number, reason }) => ({ number, reason })),
    [{ number: 41, reason: '/log-in has no strict Content-Security-Policy' }],
  );
  const skipped = report.outcomes.filter(({ verdict }) => verdict === 'skipped');
  assert.equal(skipped.length, report.outcomes.length - 2);
});

async function attack(url: string): Promise<{ exitCode: number; report: Report }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, url, '--json'], (error, stdout) => {
      resolve({ exitCode: Number(error?.code ?? 0), report: JSON.parse(stdout) as Report });
    });
  });
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
