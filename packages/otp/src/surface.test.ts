// The promises of the documentation: its example runs, and no public name goes without one.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as surface from './index.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${packageFolder}/README.md`, 'utf8');
const modules = ['base32', 'errors', 'hotp', 'otpauth-migration', 'otpauth-uri', 'secret', 'steam', 'totp'];
const sources = modules.map((name) => readFileSync(`${packageFolder}/src/${name}.ts`, 'utf8')).join('\n');

test("the README's example runs and prints what it says", () => {
  const example = /```ts\n([^]*?)```/.exec(readme)?.[1] ?? '';
  const promised = [...example.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, output]) => output);
  assert.ok(promised.length >= 3);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module-typescript', '--eval', example],
    {
      cwd: packageFolder,
      encoding: 'utf8',
    },
  );
  assert.deepEqual(stdout.trim().split('\n'), promised, stderr);
});

for (const name of Object.keys(surface)) {
  test(`${name} is in the README, and its docstring has an example`, () => {
    assert.match(readme, new RegExp(`\\b${name}\\b`));
    const declaration = new RegExp(
      `/\\*\\*((?:(?!\\*/)[^])*)\\*/\\nexport (?:abstract )?(?:function|class) ${name}\\b`,
    );
    const docstring = declaration.exec(sources)?.[1];
    assert.ok(docstring, 'no docstring');
    if (name !== 'OtpError') assert.match(docstring, /@example\n \* ```ts\n/);
  });
}
