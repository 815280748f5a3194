/** `countersign doctor`: what an operator would look at first, looked at. It changes nothing. */
import { existsSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import {
  checkSmtp,
  databasePath,
  findDamage,
  keyFilePath,
  openInstallation,
  openOneOfEach,
  type Config,
} from '@countersign/server/operate';
import { EXIT, type Command } from './command.ts';
import { readSettings } from './installation.ts';
import { measureClockOffset } from './network-time.ts';

const NTP_TIMEOUT_MS = 2000;
const DEFAULT_NTP = 'pool.ntp.org';
/** Half a time step: beyond it, the codes of phones with the right time begin to be refused. */
const MAX_CLOCK_OFFSET_MS = 15_000;
const WARN_CLOCK_OFFSET_MS = 2000;
const LEAST_FREE_BYTES = 256 * 1024 * 1024;
const OTHERS = 0o077;

/** How a check ended. `unknown`: it could not be looked at. */
type State = 'ok' | 'warning' | 'failed' | 'unknown';

interface Finding {
  check: string;
  state: State;
  says: string;
}

/** Looks the installation over. */
export const doctorCommand: Command = {
  words: ['doctor'],
  takes: [],
  summary: 'Look the installation over: settings, permissions, storage, keys, mail, clock.',
  help: [
    'Looks at the settings, who can read the data, whether the database is sound and the disk has room, whether the keys',
    'open the secrets, whether the mail server takes us (nothing is sent), and whether the clock is right. What cannot be',
    'looked at is "unknown". Exit code 1 when something failed.',
    '',
    `  --ntp HOST  the time server to ask; default ${DEFAULT_NTP}`,
    '  --offline   ask no time server',
  ].join('\n'),
  options: { ntp: { type: 'string', default: DEFAULT_NTP }, offline: { type: 'boolean', default: false } },
  async run({ values }) {
    const config = readSettings(); // an unknown or a bad setting ends it here, with its line
    const findings = [
      ...lookAtSettings(config),
      ...(await lookAtPermissions(config)),
      ...(await lookAtStorage(config)),
      await lookAtKeys(config),
      await lookAtMail(config),
      values['offline'] === true
        ? finding('clock', 'unknown', 'no time server was asked')
        : await lookAtClock(String(values['ntp'])),
    ];
    const isWell = findings.every(({ state }) => state !== 'failed');
    return {
      data: { ok: isWell, findings },
      lines: findings.map(({ check, state, says }) => `${state.padEnd(7)}  ${check.padEnd(11)}  ${says}`),
      exitCode: isWell ? EXIT.ok : EXIT.failed,
    };
  },
};

function finding(check: string, state: State, says: string): Finding {
  return { check, state, says };
}

function lookAtSettings(config: Config): Finding[] {
  const { accountUrl, authenticatorUrl } = config;
  const found = [finding('settings', 'ok', `they are valid; data lies in ${config.dataDir}`)];
  const isPublic = !/^(localhost|127\.|::1$)/.test(config.host) || accountUrl !== undefined;
  for (const [name, url] of Object.entries({
    COUNTERSIGN_ACCOUNT_URL: accountUrl,
    COUNTERSIGN_AUTHENTICATOR_URL: authenticatorUrl,
  })) {
    if (isPublic && url === undefined)
      found.push(finding('settings', 'failed', `${name} is missing: links and codes would name localhost`));
    if (url?.startsWith('http:') === true && !/^http:\/\/(localhost|127\.)/.test(url)) {
      found.push(
        finding(
          'settings',
          'failed',
          `${name} is without TLS: cookies and passwords would travel in the clear`,
        ),
      );
    }
  }
  if (
    accountUrl !== undefined &&
    authenticatorUrl !== undefined &&
    hostOf(accountUrl) === hostOf(authenticatorUrl)
  ) {
    found.push(finding('settings', 'warning', 'both ends share a host name: give each its own'));
  }
  return found;
}

function hostOf(url: string): string {
  return new URL(url).hostname;
}

async function lookAtPermissions({ dataDir, keys }: Config): Promise<Finding[]> {
  if (!existsSync(dataDir)) return [finding('permissions', 'failed', `${dataDir} is not there`)];
  const paths = [dataDir, databasePath(dataDir), ...(keys === undefined ? [keyFilePath(dataDir)] : [])];
  const found: Finding[] = [];
  for (const path of paths.filter((name) => existsSync(name))) {
    const { mode, uid } = await stat(path);
    const isFolderProtected = path !== dataDir && path !== keyFilePath(dataDir);
    if (!isFolderProtected && (mode & OTHERS) !== 0) {
      const fix = path === dataDir ? '700' : '600';
      found.push(finding('permissions', 'failed', `others can read ${path}: chmod ${fix} ${path}`));
    }
    if (process.getuid?.() !== uid)
      found.push(finding('permissions', 'warning', `${path} belongs to another user`));
  }
  return found.length > 0 ? found : [finding('permissions', 'ok', 'only their owner can read data and keys')];
}

async function lookAtStorage({ dataDir }: Config): Promise<Finding[]> {
  const path = databasePath(dataDir);
  if (!existsSync(path)) return [finding('storage', 'failed', `there is no database in ${dataDir}`)];
  const damage = findDamage(path);
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const room = `${Math.floor(free / 2 ** 20)} MiB free`;
  return [
    damage.length === 0
      ? finding('storage', 'ok', `the database is sound, ${Math.ceil((await stat(path)).size / 1024)} KiB`)
      : finding('storage', 'failed', `the database is damaged: ${damage.join('; ')}`),
    finding('storage', free < LEAST_FREE_BYTES ? 'failed' : 'ok', room),
  ];
}

async function lookAtKeys(config: Config): Promise<Finding> {
  try {
    const installation = await openInstallation(config);
    try {
      const versions = installation.keyVersions().join(', ');
      const opened = await openOneOfEach(installation.ports);
      return opened === 0
        ? finding('keys', 'ok', `keys ${versions}; there is no secret to try them on yet`)
        : finding('keys', 'ok', `keys ${versions} open the secrets`);
    } finally {
      await installation.close();
    }
  } catch (error) {
    return finding('keys', 'failed', (error as Error).message);
  }
}

async function lookAtMail({ smtpUrl }: Config): Promise<Finding> {
  if (smtpUrl === undefined) {
    return finding('mail', 'warning', 'it goes to the outbox: set COUNTERSIGN_SMTP_URL to send it');
  }
  const { host } = new URL(smtpUrl);
  try {
    await checkSmtp(smtpUrl);
    return finding('mail', 'ok', `${host} takes us; nothing was sent`);
  } catch (error) {
    return finding('mail', 'failed', `${host} does not take us: ${(error as Error).message}`);
  }
}

async function lookAtClock(host: string): Promise<Finding> {
  const offsetMs = await measureClockOffset(host, NTP_TIMEOUT_MS);
  if (offsetMs === undefined) return finding('clock', 'unknown', `${host} did not say what time it is`);
  const size = `${(Math.abs(offsetMs) / 1000).toFixed(1)} s`;
  const says = `${size} ${offsetMs < 0 ? 'behind' : 'ahead of'} ${host}`;
  if (Math.abs(offsetMs) > MAX_CLOCK_OFFSET_MS)
    return finding('clock', 'failed', `${says}: right codes are refused`);
  return finding('clock', Math.abs(offsetMs) > WARN_CLOCK_OFFSET_MS ? 'warning' : 'ok', says);
}
