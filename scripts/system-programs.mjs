// The programs, not npm packages, that the tests hold Countersign against: a browser, other people's
// authenticators, other people's QR codes; and the fonts that pictures are compared in.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { StepError, runStep } from './steps.mjs';

/** Each program with the Debian package that brings it. */
const packageOfProgram = {
  chromium: 'chromium',
  oathtool: 'oathtool',
  zbarimg: 'zbar-tools',
  qrencode: 'qrencode',
  openssl: 'openssl',
  'keepassxc-cli': 'keepassxc',
  // For the Heroku command line: a terminal, and a network that is loopback alone. Only Linux has such namespaces.
  ...(process.platform === 'linux' && { script: 'bsdutils', unshare: 'util-linux', ip: 'iproute2' }),
};

/** The fonts of the guide's pictures, which e2e/support/fonts.conf names, with the Debian package that brings each. */
const packageOfFont = {
  '/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf': 'fonts-noto-core',
  '/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf': 'fonts-dejavu-core',
};

/**
 * Installs the programs that are missing where that can be done without asking (root, on Debian).
 *
 * @throws {StepError} when programs are missing and have to be installed by hand
 */
export async function ensureSystemPrograms() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !isInPath('apt-get')) {
    throw new StepError(
      `The tests need programs that are not installed. On Debian: sudo apt-get install ${missing.join(' ')}`,
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runStep('Updating the list of system packages', 'apt-get', ['update'], env);
  const install = ['install', '--yes', '--no-install-recommends', ...missing];
  await runStep(`Installing ${missing.join(', ')}`, 'apt-get', install, env);
}

function missingPackages() {
  const programs = Object.entries(packageOfProgram).filter(
    ([program]) => !(program === 'chromium' ? hasChromium() : isInPath(program)),
  );
  const fonts = Object.entries(packageOfFont).filter(([file]) => !existsSync(file));
  return [...programs, ...fonts].map(([, debianPackage]) => debianPackage);
}

/** `CHROMIUM_PATH` names a browser of one's own; e2e/playwright.config.ts looks in the same places. */
function hasChromium() {
  return existsSync(process.env.CHROMIUM_PATH ?? '') || isInPath('chromium') || isInPath('chromium-browser');
}

/** @param {string} program */
function isInPath(program) {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .some((folder) => existsSync(path.join(folder, program)));
}
