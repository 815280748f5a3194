import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  decodeBase32,
  formatMigrationUri,
  formatOtpauthUri,
  MigrationUriError,
  OtpauthUriError,
  parseMigrationUri,
  parseOtpauthUri,
  type Algorithm,
  type OtpauthAccount,
  type TotpAccount,
} from './index.ts';

const name = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.toWellFormed().trim());
const KNOWN = ['secret', 'issuer', 'algorithm', 'digits', 'period', 'counter', 'encoder'];
const extra = fc.tuple(
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !KNOWN.includes(text.toLowerCase())),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);

const names = fc
  .record({ issuer: name, labelIssuer: name, accountName: name })
  .map(({ issuer, labelIssuer, accountName }) => ({
    ...(issuer && { issuer }),
    ...(issuer && labelIssuer && labelIssuer !== issuer && { labelIssuer }),
    accountName,
  }));
const secretBytes = fc.uint8Array({ minLength: 1, maxLength: 128 });
const extraParameters = fc.array(extra, { maxLength: 4 });
const algorithm = fc.constantFrom<Algorithm>('SHA1', 'SHA256', 'SHA512');
const digits = fc.integer({ min: 6, max: 10 });

const account: fc.Arbitrary<OtpauthAccount> = fc
  .record({
    names,
    secretBytes,
    extraParameters,
    form: fc.oneof(
      fc.record({
        type: fc.constant('totp' as const),
        algorithm,
        digits,
        periodSeconds: fc.integer({ min: 1, max: 86_400 }),
      }),
      fc.record({ type: fc.constant('hotp' as const), algorithm, digits, counter: fc.maxSafeNat() }),
      fc.constant({ type: 'steam', algorithm: 'SHA1', digits: 5, periodSeconds: 30 } as const),
    ),
  })
  .map(({ names, form, ...rest }) => ({ ...names, ...rest, ...form }));

const bob: TotpAccount = {
  type: 'totp',
  issuer: 'Acme',
  accountName: 'bob@example.com',
  secretBytes: decodeBase32('JBSWY3DPEHPK3PXP'),
  algorithm: 'SHA1',
  digits: 6,
  periodSeconds: 30,
  extraParameters: [],
};

test('parsing a formatted account gives the account again', () => {
  fc.assert(
    fc.property(account, (value) => assert.deepEqual(parseOtpauthUri(formatOtpauthUri(value)), value)),
    { numRuns: 2000 },
  );
});

// Pieces of URIs, glued at random: far more of them parse than of random characters
const piece = fc.oneof(
  {
    arbitrary: fc.constantFrom(
      'otpauth://',
      'totp/',
      'hotp/',
      'steam/',
      'Acme',
      ':',
      '%3A',
      '%',
      '%C3',
      '%A9',
    ),
    weight: 4,
  },
  {
    arbitrary: fc.constantFrom('?', '&', '=', '#', '+', ' ', 'secret=', 'issuer=', 'JBSWY3DP', 'x'),
    weight: 4,
  },
  {
    arbitrary: fc.constantFrom(
      'digits=',
      'period=',
      'counter=',
      'algorithm=',
      'encoder=',
      '6',
      '30',
      'steam',
    ),
    weight: 2,
  },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 3 }), weight: 1 },
);
const uriLike = fc.tuple(
  fc.constantFrom('', 'otpauth://totp/', 'otpauth://hotp/', 'otpauth://steam/'),
  fc.array(piece, { maxLength: 12 }),
  fc.constantFrom('', '?secret=JBSWY3DP', '?secret=JBSWY3DP&counter=1&'),
  fc.array(piece, { maxLength: 12 }),
);
const anyText = fc.oneof(
  uriLike.map(([start, label, query, rest]) => start + label.join('') + query + rest.join('')),
  fc.string({ unit: 'binary' }),
);

test('any text parses, and then survives formatting and parsing, or is refused with an OtpauthUriError', () => {
  let parsedCount = 0;
  fc.assert(
    fc.property(anyText, (text) => {
      let parsed: OtpauthAccount;
      try {
        parsed = parseOtpauthUri(text);
      } catch (error) {
        assert.ok(error instanceof OtpauthUriError, String(error));
        return;
      }
      parsedCount++;
      const formatted = formatOtpauthUri(parsed);
      assert.deepEqual(parseOtpauthUri(formatted), parsed);
      assert.equal(formatOtpauthUri(parseOtpauthUri(formatted)), formatted);
    }),
    { numRuns: 5000 },
  );
  assert.ok(parsedCount > 500, `only ${parsedCount} texts parsed`);
});

test('the URI of the service is what every authenticator reads', () => {
  assert.equal(
    formatOtpauthUri(bob),
    'otpauth://totp/Acme:bob%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Acme&algorithm=SHA1&digits=6&period=30',
  );
});

