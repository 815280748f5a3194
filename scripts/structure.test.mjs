import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import rules from '../.dependency-cruiser.mjs';
import { inspectStructure } from './structure.mjs';

const server = 'packages/server/src';
const authenticator = 'packages/authenticator/src';

/**
 * For each rule, one file that breaks it: [path, import].
 *
 * @type {Record<string, [file: string, statement: string]>}
 */
const breaches = {
  'otp-imports-only-noble': ['packages/otp/src/totp.ts', `import { z } from 'zod';`],
  'vault-imports-only-otp-and-noble': ['packages/vault/src/entry.ts', `import { idb } from 'idb';`],
  'attack-imports-only-otp': ['packages/attack/src/run.ts', `import '@countersign/vault';`],
  'server-imports-only-otp-and-vault': [`${server}/http/app.ts`, `import '@countersign/authenticator';`],
  'authenticator-imports-only-otp-and-vault': [`${authenticator}/ui/app.ts`, `import '@countersign/server';`],
  'cli-imports-only-server': ['packages/cli/src/main.ts', `import '@countersign/vault';`],
  'packages-are-entered-by-their-name': [`${server}/http/door.ts`, `import '../../../otp/src/index.ts';`],
  'domain-imports-only-otp': [`${server}/domain/log-in.ts`, `import type { Kysely } from 'kysely';`],
  'http-imports-only-domain': [`${server}/http/pages.ts`, `import '../storage/open.ts';`],
  'storage-imports-only-domain': [`${server}/storage/rows.ts`, `import type { A } from '../crypto/seal.ts';`],
  'crypto-imports-only-domain': [`${server}/crypto/hash.ts`, `import '../mail/send.ts';`],
  'mail-imports-only-domain': [`${server}/mail/outbox.ts`, `import '../http/page.ts';`],
  'ops-imports-only-domain': [`${server}/ops/metrics.ts`, `import '../storage/open.ts';`],
  'only-composition-joins-rooms': [`${server}/shortcut.ts`, `import './storage/open.ts';`],
  'main-imports-only-composition': [`${server}/main.ts`, `import './storage/open.ts';`],
  'nobody-imports-main': [`${server}/ops/restart.ts`, `import '../main.ts';`],
  'libraries-of-http-stay-there': [`${server}/ops/health.ts`, `import { Hono } from 'hono/tiny';`],
  'libraries-of-storage-stay-there': [`${server}/http/query.ts`, `import { sql } from 'kysely';`],
  'libraries-of-mail-stay-there': [`${server}/http/contact.ts`, `import mailer from 'nodemailer';`],
  'libraries-of-crypto-stay-there': [`${server}/http/gate.ts`, `import { hash } from '@node-rs/argon2';`],
  'features-do-not-import-each-other': [`${authenticator}/features/scan/a.ts`, `import '../codes/b.ts';`],
  'rooms-below-import-no-feature': [`${authenticator}/ui/button.ts`, `import '../features/codes/b.ts';`],
  'no-cycles': [`${server}/storage/cycle.ts`, `import './cycle.ts';`],
  'no-unresolved-imports': [`${server}/http/nowhere.ts`, `import './not-there.ts';`],
  'tests-are-not-imported': [`${server}/http/cheat.ts`, `import '../http/app.test.ts';`],
  'no-orphans': [`${server}/domain/orphan.ts`, ''],
  'names-say-something': [`${server}/http/untidy.ts`, `import './utils.ts';`],
};

/** What the breaches import. */
const imported = [
  'packages/otp/src/index.ts',
  `${server}/storage/open.ts`,
  `${server}/crypto/seal.ts`,
  `${server}/mail/send.ts`,
  `${server}/http/page.ts`,
  `${server}/http/app.test.ts`,
  `${server}/http/utils.ts`,
  `${authenticator}/features/codes/b.ts`,
];

/**
 * @param {string} folder
 * @param {string} file
 * @param {string} content
 */
async function write(folder, file, content) {
  await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
  await writeFile(path.join(folder, file), `${content}\n`);
}

describe('the structure rules', () => {
  /** @type {string} */
  let folder;
  /** @type {{ rule: string, from: string }[]} */
  let violations;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'countersign-structure-'));
    for (const file of imported) await write(folder, file, 'export {};');
    for (const [file, statement] of Object.values(breaches)) await write(folder, file, statement);
    ({ violations } = await inspectStructure(folder));
  });
  after(() => rm(folder, { recursive: true }));

  test('each has a breach here', () => {
    assert.deepEqual(rules.forbidden.map((rule) => rule.name).sort(), Object.keys(breaches).sort());
  });

  for (const [rule, [file]] of Object.entries(breaches)) {
    test(`${rule} is reported`, () => {
      const reported = violations
        .filter((violation) => violation.from === file)
        .map((violation) => violation.rule);
      assert.ok(reported.includes(rule), `reported for ${file}: ${reported.join(', ') || 'nothing'}`);
    });
  }

  test('an import in the right direction is not reported', async () => {
    const allowed = await mkdtemp(path.join(tmpdir(), 'countersign-structure-'));
    await write(allowed, `${server}/domain/ports.ts`, 'export interface Clock {}');
    await write(allowed, `${server}/storage/open.ts`, `import type { Clock } from '../domain/ports.ts';`);
    const result = await inspectStructure(allowed);
    await rm(allowed, { recursive: true });
    assert.deepEqual(result.violations, []);
    assert.deepEqual(result.sizes, [{ name: 'server', modules: 2, dependencies: 1 }]);
  });
});
