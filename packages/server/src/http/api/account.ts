/** `/api/v1/account`: what an API token can read of its account. */
import { Hono } from 'hono';
import { findApiTokenAccount } from '../../domain/api-tokens.ts';
import { createClientAddress } from '../client-address.ts';
import type { HttpParts } from '../context.ts';
import { peerAddress } from '../guards.ts';
import { problem, problemOf } from '../problem.ts';

/** The JSON API for scripts. */
export function apiRoutes(parts: HttpParts): Hono {
  const app = new Hono();
  const clientAddress = createClientAddress(parts.trustedProxies);
  app.onError((error, c) => {
    parts.log.error('api_failed', error);
    return problemOf(c, error);
  });

  app.get('/account', async (c) => {
    const token = /^Bearer ([A-Za-z0-9_-]{1,128})$/.exec(c.req.header('authorization') ?? '')?.[1];
    const address = clientAddress(peerAddress(c), c.req.header('x-forwarded-for'));
    const found = token === undefined ? undefined : await findApiTokenAccount(parts.ports, token, address);
    if (found === undefined) {
      c.header('www-authenticate', 'Bearer');
      return problem(c, 401, 'unauthorized', 'Send a live API token as a bearer token.');
    }
    return c.json({ email: found.account.email, two_factor_authentication: found.factors.length > 0 });
  });

  app.all('*', (c) => problem(c, 404, 'not_found', 'There is nothing at this address.'));
  return app;
}
