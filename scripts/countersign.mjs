// `npm run countersign -- COMMAND`: the operator's program; `npm run countersign -- --help` lists its commands.
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { main, pinnedNode, runShown } from './steps.mjs';

await main(async () => {
  await ensureInstalled();
  await build();
  process.exitCode = await runShown(pinnedNode, ['packages/cli/dist/main.js', ...process.argv.slice(2)]);
});