test('white space around names and lone surrogates do not get into a URI', () => {
  const untidy = { ...bob, issuer: ' Acme ', accountName: '\ud800 bob ' };
  const parsed = parseOtpauthUri(formatOtpauthUri(untidy));
  assert.deepEqual([parsed.issuer, parsed.accountName], ['Acme', '\ufffd bob']);
});

test('an account that could not be read again is refused', () => {
  const refused = (code: string, change: object) =>
    assert.throws(() => formatOtpauthUri({ ...bob, ...change }), {
      name: 'OtpauthUriError',
      code,
    });
  refused('invalid_secret', { secretBytes: new Uint8Array(0) });
  refused('invalid_secret', { secretBytes: new Uint8Array(1025) });
  refused('unsupported_algorithm', { algorithm: 'MD5' });
  refused('unsupported_algorithm', { algorithm: 'sha-1' });
  refused('invalid_digits', { digits: 5 });
  refused('invalid_digits', { digits: Number.NaN });
  refused('invalid_period', { periodSeconds: 0.5 });
  refused('invalid_counter', { type: 'hotp', counter: -1 });
  refused('invalid_digits', { type: 'steam' });
  refused('unknown_type', { type: 'yaotp' });
  refused('reserved_parameter', { extraParameters: [['Secret', 'x']] });
  refused('reserved_parameter', { extraParameters: [['encoder', 'steam']] });
  refused('too_long', { accountName: 'b'.repeat(4096) });
});

test('attack: no error message repeats a secret', () => {
  for (const uri of [
    'otpauth://totp/bob?secret=JBSWY3DPEHPK3PX1',
    'otpauth://totp/bob?secret=JBSWY3DPEHPK3PXP&secret=MZXW6YTBOI',
    'otpauth://hotp/bob?secret=JBSWY3DPEHPK3PXP',
    'xotpauth://totp/bob?secret=JBSWY3DPEHPK3PXP',
  ]) {
    assert.throws(
      () => parseOtpauthUri(uri),
      (error) => error instanceof OtpauthUriError && !error.message.includes('JBSWY3DP'),
    );
  }
});

const transferable = account
  .filter((value) => value.type !== 'steam')
  .map((value): OtpauthAccount => {
    const { labelIssuer: _, ...rest } = {
      ...value,
      issuer: 'Acme',
      digits: 6 + (value.digits % 3),
      extraParameters: [],
    };
    return rest.type === 'totp' ? { ...rest, periodSeconds: 30 } : rest;
  })
  .filter(({ accountName }) => !accountName.startsWith('Acme:'));

test('a transfer that was formatted parses to the same accounts, several in a batch', () => {
  const batchId = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  fc.assert(
    fc.property(fc.array(transferable, { maxLength: 12 }), batchId, (accounts, id) => {
      const batch = parseMigrationUri(
        formatMigrationUri(accounts, { batchSize: 3, batchIndex: 2, batchId: id }),
      );
      assert.deepEqual(batch, {
        accounts,
        unreadable: [],
        version: 1,
        batchSize: 3,
        batchIndex: 2,
        batchId: id,
      });
    }),
  );
});

test('what a transfer cannot hold is refused', () => {
  for (const change of [{ periodSeconds: 60 }, { digits: 9 }, { type: 'steam', digits: 5 }] as object[]) {
    assert.throws(() => formatMigrationUri([{ ...bob, ...change }]), {
      code: 'not_representable',
    });
  }
});

test('a transfer too long for one QR code, or out of its own count, is refused', () => {
  assert.throws(() => formatMigrationUri(new Array<TotpAccount>(500).fill(bob)), { code: 'too_long' });
  assert.throws(() => formatMigrationUri([bob], { batchSize: 2, batchIndex: 2 }), { option: 'batchIndex' });
  assert.throws(() => formatMigrationUri([bob], { batchId: 2 ** 31 }), { option: 'batchId' });
});

test('attack: a hostile transfer is refused or read, quickly and with nothing else thrown', () => {
  const hostile = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('base64'));
  const damaged = fc
    .tuple(fc.array(transferable, { minLength: 1, maxLength: 3 }), fc.nat(), fc.integer({ min: 0, max: 255 }))
    .map(([accounts, place, byte]) => {
      const payload = Buffer.from(
        decodeURIComponent(formatMigrationUri(accounts).split('data=')[1]!),
        'base64',
      );
      payload[place % payload.length] = byte;
      return payload.toString('base64');
    });
  fc.assert(
    fc.property(fc.oneof(hostile, damaged, fc.string()), (data) => {
      try {
        for (const { secretBytes } of parseMigrationUri(`otpauth-migration://offline?data=${data}`)
          .accounts) {
          assert.ok(secretBytes.length > 0 && secretBytes.length <= 1024);
        }
      } catch (error) {
        assert.ok(error instanceof MigrationUriError, String(error));
      }
    }),
    { numRuns: 2000 },
  );
});
