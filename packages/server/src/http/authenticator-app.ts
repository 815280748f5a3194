/** The authenticator's origin: the installed app's files, the relay, and the page behind a device's mail. */
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { etag } from 'hono/etag';
import { withParts, type Env, type HttpParts } from './context.ts';
import { refuseTooLarge } from './form-body.ts';
import { AUTHENTICATOR_CSP, identifyOrigin, refuseCrossSite, securityHeaders } from './guards.ts';
import { healthRoutes } from './health.ts';
import { deviceRoutes } from './relay/devices.ts';
import { logRequests } from './request-log.ts';
import { verifyDeviceRoutes } from './relay/verify-device.tsx';
import { answerError, answerNotFound } from './routes/errors.tsx';

const ASSETS = fileURLToPath(new URL('./assets/', import.meta.url));
const MAX_BODY_BYTES = 64 * 1024;

/**
 * The authenticator origin.
 * @param appDir the built app: index.html, and hashed files under assets/
 */
export function createAuthenticatorApp(parts: HttpParts, appDir: string): Hono<Env> {
  const app = new Hono<Env>();
  app.use(withParts(parts), logRequests(parts.log));
  app.use(
    securityHeaders({
      csp: AUTHENTICATOR_CSP,
      permissions: 'camera=(self), display-capture=(self), microphone=(), geolocation=()',
      ownOrigin: parts.ports.settings.authenticatorUrl,
    }),
  );
  app.onError(answerError);
  app.notFound(answerNotFound);

  app.route('/', healthRoutes(parts.ports));
  app.route('/relay/v1', deviceRoutes(parts.ports, parts.log));

  const verifyEmail = new Hono<Env>();
  verifyEmail.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: refuseTooLarge }));
  verifyEmail.use(identifyOrigin(parts), refuseCrossSite(parts.ports.settings.authenticatorUrl));
  verifyEmail.route('/', verifyDeviceRoutes());
  app.route('/verify-email', verifyEmail);

  // Names under assets/ carry a hash of their content, but for the two that the mail's page shares with the account.
  for (const name of ['countersign.css', 'mark.svg']) {
    app.get(`/assets/${name}`, cache('no-cache'), serveStatic({ root: ASSETS, path: name }));
  }
  app.use(
    '/assets/*',
    cache('public, max-age=31536000, immutable'),
    serveStatic({ root: appDir, precompressed: true }),
  );
  app.use(cache('no-cache'), etag(), serveStatic({ root: appDir, precompressed: true }));
  app.get('*', async (c, next) => {
    if (/\.[a-z0-9]+$/i.test(c.req.path)) return next();
    return serveStatic<Env>({ root: appDir, path: 'index.html', precompressed: true })(c, next);
  });
  return app;
}

function cache(value: string) {
  return async (c: { res: Response }, next: () => Promise<void>): Promise<void> => {
    await next();
    if (c.res.ok) c.res.headers.set('cache-control', value);
  };
}
