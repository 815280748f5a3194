/** The account pages' application: guards first, then one file of routes for each thing a person does. */
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { etag } from 'hono/etag';
import { apiRoutes } from './api/account.ts';
import { withParts, type Env, type HttpParts } from './context.ts';
import { ACCOUNT_CSP, findLiveSession, identifyOrigin, refuseCrossSite, securityHeaders } from './guards.ts';
import { refuseTooLarge } from './form-body.ts';
import { healthRoutes } from './health.ts';
import { oauthRoutes } from './oauth/app.ts';
import { logRequests } from './request-log.ts';
import { answerError, answerNotFound } from './routes/errors.tsx';
import { pageRoutes } from './routes/pages.ts';

const ASSETS = fileURLToPath(new URL('./assets/', import.meta.url));
const MAX_BODY_BYTES = 64 * 1024;

/** The account origin: pages, the JSON API, health. */
export function createAccountApp(parts: HttpParts): Hono<Env> {
  const app = new Hono<Env>();
  app.use(withParts(parts), logRequests(parts.log));
  app.use(
    securityHeaders({
      csp: ACCOUNT_CSP,
      permissions:
        'camera=(), microphone=(), geolocation=(), publickey-credentials-create=(self), publickey-credentials-get=(self)',
      ownOrigin: parts.ports.settings.accountUrl,
    }),
  );
  app.onError(answerError);
  app.notFound(answerNotFound);

  app.use('/assets/*', etag(), async (c, next) => {
    await next();
    c.header('cache-control', 'no-cache'); // kept, and asked about each time: a new version shows at once
  });
  app.use(
    '/assets/*',
    serveStatic({ root: ASSETS, rewriteRequestPath: (path) => path.replace('/assets/', '') }),
  );
  app.route('/', healthRoutes(parts.ports));

  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: refuseTooLarge }));
  app.route('/api/v1', apiRoutes(parts));
  app.route('/', oauthRoutes(parts));
  app.use(identifyOrigin(parts), refuseCrossSite(parts.ports.settings.accountUrl), findLiveSession());
  app.route('/', pageRoutes(parts));
  return app;
}
