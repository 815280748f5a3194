import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvalidNameError } from './errors.ts';
import { asName, parseName } from './name.ts';

test('a name is 1 to 64 characters of any language, trimmed', () => {
  assert.equal(parseName('name', '  My phone \n'), 'My phone');
  assert.equal(parseName('name', 'Telefone de Jose\u0301'), 'Telefone de Jos\u00e9');
  for (const name of ['x', '手机', '📱'.repeat(64), '👩‍💻', `<b>"quoted" & 'so'</b>`]) {
    assert.equal(parseName('name', name), name);
  }
});

test('empty, too long, or with characters that are not seen', () => {
  for (const name of [
    '',
    '  ',
    '📱'.repeat(65),
    'a\nb',
    'a\u0000b',
    'a\u202eb',
    'a\u200bb',
    'a\u001b[31mb',
  ]) {
    assert.throws(
      () => parseName('device_name', name),
      (error) => error instanceof InvalidNameError && error.field === 'device_name',
      JSON.stringify(name),
    );
  }
});

test('what a program calls itself becomes a name, whatever it is', () => {
  assert.equal(asName(' backup\n', 'Token'), 'backup');
  assert.equal(asName('📱'.repeat(65), 'Token'), '📱'.repeat(64));
  for (const text of ['', ' \n', '\u0000\u202e']) assert.equal(asName(text, 'Token'), 'Token');
  for (const text of ['x', `${'y'.repeat(63)} z`])
    assert.equal(parseName('name', asName(text, 'Token')), asName(text, 'Token'));
});
