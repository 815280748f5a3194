import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizePasscode, normalizeRecoveryCode } from './second-step.ts';

test('a passcode loses the spaces and dashes that people type, and nothing else', () => {
  for (const text of [
    '012345',
    '012 345',
    ' 012345 ',
    '012-345',
    '012\u00a0345',
    '012\u202f345',
    '0 1 2 3 4 5',
  ]) {
    assert.equal(normalizePasscode(text), '012345', JSON.stringify(text));
  }
  for (const text of ['+012345', '０１２３４５', '012.345', '012\t345', '012345\n', '12345', '']) {
    assert.notEqual(normalizePasscode(text), '012345', JSON.stringify(text));
  }
});

test('a recovery code is read whatever its case, grouping and look-alikes', () => {
  for (const text of [
    '0123-4567-89AB-CDEF',
    '0123456789abcdef',
    'o123 4567 89ab cdef',
    'OI23-4567-89AB-CDEF',
    '0l23 4567\n89ab\tcdef ',
  ]) {
    assert.equal(normalizeRecoveryCode(text), '0123456789ABCDEF', JSON.stringify(text));
  }
});
