// Ten thousand random codes against an implementation that shares nothing with ours: OATH Toolkit's `oathtool`.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { test } from 'node:test';
import { hotp, prepareSecret, totp, type Algorithm } from './index.ts';

const CODES_PER_CALL = 10;
const TOTP_CALLS = 1000;
const HOTP_CALLS = 100;

interface Call {
  command: string;
  expected: string[];
}

function totpCall(): Call {
  const algorithm = (['SHA1', 'SHA256', 'SHA512'] as const satisfies Algorithm[])[randomInt(3)]!;
  const secretBytes = randomBytes(1 + randomInt(150));
  const digits = 6 + randomInt(3);
  const periodSeconds = 1 + randomInt(600);
  const t0Seconds = randomInt(4) === 0 ? randomInt(2 ** 31) : 0;
  const timeSeconds = t0Seconds + randomInt(2 ** 34);
  const secret = prepareSecret(secretBytes, algorithm);
  return {
    command: [
      `oathtool --totp=${algorithm.toLowerCase()} -d ${digits} -s ${periodSeconds}s -S @${t0Seconds} -N @${timeSeconds}`,
      `-w ${CODES_PER_CALL - 1} ${secretBytes.toString('hex')}`,
    ].join(' '),
    expected: Array.from({ length: CODES_PER_CALL }, (_, i) =>
      totp(secret, { timeSeconds: timeSeconds + i * periodSeconds, periodSeconds, t0Seconds, digits }),
    ),
  };
}

function hotpCall(): Call {
  const secretBytes = randomBytes(1 + randomInt(150));
  const digits = 6 + randomInt(3);
  const counter = randomInt(2 ** 47);
  const secret = prepareSecret(secretBytes);
  return {
    command: `oathtool --hotp -d ${digits} -c ${counter} -w ${CODES_PER_CALL - 1} ${secretBytes.toString('hex')}`,
    expected: Array.from({ length: CODES_PER_CALL }, (_, i) => hotp(secret, counter + i, { digits })),
  };
}

/** One shell runs all calls: starting a process for each from here takes several times as long. */
function run(calls: readonly Call[]): string[][] {
  const script = ['set -e', 'command -v oathtool > /dev/null', ...calls.map(({ command }) => command)].join(
    '\n',
  );
  const { status, stdout, stderr } = spawnSync('sh', ['-s'], { input: script, encoding: 'utf8' });
  assert.notEqual(stdout, '', 'oathtool is missing; install it (Debian, Ubuntu: apt-get install oathtool)');
  assert.equal(status, 0, stderr);
  const codes = stdout.trim().split('\n');
  return calls.map((_, i) => codes.slice(i * CODES_PER_CALL, (i + 1) * CODES_PER_CALL));
}

function agree(calls: readonly Call[]): void {
  const answers = run(calls);
  calls.forEach(({ command, expected }, i) => assert.deepEqual(expected, answers[i], command));
}

test(`${TOTP_CALLS * CODES_PER_CALL} random TOTP codes equal oathtool's`, () => {
  agree(Array.from({ length: TOTP_CALLS }, totpCall));
});

test(`${HOTP_CALLS * CODES_PER_CALL} random HOTP codes equal oathtool's`, () => {
  agree(Array.from({ length: HOTP_CALLS }, hotpCall));
});
