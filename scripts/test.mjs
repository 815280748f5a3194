// `npm test`, from a fresh clone on: installs, builds, and runs every test, those in a real browser included.
// `npm test -- unit`, `npm test -- e2e` and `npm test -- heroku` run a part. The last line is "N passed, N failed".
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { StepError, environmentOfTheMachine, main, pinnedNode, root, runShown, runStep } from './steps.mjs';
import { ensureSystemPrograms } from './system-programs.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @type {Record<string, () => Promise<Counts>>} */
const parts = { unit: runUnitTests, e2e: runEndToEndTests, heroku: runHerokuTests };

await main(async () => {
  const chosen = choose(process.argv.slice(2));
  await ensureInstalled();
  await build();
  await ensureSystemPrograms();
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, run] of chosen) {
    const counts = await run();
    console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    total.passed += counts.passed;
    total.failed += counts.failed;
  }
  if (total.failed > 0) process.exitCode = 1;
  console.log(`${total.passed} passed, ${total.failed} failed`);
});

/** @param {string[]} names */
function choose(names) {
  const unknown = names.find((name) => !(name in parts));
  if (unknown !== undefined)
    throw new StepError(`Unknown part "${unknown}"; there are: ${Object.keys(parts).join(', ')}`);
  return Object.entries(parts).filter(([name]) => names.length === 0 || names.includes(name));
}

/** @returns {Promise<Counts>} */
async function runUnitTests() {
  const files = [...(await findPackageTests()), ...(await findTests('scripts'))];
  const counts = await runNodeTests(files, pinnedNode, []);
  console.log(`${files.length} test files`);
  return counts;
}

/**
 * @param {string[]} files
 * @param {string} program what is run: Node, or a program that runs it
 * @param {string[]} before arguments before those for Node
 * @returns {Promise<Counts>}
 */
async function runNodeTests(files, program, before) {
  const scratch = await mkdtemp(path.join(tmpdir(), 'countersign-test-'));
  const countsFile = path.join(scratch, 'counts.json');
  const exitCode = await runShown(program, [
    ...before,
    ...['--test', '--test-reporter=dot', '--test-reporter-destination=stdout'],
    ...['--test-reporter=./scripts/test-counts.mjs', `--test-reporter-destination=${countsFile}`],
    ...files,
  ]);
  const counts = JSON.parse(
    await readFile(countsFile, 'utf8').catch(() => '{ "passed": 0, "failed": 0, "skipped": 0 }'),
  );
  await rm(scratch, { recursive: true });
  return withExitCode(counts, exitCode);
}

/**
 * Tests are found by their sources, so that the output of a test that was deleted or renamed is not run.
 *
 * @returns {Promise<string[]>}
 */
async function findPackageTests() {
  const files = [];
  for (const name of await readdir(path.join(root, 'packages'))) {
    const folder = path.join('packages', name);
    const tests = await findTests(path.join(folder, 'src'));
    if (tests.length === 0) throw new StepError(`${folder} has no tests; that cannot be right.`);
    const { compilerOptions } = JSON.parse(await readFile(path.join(root, folder, 'tsconfig.json'), 'utf8'));
    const compiled = (/** @type {string} */ test) =>
      path.relative(path.join(folder, 'src'), test).replace(/\.tsx?$/, '.js');
    files.push(...tests.map((test) => path.join(folder, compilerOptions.outDir, compiled(test))));
  }
  return files;
}

/**
 * @param {string} folder relative to the root
 * @returns {Promise<string[]>} the tests below it, relative to the root
 */
async function findTests(folder) {
  const names = await readdir(path.join(root, folder), { recursive: true });
  return names.filter((name) => /\.test\.(tsx?|mjs)$/.test(name)).map((name) => path.join(folder, name));
}

/** @returns {Promise<Counts>} */
async function runEndToEndTests() {
  const results = path.join(root, 'e2e', 'results', 'report.json');
  await rm(results, { force: true });
  const playwright = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const exitCode = await runShown(pinnedNode, [playwright, 'test', '--config', 'e2e/playwright.config.ts']);
  if (!existsSync(results)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats } = JSON.parse(await readFile(results, 'utf8'));
  const counts = { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
  return withExitCode(counts, exitCode);
}

/**
 * The Heroku command line, unmodified, against our service. It is large, so nothing but this part installs it; and it
 * sends passwords to the real service when it dislikes a host, so it runs in a namespace whose only network is loopback.
 *
 * @returns {Promise<Counts>}
 */
async function runHerokuTests() {
  const folder = path.join('e2e', 'heroku');
  const isolation = await findIsolation();
  if (isolation === undefined) {
    console.log('The Heroku command line is left out: this system lets nobody make a network namespace.');
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const installed = path.join(root, folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) {
    const args = ['ci', '--ignore-scripts', '--omit=dev', '--prefix', folder];
    await runStep('Installing the Heroku command line', 'npm', args, environmentOfTheMachine());
  }
  const commands = 'ip link set lo up && exec "$0" "$@"';
  const files = [path.join(folder, 'heroku.test.ts')];
  return runNodeTests(files, 'unshare', [isolation, 'sh', '-c', commands, pinnedNode]);
}

/** @returns {Promise<string | undefined>} how `unshare` makes a network namespace here; undefined when it cannot */
async function findIsolation() {
  for (const flags of ['-n', '-rn']) {
    const isAllowed = await runStep('Trying a network namespace', 'unshare', [flags, 'true']).then(
      () => true,
      () => false,
    );
    if (isAllowed) return flags;
  }
  return undefined;
}

/**
 * A run that failed without a failed test (a crash, a file that does not load, no test found) counts as one failure.
 *
 * @param {Counts} counts
 * @param {number} exitCode
 * @returns {Counts}
 */
function withExitCode(counts, exitCode) {
  const ranNothing = counts.passed + counts.failed === 0;
  if ((exitCode !== 0 || ranNothing) && counts.failed === 0) return { ...counts, failed: 1 };
  return counts;
}
