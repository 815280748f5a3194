/** `/api/v1/account`: what a script can read of its account, with an API token or with a password. */
import { Hono } from 'hono';
import { requireScope } from '../../domain/api-caller.ts';
import {
  ScopeMissingError,
  SecondStepRefusedError,
  TwoFactorRequiredError,
  WrongCredentialsError,
} from '../../domain/errors.ts';
import type { HttpParts } from '../context.ts';
import { createCallerReader } from '../oauth/caller.ts';
import { problem, problemOf } from '../problem.ts';

/** The JSON API for scripts. */
export function apiRoutes(parts: HttpParts): Hono {
  const app = new Hono();
  const { callerOf } = createCallerReader(parts);
  app.onError((error, c) => {
    if (error instanceof ScopeMissingError) return problem(c, 403, error.code, error.message);
    if (error instanceof TwoFactorRequiredError || error instanceof SecondStepRefusedError) {
      c.header('www-authenticate', 'Bearer');
      return problem(c, 401, 'two_factor', error.message, { id: 'two_factor' });
    }
    if (error instanceof WrongCredentialsError) {
      c.header('www-authenticate', 'Bearer');
      return problem(c, 401, 'unauthorized', 'Send a live API token as a bearer token.');
    }
    parts.log.error('api_failed', error);
    return problemOf(c, error);
  });

  app.get('/account', async (c) => {
    const caller = await callerOf(c);
    requireScope(caller, 'account:read');
    return c.json({ email: caller.account.email, two_factor_authentication: caller.twoFactor });
  });

  app.all('*', (c) => problem(c, 404, 'not_found', 'There is nothing at this address.'));
  return app;
}
