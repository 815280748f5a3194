// Type-checks what `tsc -b` does not reach: the end-to-end tests, the benchmarks, these scripts, and the emitted
// declarations of the published packages as another project sees them, without our settings.
import path from 'node:path';
import { main, pinnedNode, root, runStep } from './steps.mjs';

const compiler = path.join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
const projects = ['e2e', 'bench', 'scripts'];

/** Each published package with the libraries its declarations may lean on: @countersign/otp has to suit any runtime. */
const librariesOfPackage = { otp: 'ES2024', vault: 'ES2024,DOM' };

await main(async () => {
  for (const project of projects) {
    await runStep(`Types of ${project}`, pinnedNode, [compiler, '-p', project, '--pretty', 'false']);
  }
  for (const [name, libraries] of Object.entries(librariesOfPackage)) {
    const settings = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--skipLibCheck',
      'false',
    ];
    const scope = ['--lib', libraries, '--types', '', '--pretty', 'false'];
    const declarations = `packages/${name}/dist/index.d.ts`;
    await runStep(`Declarations of ${name}`, pinnedNode, [compiler, ...settings, ...scope, declarations]);
  }
});
