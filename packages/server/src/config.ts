/**
 * Settings from the environment, checked before anything starts. Every setting is in `SETTINGS`, with its unit and its
 * default; one that is not there, or a bad value, stops the start with one line.
 */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { parseKeyRing } from './crypto/key-ring.ts';

/** A setting that is unknown or has a bad value; the message is the one line to print. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** What the program runs with. */
export interface Config {
  /** TCP port of the account pages; 0 lets the system choose. Default 8080. */
  port: number;
  /** TCP port of the authenticator; 0 lets the system choose. Default 8081. */
  authenticatorPort: number;
  /** Address to listen on. Default 127.0.0.1. */
  host: string;
  /** Origin of the account pages as people reach them, without a slash at the end. Default http://localhost:PORT. */
  accountUrl: string | undefined;
  /** Origin of the authenticator as people reach it. Default http://localhost:AUTHENTICATOR_PORT. */
  authenticatorUrl: string | undefined;
  /** Folder of the database, the keys and the outbox. Default ./data. */
  dataDir: string;
  /** smtp://[user:password@]host[:port] (STARTTLS where offered) or smtps://. Default: none, mail goes to the outbox. */
  smtpUrl: string | undefined;
  /** Sender of mails. Default Countersign <no-reply@HOST of the account URL>. */
  mailFrom: string | undefined;
  /** Key ring, `version:base64` pairs separated by commas. Default: a file in the data folder, made at first start. */
  keys: string | undefined;
  /** The issuer in the QR code and the service's name. 1 to 64 characters, no colon. Default Countersign. */
  name: string;
  /** Addresses, or CIDR blocks, whose X-Forwarded-For and X-Forwarded-Proto are believed. Default: none. */
  trustedProxies: string[];
}

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port from 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65_535, 'must be a port from 0 to 65535');

const SETTINGS = {
  COUNTERSIGN_PORT: port.default(8080),
  COUNTERSIGN_AUTHENTICATOR_PORT: port.default(8081),
  COUNTERSIGN_HOST: z.string().min(1, 'must be an address to listen on').default('127.0.0.1'),
  COUNTERSIGN_ACCOUNT_URL: z
    .string()
    .refine(isOrigin, 'must be an origin like https://account.example.org')
    .optional(),
  COUNTERSIGN_AUTHENTICATOR_URL: z
    .string()
    .refine(isOrigin, 'must be an origin like https://auth.example.org')
    .optional(),
  COUNTERSIGN_DATA_DIR: z.string().min(1, 'must be a folder').default('./data'),
  COUNTERSIGN_DATABASE_URL: z.never('PostgreSQL is not supported yet: leave it out to use SQLite').optional(),
  COUNTERSIGN_SMTP_URL: z
    .string()
    .refine(isSmtpUrl, 'must be a URL like smtp://user:password@mail.example.org:587')
    .optional(),
  COUNTERSIGN_MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]{3,320}$/, 'must be an address like Countersign <no-reply@example.org>')
    .optional(),
  COUNTERSIGN_KEYS: z.string().superRefine(refineKeyRing).optional(),
  COUNTERSIGN_NAME: z
    .string()
    .regex(/^[^:\p{C}]{1,64}$/u, 'must be 1 to 64 characters, without a colon')
    .default('Countersign'),
  COUNTERSIGN_TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .refine((blocks) => blocks.every(isBlock), 'must be addresses or CIDR blocks separated by commas'),
};

/**
 * Reads the settings.
 * @throws ConfigError
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = Object.keys(environment).filter((name) => name.startsWith('COUNTERSIGN_'));
  const unknown = given.find((name) => !(name in SETTINGS));
  if (unknown !== undefined) throw new ConfigError(unknownSetting(unknown));
  const parsed = z.object(SETTINGS).safeParse(environment);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(`${String(issue?.path[0])}: ${issue?.message ?? 'bad value'}.`);
  }
  const { data } = parsed;
  return {
    port: data.COUNTERSIGN_PORT,
    authenticatorPort: data.COUNTERSIGN_AUTHENTICATOR_PORT,
    host: data.COUNTERSIGN_HOST,
    accountUrl: data.COUNTERSIGN_ACCOUNT_URL,
    authenticatorUrl: data.COUNTERSIGN_AUTHENTICATOR_URL,
    dataDir: resolve(data.COUNTERSIGN_DATA_DIR),
    smtpUrl: data.COUNTERSIGN_SMTP_URL,
    mailFrom: data.COUNTERSIGN_MAIL_FROM,
    keys: data.COUNTERSIGN_KEYS,
    name: data.COUNTERSIGN_NAME,
    trustedProxies: data.COUNTERSIGN_TRUSTED_PROXIES,
  };
}

/** Whether an address to listen on can be reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function unknownSetting(name: string): string {
  const known = Object.keys(SETTINGS).join(', ');
  return `${name} is not a setting. The settings are ${known}.`;
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text;
}

function isSmtpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '';
}

function isBlock(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

function refineKeyRing(text: string, context: z.RefinementCtx): void {
  try {
    parseKeyRing(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
}
