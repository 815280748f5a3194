/** One log line a request: method, path without its query (which may hold a link's token), status, time taken. */
import type { MiddlewareHandler } from 'hono';
import type { Log } from '../ops/log.ts';

/** Logs every request but the ones for assets and health. */
export function logRequests(log: Log): MiddlewareHandler {
  return async (c, next) => {
    const startedAt = performance.now();
    await next();
    if (/^\/(assets|healthz|readyz)/.test(c.req.path)) return;
    const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
    log.info('request', { method: c.req.method, path: c.req.path, status: c.res.status, durationMs });
  };
}
