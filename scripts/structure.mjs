// Checks which way imports point, by the rules of .dependency-cruiser.mjs, and that it looked at something: a check
// that finds no module passes everything.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { cruise } from 'dependency-cruiser';
import rules from '../.dependency-cruiser.mjs';
import { StepError, isMain, main, root } from './steps.mjs';

/** The least that a package can be made of; fewer modules mean that they were not found. */
const fewestModules = { attack: 12, cli: 9, otp: 10, vault: 8, server: 80, authenticator: 50 };

/**
 * @typedef {{ name: string, modules: number, dependencies: number }} PackageSize
 * @param {string} baseFolder the folder that holds packages/
 * @returns {Promise<{ sizes: PackageSize[], violations: { rule: string, from: string, to: string }[] }>}
 */
export async function inspectStructure(baseFolder) {
  const names = await readdir(path.join(baseFolder, 'packages'));
  const sources = names.map((name) => `packages/${name}/src`);
  const { output } = await cruise(sources, {
    ...rules.options,
    baseDir: baseFolder,
    validate: true,
    ruleSet: { forbidden: rules.forbidden },
  });
  if (typeof output === 'string') throw new StepError('dependency-cruiser gave no result to read', output);
  const violations = output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
  return {
    sizes: sources.map((folder, index) => measure(names[index] ?? '', folder, output.modules)),
    violations,
  };
}

/**
 * @param {string} name
 * @param {string} folder
 * @param {import('dependency-cruiser').IModule[]} modules
 * @returns {PackageSize}
 */
function measure(name, folder, modules) {
  const own = modules.filter((module) => module.source.startsWith(`${folder}/`));
  return {
    name,
    modules: own.length,
    dependencies: own.reduce((sum, module) => sum + module.dependencies.length, 0),
  };
}

async function checkStructure() {
  const { sizes, violations } = await inspectStructure(root);
  for (const { rule, from, to } of violations) console.error(`${rule}: ${from} -> ${to}`);
  for (const { name, modules, dependencies } of sizes) {
    console.log(`${name}: ${modules} modules, ${dependencies} dependencies`);
  }
  const tooFew = Object.entries(fewestModules).filter(
    ([name, fewest]) => (sizes.find((size) => size.name === name)?.modules ?? 0) < fewest,
  );
  for (const [name, fewest] of tooFew)
    console.error(`packages/${name} has fewer than ${fewest} modules: not all were found`);
  if (violations.length > 0 || tooFew.length > 0) throw new StepError(`${violations.length} wrong imports`);
  const total = sizes.reduce((sum, size) => sum + size.modules, 0);
  console.log(
    `looked at ${total} modules, ${sizes.reduce((sum, size) => sum + size.dependencies, 0)} dependencies`,
  );
}

if (isMain(import.meta.url)) await main(checkStructure);
