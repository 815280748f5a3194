/** The composition root: the only place where rooms are joined. */
import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { isLoopback, type Config } from './config.ts';
import { createCommonPasswords } from './crypto/common-passwords.ts';
import { openKeyFile, parseKeyRing, type KeyRing } from './crypto/key-ring.ts';
import { createPasswordHasher } from './crypto/password-hash.ts';
import { createSecretBox } from './crypto/secret-box.ts';
import { createFormTokens, createTokens } from './crypto/tokens.ts';
import { createWebAuthn } from './crypto/web-authn.ts';
import { removeExpired } from './domain/housekeeping.ts';
import type { Clock, Ports, Settings, Store } from './domain/ports.ts';
import { createAccountApp } from './http/app.ts';
import { createAuthenticatorApp } from './http/authenticator-app.ts';
import type { Env, HttpParts } from './http/context.ts';
import { isHostHeader } from './http/host-header.ts';
import { startMailDelivery } from './mail/delivery.ts';
import { createOutbox } from './mail/outbox.ts';
import { createOutboxSender, createSmtpSender } from './mail/send.ts';
import type { Log } from './ops/log.ts';
import { openStore } from './storage/open.ts';

const HOUSEKEEPING_INTERVAL_MS = 5 * 60 * 1000;
const HEADERS_TIMEOUT_MS = 20_000;
const REQUEST_TIMEOUT_MS = 60_000;
const DRAIN_MS = 5000;
const APP_DIR = fileURLToPath(new URL('../../authenticator/dist/app', import.meta.url));

/** The start failed for a reason that the operator can mend; the message is the one line to print. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** A running Countersign: both origins, and the mail worker. */
export interface Countersign {
  accountUrl: string;
  authenticatorUrl: string;
  /** Where mail goes, in words. */
  mailTo: string;
  /** Answers what is under way, and ends. */
  stop(): Promise<void>;
}

/**
 * Starts both ends.
 * @param world.clock a clock of the caller's own; the system's when left out
 * @throws StartError
 */
export async function startCountersign(
  config: Config,
  world: { log: Log; clock?: Clock },
): Promise<Countersign> {
  const clock = world.clock ?? { nowMs: () => Date.now() };
  await prepareDataDir(config.dataDir);
  const ring = inOneLine(() =>
    config.keys === undefined ? openKeyFile(config.dataDir) : parseKeyRing(config.keys),
  );
  const accountServer = await listen(config.host, config.port, 'COUNTERSIGN_PORT');
  const authenticatorServer = await listen(
    config.host,
    config.authenticatorPort,
    'COUNTERSIGN_AUTHENTICATOR_PORT',
  ).catch(async (error: unknown) => {
    await close(accountServer);
    throw error;
  });
  const settings: Settings = {
    issuer: config.name,
    accountUrl: config.accountUrl ?? `http://localhost:${portOf(accountServer)}`,
    authenticatorUrl: config.authenticatorUrl ?? `http://localhost:${portOf(authenticatorServer)}`,
  };
  const store = await openStore(config.dataDir).catch(async (error: unknown) => {
    await Promise.all([close(accountServer), close(authenticatorServer)]);
    throw new StartError((error as Error).message, { cause: error });
  });
  const ports = createPorts({ ring, store, clock, settings });

  const outbox = createOutbox(config.dataDir);
  const from = config.mailFrom ?? `${config.name} <no-reply@${new URL(settings.accountUrl).hostname}>`;
  const send =
    config.smtpUrl === undefined
      ? createOutboxSender(outbox, clock, from, settings)
      : createSmtpSender(config.smtpUrl, from, settings);
  const showsOutbox = config.smtpUrl === undefined && isLoopback(config.host);
  const delivery = startMailDelivery({ ...ports, log: world.log }, send);
  const housekeeping = setInterval(() => {
    removeExpired(ports).catch((error: unknown) => {
      world.log.error('housekeeping_failed', error);
    });
  }, HOUSEKEEPING_INTERVAL_MS);
  housekeeping.unref();

  const parts: HttpParts = {
    ports,
    formTokens: createFormTokens(ring),
    log: world.log,
    outbox: showsOutbox ? outbox : undefined,
    trustedProxies: config.trustedProxies,
  };
  serveOn(accountServer, createAccountApp(parts));
  serveOn(authenticatorServer, createAuthenticatorApp(parts, APP_DIR));

  return {
    accountUrl: settings.accountUrl,
    authenticatorUrl: settings.authenticatorUrl,
    mailTo: describeMail(config, showsOutbox, settings),
    async stop() {
      clearInterval(housekeeping);
      await Promise.all([close(accountServer), close(authenticatorServer)]);
      await delivery.stop();
      await store.close();
    },
  };
}

/** What the rules work with, made from a key ring and a store. */
export function createPorts(parts: { ring: KeyRing; store: Store; clock: Clock; settings: Settings }): Ports {
  const { ring, store, clock, settings } = parts;
  return {
    store,
    clock,
    secretBox: createSecretBox(ring),
    passwordHasher: createPasswordHasher(),
    tokens: createTokens(ring),
    webAuthn: createWebAuthn({ origin: settings.accountUrl, name: settings.issuer }),
    settings,
    isCommonPassword: createCommonPasswords(),
  };
}

function describeMail(config: Config, showsOutbox: boolean, settings: Settings): string {
  if (config.smtpUrl !== undefined) return `through ${new URL(config.smtpUrl).host}`;
  return showsOutbox
    ? `to the outbox, ${settings.accountUrl}/outbox (set COUNTERSIGN_SMTP_URL to send it)`
    : `to files in ${config.dataDir}/outbox (set COUNTERSIGN_SMTP_URL to send it)`;
}

async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(
      `The data folder ${dataDir} cannot be written to: set COUNTERSIGN_DATA_DIR to one that can.`,
      {
        cause: error,
      },
    );
  }
}

function inOneLine<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new StartError((error as Error).message, { cause: error });
  }
}

async function listen(host: string, port: number, setting: string): Promise<Server> {
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new StartError(describeListenError(error, host, port, setting), { cause: error }));
    });
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve(server);
    });
  });
}

function describeListenError(
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
  setting: string,
): string {
  const where = `${host}:${String(port)}`;
  if (error.code === 'EADDRINUSE')
    return `Port ${where} is taken: stop what uses it, or set ${setting} to another one.`;
  if (error.code === 'EACCES') return `Port ${where} is not allowed: set ${setting} to one above 1023.`;
  return `Cannot listen on ${where}: ${error.message}.`;
}

function serveOn(server: Server, app: Hono<Env>): void {
  const listener = getRequestListener(app.fetch);
  server.on('request', (incoming, outgoing) => {
    if (isHostHeader(incoming.headers.host)) void listener(incoming, outgoing);
    else outgoing.writeHead(400, { connection: 'close' }).end();
  });
}

function portOf(server: Server): string {
  return String((server.address() as AddressInfo).port);
}

/** Stops taking connections, lets requests under way finish, and cuts what is still open after a while. */
async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, DRAIN_MS);
  await closed;
  clearTimeout(cut);
}
