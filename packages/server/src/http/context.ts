/** What travels with a request: the ports, the cookies, and who is asking. */
import type { Context, MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Origin, Ports } from '../domain/ports.ts';
import type { LiveSession } from '../domain/step-up.ts';
import { TRUST_LIFETIME_DAYS } from '../domain/trusted-browsers.ts';
import type { Log } from '../ops/log.ts';

/** Makes and checks the tokens in our forms; each belongs to one browser cookie. */
export interface FormTokens {
  make(browserToken: string): string;
  check(browserToken: string, formToken: string): boolean;
}

/** Mails kept as files while no SMTP server is configured. */
export interface Outbox {
  list(): Promise<string[]>;
  read(name: string): Promise<Buffer | undefined>;
}

/** What the HTTP rooms are composed with. */
export interface HttpParts {
  ports: Ports;
  formTokens: FormTokens;
  log: Log;
  /** Undefined where mail is really sent, or others than this machine can reach the service. */
  outbox: Outbox | undefined;
  /** CIDR blocks or addresses whose forwarding headers are believed. */
  trustedProxies: readonly string[];
}

/** Variables of a request to the account pages. */
export interface Variables {
  parts: HttpParts;
  origin: Origin;
  /** The value of the browser cookie, made at the first request. */
  browserToken: string;
  /** The session behind the cookie, where there is one. */
  live: LiveSession | undefined;
}

/** The Hono environment of the account pages. */
export interface Env {
  Variables: Variables;
}

/** A request to the account pages. */
export type AccountContext = Context<Env>;

/** Our cookies. */
export type CookieName = 'session' | 'challenge' | 'browser' | 'trust';

const DAY_SECONDS = 24 * 60 * 60;
const MAX_AGE_SECONDS: Record<CookieName, number> = {
  session: 30 * DAY_SECONDS,
  challenge: 10 * 60,
  trust: TRUST_LIFETIME_DAYS * DAY_SECONDS,
  browser: 400 * DAY_SECONDS, // the most that browsers keep (RFC 6265bis §5.6.1)
};

/** Reads one of our cookies. */
export function readCookie(c: AccountContext, name: CookieName): string | undefined {
  const value = getCookie(c, cookieName(c, name));
  const bearers = name === 'trust' ? 2 : 1;
  const shape = new RegExp(`^[A-Za-z0-9_-]{${String(bearers * 43)}}$`);
  return value !== undefined && shape.test(value) ? value : undefined;
}

/** Sets one of our cookies. Over TLS it has the `__Host-` prefix: no other host can set or read it (RFC 6265bis §4.1.3.2). */
export function writeCookie(c: AccountContext, name: CookieName, value: string): void {
  setCookie(c, cookieName(c, name), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isTls(c),
    maxAge: MAX_AGE_SECONDS[name],
  });
}

/** Removes one of our cookies. */
export function clearCookie(c: AccountContext, name: CookieName): void {
  deleteCookie(c, cookieName(c, name), { path: '/', secure: isTls(c) });
}

function cookieName(c: AccountContext, name: CookieName): string {
  return `${isTls(c) ? '__Host-' : ''}countersign_${name}`;
}

function isTls(c: AccountContext): boolean {
  return c.var.parts.ports.settings.accountUrl.startsWith('https:');
}

/** The ports of this request. */
export function portsOf(c: AccountContext): Ports {
  return c.var.parts.ports;
}

/** Hands the parts to every request. */
export function withParts(parts: HttpParts): MiddlewareHandler<Env> {
  return async (c, next) => {
    c.set('parts', parts);
    await next();
  };
}
