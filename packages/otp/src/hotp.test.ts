import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { hotp, matchHotp, OptionError, prepareSecret, type Algorithm, type PreparedSecret } from './index.ts';

const rfcSecret = prepareSecret(new TextEncoder().encode('12345678901234567890'));

/** RFC 4226 §5.3 word for word, on node:crypto. */
function referenceHotp(
  secretBytes: Uint8Array,
  algorithm: Algorithm,
  counter: number,
  digits: number,
): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac(algorithm.toLowerCase(), secretBytes).update(message).digest();
  const snum = mac.readUInt32BE(mac.at(-1)! & 0xf) & 0x7fffffff;
  return String(snum % 10 ** digits).padStart(digits, '0');
}

const secretBytes = fc.uint8Array({ minLength: 1, maxLength: 1024 });
const algorithm = fc.constantFrom<Algorithm>('SHA1', 'SHA256', 'SHA512');
const digits = fc.integer({ min: 6, max: 10 });

test('any secret, algorithm, counter and number of digits: as node:crypto computes it', () => {
  fc.assert(
    fc.property(secretBytes, algorithm, fc.maxSafeNat(), digits, (bytes, hash, counter, length) => {
      const code = hotp(prepareSecret(bytes, hash), counter, { digits: length });
      assert.equal(code, referenceHotp(bytes, hash, counter, length));
    }),
    { numRuns: 2000 },
  );
});

test('prepared secrets do not disturb one another', () => {
  const other = prepareSecret(Uint8Array.of(1), 'SHA256');
  const before = [hotp(rfcSecret, 0), hotp(other, 0)];
  assert.deepEqual([hotp(rfcSecret, 0), hotp(other, 0)], before);
});

test('changing the bytes after preparing changes nothing', () => {
  const bytes = new TextEncoder().encode('12345678901234567890');
  const secret = prepareSecret(bytes);
  assert.deepEqual(bytes, new TextEncoder().encode('12345678901234567890'));
  bytes.fill(0);
  assert.equal(hotp(secret, 0), '755224');
});

test('the next counter and those of the look-ahead match, the one before and the one after do not', () => {
  assert.equal(matchHotp(rfcSecret, hotp(rfcSecret, 4), { counter: 5 }), undefined);
  assert.equal(matchHotp(rfcSecret, hotp(rfcSecret, 5), { counter: 5 }), 5);
  assert.equal(matchHotp(rfcSecret, hotp(rfcSecret, 15), { counter: 5 }), 15);
  assert.equal(matchHotp(rfcSecret, hotp(rfcSecret, 16), { counter: 5 }), undefined);
  assert.equal(matchHotp(rfcSecret, hotp(rfcSecret, 16), { counter: 5, lookAheadSteps: 11 }), 16);
});

test('a code that two counters share spends both', () => {
  // interop/match-totp.json has the same pair
  assert.equal(matchHotp(rfcSecret, '911617', { counter: 910_737 }), 910_738);
  assert.equal(matchHotp(rfcSecret, '911617', { counter: 910_739 }), undefined);
});

test('a look-ahead past the largest counter ends there', () => {
  const last = Number.MAX_SAFE_INTEGER;
  assert.equal(matchHotp(rfcSecret, hotp(rfcSecret, last), { counter: last - 1 }), last);
});

test('what is no text matches nothing', () => {
  for (const passcode of [undefined, null, 755224, ['755224'], { length: 6 }]) {
    assert.equal(matchHotp(rfcSecret, passcode as unknown as string, { counter: 0 }), undefined);
  }
});

test('options out of range are refused by name', () => {
  const refused = (option: string, act: () => unknown) =>
    assert.throws(act, (error) => error instanceof OptionError && error.option === option);
  refused('counter', () => hotp(rfcSecret, 0.5));
  refused('counter', () => hotp(rfcSecret, Number.NaN));
  refused('counter', () => matchHotp(rfcSecret, '755224', { counter: -1 }));
  refused('digits', () => hotp(rfcSecret, 0, { digits: 6.5 }));
  refused('digits', () => matchHotp(rfcSecret, '75522', { counter: 0, digits: 5 }));
  refused('lookAheadSteps', () => matchHotp(rfcSecret, '755224', { counter: 0, lookAheadSteps: 1001 }));
  refused('secretBytes', () => prepareSecret(new Uint8Array(0)));
  refused('secretBytes', () => prepareSecret(new Uint8Array(1025)));
  refused('secretBytes', () => prepareSecret('JBSWY3DPEHPK3PXP' as unknown as Uint8Array));
  refused('algorithm', () => prepareSecret(Uint8Array.of(1), 'MD5' as Algorithm));
});

test('an object that merely looks like a prepared secret is refused', () => {
  const lookalike: unknown = { algorithm: 'SHA1' };
  assert.throws(() => hotp(lookalike as PreparedSecret, 0), TypeError);
});
