/** `GET /account` for programs. People who open the same address get their Account settings. */
import { Hono, type Context } from 'hono';
import { requireScope } from '../../domain/api-caller.ts';
import type { CallerReader } from './caller.ts';

const HEROKU_MEDIA_TYPE = 'application/vnd.heroku+json';

/** Whose account it is, and whether two-factor is on. */
export function accountRoutes({ callerOf }: CallerReader): Hono {
  const app = new Hono();

  app.get('/account', async (c, next) => {
    if (isPage(c)) return next();
    const caller = await callerOf(c);
    requireScope(caller, 'account:read');
    const { id, email, createdAtMs } = caller.account;
    const created_at = new Date(createdAtMs).toISOString();
    return c.json({ id, email, two_factor_authentication: caller.twoFactor, created_at });
  });

  return app;
}

function isPage(c: Context): boolean {
  const asksForJson = c.req.header('accept')?.includes(HEROKU_MEDIA_TYPE) ?? false;
  return c.req.header('authorization') === undefined && !asksForJson;
}
