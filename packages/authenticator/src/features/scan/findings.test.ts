import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatMigrationUri, type OtpauthAccount } from '@countersign/otp';
import { examine } from './findings.ts';

function account(accountName: string): OtpauthAccount {
  const secretBytes = new TextEncoder().encode(accountName);
  const rest = { algorithm: 'SHA1', digits: 6, periodSeconds: 30, extraParameters: [] } as const;
  return { type: 'totp', accountName, secretBytes, ...rest };
}

function part(batchIndex: number, batchSize: number): string {
  return formatMigrationUri([account(`part ${batchIndex}`)], { batchId: 5, batchSize, batchIndex });
}

const names = (accounts: OtpauthAccount[]): string[] => accounts.map(({ accountName }) => accountName);
const GITHUB = 'otpauth://totp/GitHub:me?secret=JBSWY3DPEHPK3PXP';

test('single accounts are ready at once, whatever lies beside them', () => {
  const findings = examine([GITHUB, 'https://example.org'], []);
  assert.deepEqual(names(findings.accounts), ['me']);
  assert.equal(findings.fromExport, false);
  assert.equal(findings.hasExportCode, false);
  assert.deepEqual(
    findings.remarks.map(({ kind }) => kind),
    ['not-otp'],
  );
});

test('an export is ready when its last part comes, and is then no longer waited for', () => {
  const first = examine([part(1, 2)], []);
  assert.deepEqual(first.accounts, []);
  assert.equal(first.collections.length, 1);
  assert.equal(first.hasExportCode, true);
  const second = examine([part(0, 2)], first.collections);
  assert.deepEqual(names(second.accounts), ['part 0', 'part 1']);
  assert.equal(second.fromExport, true);
  assert.deepEqual(second.collections, []);
});

test('all parts of an export in one picture complete it', () => {
  assert.equal(examine([part(2, 3), part(0, 3), part(1, 3)], []).accounts.length, 3);
});

test('a bare setup key is passed on', () => {
  assert.equal(examine(['JBSWY3DPEHPK3PXP'], []).setupKey, 'JBSWY3DPEHPK3PXP');
});
