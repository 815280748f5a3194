import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEmailAddress } from './email-address.ts';
import { InvalidEmailError } from './errors.ts';

test('addresses that mail can be sent to', () => {
  const good: [text: string, emailKey: string][] = [
    ['ana@example.org', 'ana@example.org'],
    ['  ana@example.org\t', 'ana@example.org'],
    ['Ana.Lima@Example.ORG', 'ana.lima@example.org'],
    ['ana+tag@example.org', 'ana+tag@example.org'],
    ["o'brien_x!#$%&*/=?^`{|}~-@example.org", "o'brien_x!#$%&*/=?^`{|}~-@example.org"],
    ['a@b', 'a@b'],
    ['ana@sub.sub.example.org', 'ana@sub.sub.example.org'],
    ['ana@xn--bcher-kva.example', 'ana@xn--bcher-kva.example'],
    ['josé@bücher.example', 'josé@bücher.example'],
    ['jose\u0301@example.org', 'jos\u00e9@example.org'],
    [`${'a'.repeat(64)}@example.org`, `${'a'.repeat(64)}@example.org`],
  ];
  for (const [text, emailKey] of good) assert.equal(parseEmailAddress(text).emailKey, emailKey, text);
  assert.equal(parseEmailAddress(' Ana@Example.org ').email, 'Ana@Example.org');
});

test('what could not be an address, or would be read as more than one in a header', () => {
  const bad = [
    '',
    '@',
    'ana',
    'ana@',
    '@example.org',
    'ana@@example.org',
    'ana@example@org',
    'ana lima@example.org',
    'ana@exam ple.org',
    'ana@example.org, ben@example.org',
    'ana,ben@example.org',
    'ana;ben@example.org',
    '"ana"@example.org',
    'Ana <ana@example.org>',
    'ana(comment)@example.org',
    'ana@example.org\r\nbcc: ben@example.org',
    'ana\r\nbcc:x@example.org',
    'ana\u0000@example.org',
    'ana\u202e@example.org',
    'ana@[127.0.0.1]',
    'ana@example..org',
    'ana@.example.org',
    'ana@example.org.',
    'ana@-example.org',
    'ana@example-.org',
    'ana@example.org/path',
    'ana@exa_mple.org',
    '.ana@example.org',
    'ana.@example.org',
    'an..a@example.org',
    `${'a'.repeat(65)}@example.org`,
    `${'é'.repeat(33)}@example.org`,
    `ana@${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(70)}.org`,
  ];
  for (const text of bad) assert.throws(() => parseEmailAddress(text), InvalidEmailError, text);
});
