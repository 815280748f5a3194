import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCommonPasswords } from '../crypto/common-passwords.ts';
import { PasswordRefusedError } from './errors.ts';
import { acceptNewPassword, normalizePassword } from './password.ts';
import type { Ports } from './ports.ts';

const ports = { isCommonPassword: createCommonPasswords() } as unknown as Ports;

function accept(password: string): string {
  return acceptNewPassword(ports, 'ana.maria@example.org', password);
}

function refuse(password: string, reason: RegExp): void {
  assert.throws(
    () => accept(password),
    (error) =>
      error instanceof PasswordRefusedError && error.field === 'password' && reason.test(error.message),
    password,
  );
}

test('length is counted in code points, from 8 to 256', () => {
  refuse('', /at least 8/);
  refuse('jq7#vLp', /at least 8/);
  refuse('🐢🐢🐢🐢🐢🐢🐢', /at least 8/);
  accept('🐢🦀🐙🦑🐡🐠🐟🐬');
  accept('jq7#vLpZ');
  accept('jq7 '.repeat(64));
  refuse(`${'jq7 '.repeat(64)}x`, /at most 256/);
  accept('🐢'.repeat(256));
});

test('any character is fine and none is asked for', () => {
  for (const password of [
    'correct horse',
    'пароль-длинный',
    '密码密码密码密码',
    '        x',
    'ONLYCAPITALSHERE',
  ]) {
    assert.equal(accept(password), password);
  }
});

test('the same keys on another system are the same password', () => {
  const composed = 'caf\u00e9 au lait';
  const decomposed = 'cafe\u0301 au lait';
  assert.equal(accept(decomposed), composed);
  assert.equal(normalizePassword(decomposed), normalizePassword(composed));
  refuse('e\u0301'.repeat(7), /at least 8/);
});

test('the address and its local part are refused, whatever their case', () => {
  for (const password of ['ana.maria@example.org', 'Ana.Maria@Example.org', 'ana.maria', 'ANA.MARIA']) {
    refuse(password, /other than your email/);
  }
  accept('ana.maria likes long walks');
});

test('the most common passwords are refused, whatever their case', () => {
  for (const password of ['password', 'Password', '12345678', 'iloveyou', 'qwertyuiop', 'TRUSTNO1']) {
    refuse(password, /most common/);
  }
});
