import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { formatCatalogue } from './catalogue.ts';

const PROGRAM = fileURLToPath(new URL('main.js', import.meta.url));
const SECURITY = new URL('../../../SECURITY.md', import.meta.url);

async function run(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], (error, stdout, stderr) => {
      resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

test('SECURITY.md shows the attacks as they are', async () => {
  const text = await readFile(SECURITY, 'utf8');
  const [, block] = /<!-- attacks: begin[^>]*-->\n\n(.*?)\n\n<!-- attacks: end -->/s.exec(text) ?? [];
  assert.equal(block, formatCatalogue(), 'renew it: npm run attack -- --catalogue');
});

test('a URL that is not of this machine is refused, with the reason, before anything is sent', async () => {
  for (const url of [
    'https://account.example.org',
    'http://192.0.2.1:8080',
    'http://127.0.0.1.example.org',
  ]) {
    const { exitCode, stdout, stderr } = await run(url);
    assert.equal(exitCode, 64);
    assert.equal(stdout, '');
    assert.match(stderr, /^attack: \S+ is not this machine\..*--i-own-this.*\n$/);
  }
});

test('wrong usage: one line, exit code 64', async () => {
  const wrong = [
    [],
    ['ftp://127.0.0.1'],
    ['127.0.0.1:8080'],
    ['http://127.0.0.1', 'http://127.0.0.1'],
    ['http://127.0.0.1', '--fast'],
    ['http://127.0.0.1', '--mailbox', 'read-mail'],
    ['http://127.0.0.1', '--mailbox', 'read-mail', '--address', 'me@example.org'],
  ];
  for (const args of wrong) {
    const { exitCode, stderr } = await run(...args);
    assert.equal(exitCode, 64, args.join(' '));
    assert.match(stderr, /^attack: [^\n]+\n$/);
  }
});

test('where nobody listens nothing is known: exit code 2', async () => {
  const { exitCode, stderr } = await run('http://127.0.0.1:1');
  assert.equal(exitCode, 2);
  assert.match(stderr, /^attack: http:\/\/127\.0\.0\.1:1 does not answer: /);
});

test('a redirect to another address is not followed', async () => {
  const asked: string[] = [];
  const elsewhere = createServer((incoming, outgoing) => {
    asked.push(incoming.url ?? '');
    outgoing.end();
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
  const server = createServer((_incoming, outgoing) => outgoing.writeHead(303, { location }).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { exitCode } = await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.close();
  elsewhere.close();
  assert.equal(exitCode, 1, 'pages without headers and without a log-in got through');
  assert.deepEqual(asked, []);
});
