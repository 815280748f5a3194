// `npm run attack -- URL`: attacks a running Countersign from outside; `npm run attack -- --help` says how.
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { main, pinnedNode, runShown } from './steps.mjs';

await main(async () => {
  await ensureInstalled();
  await build();
  process.exitCode = await runShown(pinnedNode, ['packages/attack/dist/main.js', ...process.argv.slice(2)]);
});
