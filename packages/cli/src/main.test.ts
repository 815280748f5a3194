import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  enterPassword,
  linkIn,
  makeRecoveryCodes,
  openChallenge,
  openGround,
  opensSession,
  outboxMailbox,
  passSecondStep,
  signUp,
  signUpWithTwoFactor,
  type Ground,
} from '@countersign/attack';
import { COMMANDS } from './commands.ts';

const PROGRAM = fileURLToPath(new URL('main.js', import.meta.url));
const BOUNDS = { maxRequests: 5000, maxSeconds: 300 };

interface Ran {
  exitCode: number;
  stdout: string;
  stderr: string;
}

let folder: string;
let service: { ground: Ground; child: ChildProcess };

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-cli-'));
  service = await serve();
});
after(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const data = { COUNTERSIGN_DATA_DIR: join(folder, 'data') };
  const ports = { COUNTERSIGN_PORT: '0', COUNTERSIGN_AUTHENTICATOR_PORT: '0' };
  return { PATH: process.env['PATH'], ...data, ...ports, ...more };
}

async function run(args: readonly string[], more: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], { env: environment(more) }, (error, stdout, stderr) => {
      resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

async function runJson<T>(...args: string[]): Promise<T> {
  const { exitCode, stdout, stderr } = await run([...args, '--json']);
  assert.equal(exitCode, 0, stderr);
  return JSON.parse(stdout) as T;
}

async function serve(): Promise<{ ground: Ground; child: ChildProcess }> {
  const child = spawn(process.execPath, [PROGRAM, 'serve'], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += String(chunk)));
  while (!printed.includes('Data lies in')) {
    assert.equal(child.exitCode, null, printed);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const url = /Account pages +(\S+)/.exec(printed)?.[1] ?? '';
  return { child, ground: await openGround(url, outboxMailbox(), BOUNDS) };
}

async function stop(): Promise<number | null> {
  const { child } = service;
  if (child.exitCode !== null) return child.exitCode;
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  return code as number | null;
}

describe('help and usage', () => {
  for (const { words } of COMMANDS) {
    test(`countersign ${words.join(' ')} --help`, async () => {
      const { exitCode, stdout } = await run([...words, '--help']);
      assert.equal(exitCode, 0);
      assert.match(stdout, new RegExp(`^Usage: countersign ${words.join(' ')}`));
      assert.match(stdout, /--json/);
      assert.match(stdout, /Exit codes: 0 .*; 1 .*; 64 /);
      for (const line of stdout.split('\n')) assert.ok(line.length <= 120, line);
    });
  }

  test('--help lists every command, and a group its own', async () => {
    const { stdout } = await run(['--help']);
    for (const { words } of COMMANDS) assert.ok(stdout.includes(`  ${words.join(' ')}`), words.join(' '));
    const group = await run(['keys', '--help']);
    assert.match(group.stdout, /keys rotate/);
    assert.doesNotMatch(group.stdout, /doctor/);
  });

  test('arguments that make no sense: one line, exit code 64', async () => {
    const wrong = [
      [],
      ['fly'],
      ['keys'],
      ['keys', 'shred'],
      ['keys', 'list', 'all'],
      ['backup'],
      ['doctor', '--fix'],
      ['admin', 'disable', 'ana@example.org'],
      ['admin', 'disable', 'ana@example.org', '--reason', ' '],
      ['admin', 'reset-factors', 'ana@example.org', '--reason', 'a\nb'],
    ];
    for (const args of wrong) {
      const { exitCode, stderr } = await run(args);
      assert.equal(exitCode, 64, args.join(' '));
      assert.match(stderr, /^countersign: [^\n]+\n$/);
    }
  });

  test('--json says an error as JSON too', async () => {
    const { exitCode, stdout } = await run(['admin', 'enable', 'nobody@example.org', '--json']);
    assert.equal(exitCode, 1);
    assert.equal(typeof (JSON.parse(stdout) as { error: string }).error, 'string');
  });

  test('a data folder that is none is not made: exit code 1', async () => {
    const nowhere = join(folder, 'nowhere');
    for (const args of [
      ['admin', 'list'],
      ['keys', 'list'],
      ['keys', 'rotate'],
      ['backup', join(folder, 'x')],
    ]) {
      const { exitCode, stderr } = await run(args, { COUNTERSIGN_DATA_DIR: nowhere });
      assert.equal(exitCode, 1, args.join(' '));
      assert.match(stderr, /^countersign: [^\n]+\n$/);
    }
    await assert.rejects(stat(nowhere));
  });

  test('an unknown setting stops every command', async () => {
    const { exitCode, stderr } = await run(['admin', 'list'], { COUNTERSIGN_PROT: '1' });
    assert.equal(exitCode, 1);
    assert.match(stderr, /COUNTERSIGN_PROT is not a setting/);
  });
});

describe('countersign admin', () => {
  test('create: the owner chooses the password through the mail', async () => {
    const email = service.ground.newAddress();
    const made = await runJson<{ email: string; factors: number }>('admin', 'create', email);
    assert.equal(made.email, email);
    const mail = await service.ground.waitForMail(email, 'Your Countersign account');
    const browser = service.ground.open();
    await browser.get(linkIn(mail));
    const password = 'chosen by its owner and by nobody else';
    assert.equal((await browser.submit('/reset-password/new', { password })).status, 303);
    const owner = await enterPassword(service.ground, { email, password, setupKey: '' });
    assert.ok(opensSession(owner.page));
    assert.equal((await run(['admin', 'create', email])).exitCode, 1, 'there is one already');
  });

  test('list tells factors and sessions, and no secret', async () => {
    const { person } = await signUpWithTwoFactor(service.ground);
    const accounts = await runJson<{ email: string; factors: number; sessions: number }[]>('admin', 'list');
    const account = accounts.find(({ email }) => email === person.email);
    assert.equal(account?.factors, 1);
    assert.equal(account.sessions, 1);
    assert.ok(!JSON.stringify(accounts).includes('argon2'));
  });

  test('disable: sessions, waiting log-ins and tokens are dead; it looks like a wrong password', async () => {
    const person = await signUp(service.ground);
    const browser = await enterPassword(service.ground, person);
    await browser.submit('/account/api-tokens', TOKEN_FORM);
    const token = /csn_[A-Za-z0-9_-]{43,}/.exec(browser.page.text)?.[0] ?? '';
    const authorization = `Bearer ${token}`;
    const useToken = () => service.ground.open().send('/api/v1/account', { headers: { authorization } });
    assert.equal((await useToken()).status, 200, browser.page.text);

    await runJson('admin', 'disable', person.email, '--reason', 'left the company');
    assert.notEqual((await browser.get('/account')).status, 200);
    assert.equal((await useToken()).status, 401);
    const refused = await tryPassword(person.email, person.password);
    const wrong = await tryPassword(person.email, 'not the password at all');
    assert.deepEqual(refused, wrong);

    await runJson('admin', 'enable', person.email);
    assert.ok(opensSession((await enterPassword(service.ground, person)).page));
    assert.equal((await useToken()).status, 401, 'tokens do not come back');
  });

  test('disable: a log-in that waits for its second step is dead, and so is a mailed link', async () => {
    const { person } = await signUpWithTwoFactor(service.ground);
    const waiting = await openChallenge(service.ground, person);
    const resetting = service.ground.open();
    await resetting.submit('/reset-password', { email: person.email });
    const link = linkIn(await service.ground.waitForMail(person.email, 'Reset'));
    await runJson('admin', 'disable', person.email, '--reason', 'stolen phone');
    const ended = await passSecondStep(waiting, service.ground.codeOf(person));
    assert.ok(!opensSession(ended));
    assert.equal(ended.headers.location, '/log-in?notice=challenge_ended');
    const refused = await tryPassword(person.email, person.password);
    assert.deepEqual(
      refused,
      await tryPassword(person.email, 'not the password at all'),
      'no second step is asked',
    );
    assert.notEqual((await resetting.get(link)).status, 200);
  });

  test('reset-factors: the password alone opens it, the person is told, and the activity tells why', async () => {
    const { person, browser } = await signUpWithTwoFactor(service.ground);
    await makeRecoveryCodes(browser);
    const after = await runJson<Record<string, unknown>>(
      ...['admin', 'reset-factors', person.email, '--reason', 'lost phone and codes'],
    );
    assert.equal(after['factors'], 0);
    assert.equal(after['recovery_codes_left'], 0);
    assert.notEqual((await browser.get('/account')).status, 200);
    assert.match(
      await service.ground.waitForMail(person.email, 'Two-factor Authentication was reset'),
      /operator/,
    );
    const owner = await enterPassword(service.ground, person);
    assert.ok(opensSession(owner.page));
    const { text } = await owner.get('/account/activity');
    assert.match(text, /reset by the operator/);
    assert.match(text, /lost phone and codes/);
  });

  async function tryPassword(email: string, password: string): Promise<{ status: number; text: string }> {
    const browser = service.ground.open();
    await browser.get('/log-in');
    const { status, text } = await browser.submit('/log-in', { email, password });
    return { status, text: text.replace(/name="csrf_token" value="[^"]*"/g, '') };
  }
});

/** What the page's form sends, whether or not it knows scopes. */
const TOKEN_FORM = { name: 'deploy', expires_in_days: '30' };

describe('countersign keys', () => {
  test('rotate, while people come and go: everything is under the new key, and opens', async () => {
    const { person } = await signUpWithTwoFactor(service.ground);
    const [before] = await runJson<{ version: number }[]>('keys', 'list');
    const rotating = run(['keys', 'rotate']);
    const others = await Promise.all([
      signUpWithTwoFactor(service.ground),
      signUpWithTwoFactor(service.ground),
    ]);
    const { exitCode, stdout, stderr } = await rotating;
    assert.equal(exitCode, 0, stderr);
    const newest = (before?.version ?? 0) + 1;
    assert.match(stdout, new RegExp(`every value is sealed under key ${newest}`));
    assert.match(stderr, /values sealed again/, 'it tells how far it is');
    await assertAllUnder(newest);
    for (const someone of [person, ...others.map((other) => other.person)]) {
      const challenge = await openChallenge(service.ground, someone);
      assert.ok(opensSession(await passSecondStep(challenge, service.ground.codeOf(someone))), someone.email);
    }
    assert.equal((await stat(join(folder, 'data', 'keys'))).mode & 0o777, 0o600);
  });

  test('rotate, killed in the middle: --resume goes on, and adds no key', async () => {
    const [before] = await runJson<{ version: number }[]>('keys', 'list');
    const child = spawn(process.execPath, [PROGRAM, 'keys', 'rotate'], { env: environment() });
    // The key is there, and nothing is sealed again yet.
    await once(child.stderr, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const newest = (before?.version ?? 0) + 1;
    const resumed = await runJson<{ key: number; resealed: number }>('keys', 'rotate', '--resume');
    assert.equal(resumed.key, newest);
    assert.ok(resumed.resealed > 0);
    await assertAllUnder(newest);
    const again = await runJson<{ resealed: number }>('keys', 'rotate', '--resume');
    assert.equal(again.resealed, 0);
  });

  test('rotate with keys from the environment adds none', async () => {
    const keys = (await readFile(join(folder, 'data', 'keys'), 'utf8')).trim().replaceAll('\n', ',');
    const { exitCode, stderr } = await run(['keys', 'rotate'], { COUNTERSIGN_KEYS: keys });
    assert.equal(exitCode, 1);
    assert.match(stderr, /COUNTERSIGN_KEYS: add one there/);
    assert.equal((await run(['keys', 'rotate', '--resume'], { COUNTERSIGN_KEYS: keys })).exitCode, 0);
  });

  test('rotate with a key missing stops, and loses nothing', async () => {
    const foreign = `9:${Buffer.alloc(32, 7).toString('base64')}`;
    const { exitCode, stderr } = await run(['keys', 'rotate', '--resume'], { COUNTERSIGN_KEYS: foreign });
    assert.equal(exitCode, 1);
    assert.match(stderr, /nothing is lost/);
    const { person } = await signUpWithTwoFactor(service.ground);
    const challenge = await openChallenge(service.ground, person);
    assert.ok(opensSession(await passSecondStep(challenge, service.ground.codeOf(person))));
  });

  async function assertAllUnder(newest: number): Promise<void> {
    const keys = await runJson<{ version: number; seals: { count: number }[] }[]>('keys', 'list');
    for (const { version, seals } of keys) {
      const count = seals.reduce((sum, column) => sum + column.count, 0);
      assert.ok(version === newest ? count > 0 : count === 0, `${count} values are under key ${version}`);
    }
  }
});

describe('countersign audit', () => {
  test('verify: whole, until an event is altered, removed or computed anew', async () => {
    const { person } = await signUpWithTwoFactor(service.ground);
    const whole = await run(['audit', 'verify', '--json']);
    assert.equal(whole.exitCode, 0, whole.stdout);
    const earlier = join(folder, 'earlier.json');
    await writeFile(earlier, whole.stdout);

    const database = new DatabaseSync(join(folder, 'data', 'countersign.db'), { timeout: 5000 });
    const [account] = database.prepare('select id from account where email = ?').all(person.email);
    const id = String(account?.['id']);
    const mend = await damage(
      `update audit_event set address = '203.0.113.9' where account_id = ? and sequence = 1`,
    );
    const altered = await run(['audit', 'verify']);
    assert.equal(altered.exitCode, 1);
    assert.match(altered.stdout, new RegExp(`${person.email}: event 1 is altered`));
    mend();
    const mendAgain = await damage('delete from audit_event where account_id = ? and sequence = 2');
    const missing = await run(['audit', 'verify']);
    assert.equal(missing.exitCode, 1);
    assert.match(missing.stdout, new RegExp(`${person.email}: event 2 is missing`));
    mendAgain();
    assert.equal((await run(['audit', 'verify', '--against', earlier])).exitCode, 0);

    // A chain that was computed anew is whole; what an earlier run printed gives it away.
    const rows = (JSON.parse(whole.stdout) as { account_id: string; hash: string }[]).map((row) =>
      row.account_id === id ? { ...row, hash: 'another' } : row,
    );
    await writeFile(earlier, JSON.stringify(rows));
    const anew = await run(['audit', 'verify', '--against', earlier]);
    assert.equal(anew.exitCode, 1);
    assert.match(anew.stdout, /is altered/);
    database.close();

    async function damage(statement: string): Promise<() => void> {
      const before = database.prepare('select * from audit_event where account_id = ?').all(id);
      database.prepare(statement).run(id);
      return () => {
        database.prepare('delete from audit_event where account_id = ?').run(id);
        for (const row of before) {
          const names = Object.keys(row);
          const places = names.map(() => '?').join(', ');
          const insert = `insert into audit_event (${names.join(', ')}) values (${places})`;
          database.prepare(insert).run(...Object.values(row));
        }
      };
    }
  });

  test('export tells what happened, and holds no secret', async () => {
    const { person } = await signUpWithTwoFactor(service.ground);
    const events = await runJson<{ kind: string; sequence: number }[]>('audit', 'export', person.email);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['two_factor_enabled', 'logged_in', 'signed_up'],
    );
    const { stdout } = await run(['audit', 'export', person.email]);
    assert.equal(stdout.trimEnd().split('\n').length, 3);
    assert.ok(!stdout.includes(person.setupKey));
    assert.equal((await run(['audit', 'export', 'nobody@example.org'])).exitCode, 1);
  });
});

describe('countersign doctor', () => {
  interface Report {
    ok: boolean;
    findings: { check: string; state: string; says: string }[];
  }

  async function examine(
    args: string[],
    more: Record<string, string> = {},
  ): Promise<Ran & { report: Report }> {
    const ran = await run(['doctor', '--json', ...args], more);
    return { ...ran, report: JSON.parse(ran.stdout) as Report };
  }

  function stateOf(report: Report, check: string): string[] {
    return report.findings.filter((finding) => finding.check === check).map(({ state }) => state);
  }

  test('a sound installation: exit code 0', async () => {
    const { exitCode, report } = await examine(['--offline']);
    assert.equal(exitCode, 0, JSON.stringify(report));
    assert.deepEqual(stateOf(report, 'keys'), ['ok']);
    assert.deepEqual(stateOf(report, 'storage'), ['ok', 'ok']);
    assert.deepEqual(stateOf(report, 'permissions'), ['ok']);
    assert.deepEqual(stateOf(report, 'mail'), ['warning']);
    assert.deepEqual(stateOf(report, 'clock'), ['unknown']);
  });

  test('keys that others can read, keys that open nothing: exit code 1', async () => {
    const path = join(folder, 'data', 'keys');
    await chmod(path, 0o644);
    const open = await examine(['--offline']);
    await chmod(path, 0o600);
    assert.equal(open.exitCode, 1);
    assert.deepEqual(stateOf(open.report, 'permissions'), ['failed']);
    const foreign = `9:${Buffer.alloc(32, 7).toString('base64')}`;
    const wrong = await examine(['--offline'], { COUNTERSIGN_KEYS: foreign });
    assert.equal(wrong.exitCode, 1);
    assert.deepEqual(stateOf(wrong.report, 'keys'), ['failed']);
  });

  test('settings that would send people to localhost, or let passwords travel in the clear', async () => {
    const urls = { COUNTERSIGN_ACCOUNT_URL: 'http://account.example.org' };
    const { report } = await examine(['--offline'], urls);
    assert.deepEqual(stateOf(report, 'settings'), ['ok', 'failed', 'failed']);
  });

  test('a mail server that is not there, and one that takes us', async () => {
    const away = await examine(['--offline'], { COUNTERSIGN_SMTP_URL: 'smtp://127.0.0.1:1' });
    assert.deepEqual(stateOf(away.report, 'mail'), ['failed']);
    const heard: string[] = [];
    const server = createServer((socket) => {
      socket.write('220 mail.example.org\r\n');
      socket.on('data', (chunk) => {
        heard.push(String(chunk).trim());
        socket.write('250 fine\r\n');
      });
      socket.on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = (server.address() as AddressInfo).port;
    const there = await examine(['--offline'], { COUNTERSIGN_SMTP_URL: `smtp://127.0.0.1:${port}` });
    server.close();
    assert.deepEqual(stateOf(there.report, 'mail'), ['ok']);
    assert.ok(!heard.some((line) => /^(MAIL|RCPT|DATA)/i.test(line)), 'nothing is sent');
  });

  for (const [offsetSeconds, state] of [
    [0, 'ok'],
    [5, 'warning'],
    [-3600, 'failed'],
  ] as const) {
    test(`a clock ${offsetSeconds} s from the time server's: ${state}`, async () => {
      const server = createSocket('udp4');
      server.on('message', (request, { port, address }) => {
        const answer = Buffer.alloc(48);
        answer[0] = 0x24;
        answer[1] = 2;
        request.copy(answer, 24, 40, 48);
        const seconds = Date.now() / 1000 + offsetSeconds + 2_208_988_800;
        for (const at of [32, 40]) {
          answer.writeUInt32BE(Math.floor(seconds), at);
          answer.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), at + 4);
        }
        server.send(answer, port, address);
      });
      server.bind(0, '127.0.0.1');
      await once(server, 'listening');
      const { report } = await examine(['--ntp', `127.0.0.1:${server.address().port}`]);
      server.close();
      assert.deepEqual(stateOf(report, 'clock'), [state]);
    });
  }

  test('a time server that does not answer: unknown', async () => {
    const silent = createSocket('udp4').bind(0, '127.0.0.1');
    await once(silent, 'listening');
    const { report } = await examine(['--ntp', `127.0.0.1:${silent.address().port}`]);
    silent.close();
    assert.deepEqual(stateOf(report, 'clock'), ['unknown']);
  });
});

describe('countersign backup and restore', () => {
  test('a copy made while the service runs brings everything back', async () => {
    const { person } = await signUpWithTwoFactor(service.ground);
    const copy = join(folder, 'copy.db');
    const made = await runJson<{ sealed_values_opened: number }>('backup', copy);
    assert.ok(made.sealed_values_opened > 0);
    assert.equal((await stat(copy)).mode & 0o777, 0o600);
    assert.equal((await run(['backup', copy])).exitCode, 1, 'a copy is never written over');
    const later = await signUp(service.ground);

    const inUse = await run(['restore', copy, '--replace']);
    assert.equal(inUse.exitCode, 1);
    assert.match(inUse.stderr, /in use: stop the service first/);
    assert.equal(await stop(), 0);
    const guarded = await run(['restore', copy]);
    assert.equal(guarded.exitCode, 1);
    assert.match(guarded.stderr, /--replace/);
    const restored = await runJson<{ kept: string }>('restore', copy, '--replace');
    assert.ok((await stat(restored.kept)).size > 0, 'what was there is kept');

    service = await serve();
    const challenge = await openChallenge(service.ground, person);
    assert.ok(opensSession(await passSecondStep(challenge, service.ground.codeOf(person))));
    const browser = service.ground.open();
    await browser.get('/log-in');
    await browser.submit('/log-in', { email: later.email, password: later.password });
    assert.ok(!opensSession(browser.page), 'who came after the copy is not in it');
  });

  test('restoring on a machine that has nothing yet, beside a log that somebody left there', async () => {
    const copy = join(folder, 'moved.db');
    await runJson('backup', copy);
    const keys = (await readFile(join(folder, 'data', 'keys'), 'utf8')).trim().replaceAll('\n', ',');
    const other = { COUNTERSIGN_DATA_DIR: join(folder, 'other'), COUNTERSIGN_KEYS: keys };
    await mkdir(other.COUNTERSIGN_DATA_DIR, { mode: 0o700 });
    const log = join(other.COUNTERSIGN_DATA_DIR, 'countersign.db-wal');
    await writeFile(log, 'of another database');
    const restored = await run(['restore', copy], other);
    assert.equal(restored.exitCode, 0, restored.stderr);
    await assert.rejects(stat(log));
    const elsewhere = { ...other, COUNTERSIGN_DATA_DIR: join(folder, 'yet', 'another') };
    assert.equal((await run(['restore', copy], elsewhere)).exitCode, 0);
    assert.equal((await stat(elsewhere.COUNTERSIGN_DATA_DIR)).mode & 0o777, 0o700);
    const [here, there] = await Promise.all([run(['admin', 'list']), run(['admin', 'list'], elsewhere)]);
    assert.equal(there.stdout, here.stdout);
  });

  test('a damaged copy, and one that the keys do not open, change nothing', async () => {
    const copy = join(folder, 'sound.db');
    await runJson('backup', copy);
    assert.equal(await stop(), 0);
    const before = await readFile(join(folder, 'data', 'countersign.db'));

    const bytes = await readFile(copy);
    const damaged = join(folder, 'damaged.db');
    await writeFile(
      damaged,
      Buffer.concat([bytes.subarray(0, 8192), Buffer.alloc(bytes.length - 8192, 0x5a)]),
    );
    const refused = await run(['restore', damaged, '--replace']);
    assert.equal(refused.exitCode, 1);
    assert.match(refused.stderr, /is damaged/);

    const keys = `9:${Buffer.alloc(32, 7).toString('base64')}`;
    const foreign = await run(['restore', copy, '--replace'], { COUNTERSIGN_KEYS: keys });
    assert.equal(foreign.exitCode, 1);
    assert.match(foreign.stderr, /do not belong together/);
    assert.deepEqual(await readFile(join(folder, 'data', 'countersign.db')), before);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.includes('unfinished')),
      [],
    );
    service = await serve();
  });
});
