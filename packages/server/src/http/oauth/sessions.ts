/** `/oauth/sessions`: the browsers that are logged in; and `~`, the caller itself, which logs itself out. */
import { Hono } from 'hono';
import { requireScope } from '../../domain/api-caller.ts';
import { revokeApiToken } from '../../domain/api-tokens.ts';
import { describeBrowser } from '../../domain/browser-name.ts';
import { NotFoundError } from '../../domain/errors.ts';
import type { Ports, Session } from '../../domain/ports.ts';
import { listSessions, revokeSession } from '../../domain/sessions.ts';
import type { CallerReader } from './caller.ts';

/** Sessions: listed and ended. */
export function sessionRoutes(ports: Ports, { callerOf, originOf }: CallerReader): Hono {
  const app = new Hono();

  app.get('/oauth/sessions', async (c) => {
    const caller = await callerOf(c);
    requireScope(caller, 'sessions:read');
    const sessions = await listSessions(ports, caller);
    return c.json(sessions.map(present));
  });

  app.delete('/oauth/sessions/~', async (c) => {
    const { account, apiToken } = await callerOf(c); // any token may end itself
    if (apiToken === undefined) throw new NotFoundError();
    const { id, name } = await revokeApiToken(ports, account.id, originOf(c), apiToken.id);
    return c.json({ id, description: name });
  });

  app.delete('/oauth/sessions/:id', async (c) => {
    const caller = await callerOf(c);
    requireScope(caller, 'global');
    const session = await revokeSession(ports, caller, originOf(c), c.req.param('id'));
    return c.json(present(session));
  });

  return app;
}

function present(session: Session) {
  const { id, userAgent, address, createdAtMs, expiresAtMs } = session;
  return {
    id,
    description: `${describeBrowser(userAgent)}, ${address}`,
    created_at: new Date(createdAtMs).toISOString(),
    expires_in: Math.floor((expiresAtMs - createdAtMs) / 1000),
  };
}
