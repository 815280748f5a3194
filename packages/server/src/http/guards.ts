/** What every request passes before a route sees it: headers, limits, where it comes from, who is asking. */
import { createHash, randomBytes } from 'node:crypto';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { findSession } from '../domain/sessions.ts';
import { requireStepUp, type LiveSession } from '../domain/step-up.ts';
import { createClientAddress } from './client-address.ts';
import {
  portsOf,
  readCookie,
  writeCookie,
  type AccountContext,
  type Env,
  type HttpParts,
} from './context.ts';
import { BadFormError } from './form-body.ts';

const MAX_USER_AGENT_CHARACTERS = 256;

/** The account pages: nothing inline, nothing from elsewhere, never framed. */
export const ACCOUNT_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The authenticator: as strict as an app with WebAssembly, a camera and a worker can be. */
export const AUTHENTICATOR_CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Security headers on every answer (attack 41). Routes may set a laxer Cache-Control; none is the default. */
export function securityHeaders(options: {
  csp: string;
  permissions: string;
  ownOrigin: string;
}): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    headers.set('content-security-policy', options.csp);
    headers.set('x-content-type-options', 'nosniff');
    headers.set('x-frame-options', 'DENY');
    headers.set('referrer-policy', 'no-referrer');
    headers.set('cross-origin-opener-policy', 'same-origin');
    headers.set('cross-origin-resource-policy', 'same-origin');
    headers.set('permissions-policy', options.permissions);
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
    if (options.ownOrigin.startsWith('https:')) {
      headers.set('strict-transport-security', 'max-age=63072000');
    }
  };
}

/** Tells where a request comes from, and gives a browser without one its cookie. */
export function identifyOrigin(parts: HttpParts): MiddlewareHandler<Env> {
  const clientAddress = createClientAddress(parts.trustedProxies);
  return async (c, next) => {
    const known = readCookie(c, 'browser');
    const browserToken = known ?? randomBytes(32).toString('base64url');
    if (known === undefined) writeCookie(c, 'browser', browserToken);
    c.set('browserToken', browserToken);
    c.set('origin', {
      address: clientAddress(peerAddress(c), c.req.header('x-forwarded-for')),
      userAgent: userAgentOf(c),
      browserHash: createHash('sha256').update(browserToken).digest('base64url'),
    });
    await next();
  };
}

/** What a browser or a program says it is, in printable characters and not at any length. */
export function userAgentOf(c: Context): string {
  return (c.req.header('user-agent') ?? '').replace(/\p{C}/gu, '').slice(0, MAX_USER_AGENT_CHARACTERS);
}

/** The address at the other end of the connection. */
export function peerAddress(c: Context): string | undefined {
  return getConnInfo(c).remote.address;
}

/**
 * Refuses a state-changing request that another site made the browser send (attack 27). Browsers say where a request
 * comes from (Fetch Metadata, Origin); programs that say neither still need the form's token.
 */
export function refuseCrossSite(ownOrigin: string): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const site = c.req.header('sec-fetch-site');
    const origin = c.req.header('origin');
    const isForeign =
      site === undefined ? origin !== undefined && origin !== ownOrigin : site !== 'same-origin';
    if (isForeign) throw new BadFormError(403, 'the request comes from another site');
    return next();
  };
}

/** Finds the session behind the cookie. */
export function findLiveSession(): MiddlewareHandler<Env> {
  return async (c, next) => {
    const token = readCookie(c, 'session');
    c.set('live', token === undefined ? undefined : await findSession(portsOf(c), token, c.var.origin));
    await next();
  };
}

/** Thrown where a page needs somebody logged in: the answer leads to the log-in and back. */
export class NotLoggedInError extends Error {
  override readonly name = 'NotLoggedInError';
}

/** The live session. @throws NotLoggedInError */
export function requireSession(c: AccountContext): LiveSession {
  if (c.var.live === undefined) throw new NotLoggedInError();
  return c.var.live;
}

/** The live session, stepped up. @throws NotLoggedInError, StepUpRequiredError */
export function requireSteppedUpSession(c: AccountContext): LiveSession {
  const live = requireSession(c);
  requireStepUp(portsOf(c), live);
  return live;
}

/** A path of the account pages to go back to; anything else becomes the account page (attack 39). */
export function safeReturnPath(text: string | undefined): string {
  const isOurs = text !== undefined && /^\/account(\/[a-z0-9/-]*)?(\?[A-Za-z0-9_=&.-]*)?$/.test(text);
  return isOurs ? text : '/account';
}
