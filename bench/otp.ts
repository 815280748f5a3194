// Codes a second: @countersign/otp beside its peers. `npm run build`, then `node bench/otp.ts`.
import { decodeBase32, matchTotp, prepareSecret, totp } from '@countersign/otp';
import { generateHOTP, verifyTOTPWithGracePeriod } from '@oslojs/otp';
import assert from 'node:assert/strict';
import * as OTPAuth from 'otpauth';
import { generateSync, verifySync } from 'otplib';
import { compare, contender, type Contender } from './interleave.ts';
import { compileLiboath } from './otp-liboath.ts';

const setupKey = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const secretBytes = decodeBase32(setupKey);
const secret = prepareSecret(secretBytes);
const otpauthTotp = new OTPAuth.TOTP({ secret: OTPAuth.Secret.fromBase32(setupKey) });
const startSeconds = 1_750_000_000;

/** A new time step at each repetition. */
function timeAt(i: number): number {
  return startSeconds + 30 * i;
}

const generators: Record<string, (timeSeconds: number) => string> = {
  '@countersign/otp': (timeSeconds) => totp(secret, { timeSeconds }),
  '@countersign/otp, secret prepared each time': (timeSeconds) =>
    totp(prepareSecret(secretBytes), { timeSeconds }),
  otplib: (timeSeconds) => generateSync({ secret: setupKey, epoch: timeSeconds }),
  'otplib, secret as bytes': (timeSeconds) => generateSync({ secret: secretBytes, epoch: timeSeconds }),
  otpauth: (timeSeconds) => otpauthTotp.generate({ timestamp: timeSeconds * 1000 }),
  '@oslojs/otp': (timeSeconds) => generateHOTP(secretBytes, BigInt(Math.floor(timeSeconds / 30)), 6),
};

const liboath = compileLiboath();
if (!liboath)
  console.log('liboath is left out: it needs gcc and liboath (Debian: apt-get install gcc liboath0)');

for (const [name, generate] of Object.entries(generators)) {
  assert.equal(generate(startSeconds), totp(secret, { timeSeconds: startSeconds }), name);
}

function fromWork(
  work: Record<string, (i: number) => string | number | boolean | null | undefined>,
): Contender[] {
  return Object.entries(work).map(([name, repeat]) => contender(name, repeat));
}

compare('TOTP codes, SHA-1, 6 digits', [
  ...Object.entries(generators).map(([name, generate]) => contender(name, (i) => generate(timeAt(i)))),
  ...(liboath ? [liboath.generator] : []),
]);

// No time step has this code, so every contender looks at all three. @oslojs/otp reads the clock by itself
const wrong = '000000';
compare('Checks of a wrong passcode, three time steps, SHA-1, 6 digits', [
  ...fromWork({
    '@countersign/otp': (i) => matchTotp(secret, wrong, { timeSeconds: timeAt(i) }),
    '@countersign/otp, secret prepared each time': (i) =>
      matchTotp(prepareSecret(secretBytes), wrong, { timeSeconds: timeAt(i) }),
    otplib: (i) => verifySync({ secret: setupKey, token: wrong, epoch: timeAt(i), epochTolerance: 30 }).valid,
    otpauth: (i) => otpauthTotp.validate({ token: wrong, timestamp: timeAt(i) * 1000, window: 1 }),
    '@oslojs/otp': () => verifyTOTPWithGracePeriod(secretBytes, 30, 6, wrong, 30),
  }),
  ...(liboath ? [liboath.checker] : []),
]);

const sha256 = prepareSecret(secretBytes, 'SHA256');
const sha512 = prepareSecret(secretBytes, 'SHA512');
compare(
  'TOTP codes of @countersign/otp by algorithm',
  fromWork({
    'SHA-1': (i) => totp(secret, { timeSeconds: timeAt(i) }),
    'SHA-256 (@noble/hashes)': (i) => totp(sha256, { timeSeconds: timeAt(i) }),
    'SHA-512 (@noble/hashes)': (i) => totp(sha512, { timeSeconds: timeAt(i) }),
  }),
);
