/** `/oauth/authorizations`: API tokens over the API. A token's value stands in the answer that made it, and nowhere else. */
import { Hono } from 'hono';
import { z } from 'zod';
import { listScopes } from '../../domain/api-scopes.ts';
import {
  findApiToken,
  listApiTokens,
  LONGEST_API_TOKEN_LIFETIME_MS,
  makeApiToken,
  renameApiToken,
  revokeApiToken,
  rotateApiToken,
  setApiTokenScopes,
} from '../../domain/api-tokens.ts';
import { requireFreshProof, requireScope } from '../../domain/api-caller.ts';
import { asName } from '../../domain/name.ts';
import type { Account, ApiToken, Ports } from '../../domain/ports.ts';
import { readJson } from './body.ts';
import type { CallerReader } from './caller.ts';

const UNNAMED = 'API token';

/** Seconds, as a number or as digits: the command line sends what was typed. */
const seconds = z.union([
  z.int(),
  z
    .string()
    .regex(/^\d{1,10}$/, 'must be whole seconds')
    .transform(Number),
]);
const creation = z.object({
  description: z.string().nullish(),
  expires_in: seconds.nullish(),
  scope: z.array(z.string()).nullish(),
});
const change = z.object({
  description: z.string().nullish(),
  scope: z.array(z.string()).nullish(),
  client: z.null('there are no OAuth clients here').optional(),
});

/** Tokens: made, listed, looked at, changed, rotated, revoked. */
export function authorizationRoutes(ports: Ports, { callerOf, originOf }: CallerReader): Hono {
  const app = new Hono();
  const path = '/oauth/authorizations';

  app.post(path, async (c) => {
    const caller = await callerOf(c);
    requireScope(caller, 'tokens:write');
    const body = await readJson(c, creation);
    const authority = await requireFreshProof(ports, caller, originOf(c));
    const made = await makeApiToken(ports, authority, originOf(c), {
      name: asName(body.description ?? '', UNNAMED),
      scopes: body.scope ?? ['global'],
      lifetimeMs: body.expires_in == null ? LONGEST_API_TOKEN_LIFETIME_MS : body.expires_in * 1000,
    });
    return c.json(present(ports, caller.account, made.apiToken, made.token), 201);
  });

  app.get(path, async (c) => {
    const caller = await callerOf(c);
    requireScope(caller, 'tokens:read');
    const apiTokens = await listApiTokens(ports, caller.account.id);
    return c.json(apiTokens.map((apiToken) => present(ports, caller.account, apiToken)));
  });

  app.get(`${path}/:id`, async (c) => {
    const caller = await callerOf(c);
    requireScope(caller, 'tokens:read');
    const apiToken = await findApiToken(ports, caller.account.id, c.req.param('id'));
    await requireFreshProof(ports, caller, originOf(c));
    return c.json(present(ports, caller.account, apiToken));
  });

  app.patch(`${path}/:id`, async (c) => {
    const caller = await callerOf(c);
    requireScope(caller, 'tokens:write');
    const { description, scope: scopes } = await readJson(c, change);
    const id = c.req.param('id');
    let apiToken = await findApiToken(ports, caller.account.id, id);
    if (scopes != null) {
      const authority = await requireFreshProof(ports, caller, originOf(c));
      apiToken = await setApiTokenScopes(ports, authority, originOf(c), { id, scopes });
    }
    if (description != null) {
      const name = asName(description, UNNAMED);
      apiToken = await renameApiToken(ports, caller.account.id, originOf(c), { id, name });
    }
    return c.json(present(ports, caller.account, apiToken));
  });

  app.delete(`${path}/:id`, async (c) => {
    const caller = await callerOf(c);
    requireScope(caller, 'tokens:write');
    const apiToken = await revokeApiToken(ports, caller.account.id, originOf(c), c.req.param('id'));
    return c.json(present(ports, caller.account, apiToken));
  });

  app.post(`${path}/:id/actions/regenerate-tokens`, async (c) => {
    const caller = await callerOf(c);
    requireScope(caller, 'tokens:write');
    const id = c.req.param('id');
    await findApiToken(ports, caller.account.id, id); // no code is spent on what is not there
    const authority = await requireFreshProof(ports, caller, originOf(c));
    const rotated = await rotateApiToken(ports, authority, originOf(c), id);
    return c.json(present(ports, caller.account, rotated.apiToken, rotated.token));
  });

  return app;
}

/** An authorization as the wire has it; `token` only in the answer that made it. */
function present(ports: Ports, account: Account, apiToken: ApiToken, token?: string) {
  const { id, name, scopes, createdAtMs, updatedAtMs, expiresAtMs, lastUsedAtMs } = apiToken;
  return {
    id,
    description: name,
    scope: listScopes(scopes),
    access_token: {
      ...(token !== undefined && { token }),
      expires_in: Math.max(0, Math.floor((expiresAtMs - ports.clock.nowMs()) / 1000)),
    },
    client: null,
    user: { id: account.id, email: account.email },
    created_at: timestamp(createdAtMs),
    updated_at: timestamp(updatedAtMs),
    last_used_at: lastUsedAtMs === null ? null : timestamp(lastUsedAtMs),
    last_used_address: apiToken.lastUsedAddress,
    birth_certificate: { factor: apiToken.birthFactor, factor_age_ms: apiToken.birthFactorAgeMs },
  };
}

function timestamp(atMs: number): string {
  return new Date(atMs).toISOString();
}
