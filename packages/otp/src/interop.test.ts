// The vectors of ../../../interop, which other implementations can use as well.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  decodeBase32,
  encodeBase32,
  formatOtpauthUri,
  hotp,
  matchTotp,
  OtpError,
  parseMigrationUri,
  parseOtpauthUri,
  prepareSecret,
  steamCode,
  timeStepAt,
  totp,
  type Algorithm,
  type OtpauthAccount,
} from './index.ts';

interface Vector {
  id: string;
  verdict: 'valid' | 'invalid';
  error?: string;
}

function vectors<Fields>(file: string): (Vector & Fields)[] {
  const path = new URL(`../../../interop/${file}`, import.meta.url);
  const parsed = JSON.parse(readFileSync(path, 'utf8')) as { vectors: (Vector & Fields)[] };
  assert.ok(parsed.vectors.length > 0, `${file} has no vectors`);
  return parsed.vectors;
}

function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

/** Runs `expectValid` on a valid vector; on an invalid one expects `act` to throw the vector's error. */
function judge(vector: Vector, act: () => unknown, expectValid: () => void): void {
  if (vector.verdict === 'valid') return expectValid();
  assert.throws(act, (error) => error instanceof OtpError && error.code === vector.error);
}

interface Code {
  secretHex: string;
  algorithm: Algorithm;
  code: string;
}

for (const vector of vectors<Code & { counter: number; digits: number }>('hotp.json')) {
  test(`hotp.json: ${vector.id}`, () => {
    const act = () =>
      hotp(prepareSecret(fromHex(vector.secretHex), vector.algorithm), vector.counter, {
        digits: vector.digits,
      });
    judge(vector, act, () => assert.equal(act(), vector.code));
  });
}

interface TotpCode extends Code {
  timeSeconds: number;
  periodSeconds: number;
  t0Seconds: number;
  digits: number;
  timeStep: number;
}

for (const vector of vectors<TotpCode>('totp.json')) {
  test(`totp.json: ${vector.id}`, () => {
    const act = () => totp(prepareSecret(fromHex(vector.secretHex), vector.algorithm), vector);
    judge(vector, act, () => {
      assert.equal(act(), vector.code);
      assert.equal(timeStepAt(vector.timeSeconds, vector), vector.timeStep);
    });
  });
}

interface Match extends Code {
  passcode: string;
  timeSeconds: number;
  timeStep?: number;
}

for (const vector of vectors<Match>('match-totp.json')) {
  test(`match-totp.json: ${vector.id}`, () => {
    const secret = prepareSecret(fromHex(vector.secretHex), vector.algorithm);
    assert.equal(matchTotp(secret, vector.passcode, vector), vector.timeStep);
  });
}

for (const vector of vectors<Code & { timeSeconds: number }>('steam.json')) {
  test(`steam.json: ${vector.id}`, () => {
    assert.equal(steamCode(prepareSecret(fromHex(vector.secretHex)), vector), vector.code);
  });
}

interface Base32Text {
  text: string;
  bytesHex: string;
  encoded: string;
  character: string;
  position: number;
}

for (const vector of vectors<Base32Text>('base32.json')) {
  test(`base32.json: ${vector.id}`, () => {
    if (vector.verdict === 'valid') {
      assert.deepEqual(decodeBase32(vector.text), fromHex(vector.bytesHex));
      assert.equal(encodeBase32(fromHex(vector.bytesHex)), vector.encoded);
    } else {
      const { error: code, character, position } = vector;
      assert.throws(() => decodeBase32(vector.text), { name: 'Base32Error', code, character, position });
    }
  });
}

type AccountAsData = Omit<OtpauthAccount, 'secretBytes'> & { secretHex: string };

function fromData({ secretHex, ...rest }: AccountAsData): OtpauthAccount {
  return { ...rest, secretBytes: fromHex(secretHex) } as OtpauthAccount;
}

for (const vector of vectors<{ uri: string; account: AccountAsData; formatted?: string }>(
  'otpauth-uri.json',
)) {
  test(`otpauth-uri.json: ${vector.id}`, () => {
    const act = () => parseOtpauthUri(vector.uri);
    judge(vector, act, () => {
      const account = fromData(vector.account);
      assert.deepEqual(act(), account);
      const formatted = formatOtpauthUri(account);
      if (vector.formatted !== undefined) assert.equal(formatted, vector.formatted);
      assert.deepEqual(parseOtpauthUri(formatted), account);
    });
  });
}

interface Batch {
  uri: string;
  version: number;
  batchSize: number;
  batchIndex: number;
  batchId: number;
  accounts: AccountAsData[];
  unreadableIndexes: number[];
}

for (const vector of vectors<Batch>('otpauth-migration.json')) {
  test(`otpauth-migration.json: ${vector.id}`, () => {
    const act = () => parseMigrationUri(vector.uri);
    judge(vector, act, () => {
      const { accounts, unreadable, version, batchSize, batchIndex, batchId } = act();
      assert.deepEqual(accounts, vector.accounts.map(fromData));
      const indexes = unreadable.map(({ index }) => index);
      assert.deepEqual(indexes, vector.unreadableIndexes);
      assert.deepEqual(
        [version, batchSize, batchIndex, batchId],
        [vector.version, vector.batchSize, vector.batchIndex, vector.batchId],
      );
    });
  });
}
