/** Other people's programs: authenticators and QR codes that Countersign has to agree with. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a code is computed from, besides the secret. */
export interface CodeOptions {
  /** Unix time in seconds. Default now. */
  timeSeconds?: number;
  /** Default 6. */
  digits?: number;
  /** Default 30. */
  periodSeconds?: number;
  /** Default SHA1. */
  algorithm?: 'SHA1' | 'SHA256' | 'SHA512';
}

/** The code that `oathtool` computes by the clock (RFC 6238). */
export function oathtoolTotp(setupKey: string, options: CodeOptions = {}): string {
  const { timeSeconds = Date.now() / 1000, digits = 6, periodSeconds = 30, algorithm = 'SHA1' } = options;
  return run('oathtool', [
    `--totp=${algorithm.toLowerCase()}`,
    '--base32',
    `--digits=${digits}`,
    `--time-step-size=${periodSeconds}s`,
    `--now=@${Math.floor(timeSeconds)}`,
    setupKey.replaceAll(/\s/g, ''),
  ])
    .toString()
    .trim();
}

/** The code that `oathtool` computes for a counter (RFC 4226). */
export function oathtoolHotp(setupKey: string, counter: number): string {
  return run('oathtool', ['--hotp', '--base32', `--counter=${counter}`, setupKey])
    .toString()
    .trim();
}

/** The texts of the QR codes that `zbarimg` finds in a PNG picture. */
export function zbarimg(png: Buffer): string[] {
  return inFolder((folder) => {
    const file = join(folder, 'picture.png');
    writeFileSync(file, png);
    return run('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', file])
      .toString()
      .split('\n')
      .filter((line) => line !== '');
  });
}

/** A QR code as `qrencode` draws it, as a PNG picture. */
export function qrencode(text: string): Buffer {
  return run('qrencode', ['--type=PNG', '--size=6', '--margin=4', '--output=-', text]);
}

/** The same as an SVG document. */
export function qrencodeSvg(text: string): string {
  return run('qrencode', ['--type=SVG', '--rle', '--margin=4', '--output=-', text]).toString();
}

/** The code that KeePassXC shows for an entry whose `otp` attribute is the URI. */
export function keepassxcTotp(otpauthUri: string): string {
  return inFolder((folder) => {
    const export_ = join(folder, 'entries.xml');
    const database = join(folder, 'database.kdbx');
    writeFileSync(export_, keePassXml(otpauthUri));
    // `import` asks for the new database's password, twice.
    run('keepassxc-cli', ['import', '--quiet', '--set-password', export_, database], 'password\npassword\n');
    return run('keepassxc-cli', ['show', '--quiet', '--totp', database, 'Countersign'], 'password\n')
      .toString()
      .trim();
  });
}

/** The XML that KeePass programs exchange, with one entry. */
function keePassXml(otpauthUri: string): string {
  const escaped = otpauthUri.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<?xml version="1.0" encoding="utf-8"?>
<KeePassFile>
  <Meta><Generator>e2e</Generator></Meta>
  <Root>
    <Group>
      <UUID>AAAAAAAAAAAAAAAAAAAAAQ==</UUID>
      <Name>Root</Name>
      <Entry>
        <UUID>AAAAAAAAAAAAAAAAAAAAAg==</UUID>
        <String><Key>Title</Key><Value>Countersign</Value></String>
        <String><Key>otp</Key><Value>${escaped}</Value></String>
      </Entry>
    </Group>
  </Root>
</KeePassFile>`;
}

function inFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-e2e-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(program: string, args: string[], input = ''): Buffer {
  try {
    return execFileSync(program, args, { input, stdio: ['pipe', 'pipe', 'pipe'], timeout: 30_000 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new Error(`${program} is not installed; \`npm test\` installs it, or names its package.`, {
        cause: error,
      });
    }
    throw error;
  }
}
