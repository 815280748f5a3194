/** The API tokens tab. */
import { Hono } from 'hono';
import { listScopes, type ApiScope } from '../../domain/api-scopes.ts';
import {
  API_TOKEN_LIFETIMES_DAYS,
  authorityOfSession,
  findApiToken,
  listApiTokens,
  makeApiToken,
  renameApiToken,
  revokeApiToken,
  rotateApiToken,
  setApiTokenScopes,
  type ShownApiToken,
} from '../../domain/api-tokens.ts';
import { InvalidValueError, NotFoundError } from '../../domain/errors.ts';
import type { ApiToken } from '../../domain/ports.ts';
import type { LiveSession } from '../../domain/step-up.ts';
import { portsOf, type AccountContext, type Env } from '../context.ts';
import { BadFormError, readForm } from '../form-body.ts';
import { requireSession, requireSteppedUpSession } from '../guards.ts';
import {
  ApiTokenCreatedPage,
  ApiTokenPage,
  ApiTokensPage,
  CHOSEN_SCOPES,
  scopeField,
  type ApiTokenRow,
  type ApiTokensProps,
} from '../pages/api-tokens.tsx';
import { accountPageProps, fieldErrorsOf, oneOf, show } from './present.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOTICES = ['api_token_revoked', 'api_token_changed'] as const;
const SCOPE_FIELDS = CHOSEN_SCOPES.map(scopeField);

/** `/account/api-tokens`. */
export function apiTokenRoutes(): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/account/api-tokens', async (c) => {
    const live = requireSession(c);
    const notice = oneOf(c.req.query('notice'), NOTICES);
    return show(c, <ApiTokensPage {...await tokenListProps(c, live)} {...(notice && { notice })} />);
  });

  app.post('/account/api-tokens', async (c) => {
    const live = requireSteppedUpSession(c);
    const form = await readForm(c, ['name', 'expires_in_days', ...SCOPE_FIELDS]);
    const name = form['name'] ?? '';
    const expiresInDays = form['expires_in_days'] ?? '';
    const scopes = tickedScopes(form);
    try {
      const request = { name, scopes, lifetimeMs: parseLifetime(expiresInDays) };
      const authority = authorityOfSession(portsOf(c), live);
      return await showValue(c, live, await makeApiToken(portsOf(c), authority, c.var.origin, request));
    } catch (error) {
      const errors = fieldErrorsOf(error, ['name', 'expires_in_days']);
      const page = { ...(await tokenListProps(c, live)), name, expiresInDays, scopes, errors };
      return show(c, <ApiTokensPage {...page} />, 422);
    }
  });

  app.post('/account/api-tokens/revoke', async (c) => {
    const live = requireSession(c);
    const form = await readForm(c, ['api_token_id']);
    await revokeApiToken(portsOf(c), live.account.id, c.var.origin, form.api_token_id).catch(
      (error: unknown) => {
        if (!(error instanceof NotFoundError)) throw error; // it is gone: what the person asked for
      },
    );
    return c.redirect('/account/api-tokens?notice=api_token_revoked', 303);
  });

  app.get('/account/api-tokens/:id', async (c) => {
    const live = requireSteppedUpSession(c);
    const apiToken = await findApiToken(portsOf(c), live.account.id, c.req.param('id'));
    return show(c, <ApiTokenPage {...accountPageProps(c, live)} apiToken={rowOf(apiToken)} />);
  });

  app.post('/account/api-tokens/:id', async (c) => {
    const live = requireSteppedUpSession(c);
    const form = await readForm(c, ['act', 'name', ...SCOPE_FIELDS]);
    const id = c.req.param('id');
    const authority = authorityOfSession(portsOf(c), live);
    if (form['act'] === 'rotate') {
      return showValue(c, live, await rotateApiToken(portsOf(c), authority, c.var.origin, id));
    }
    if (form['act'] === 'scopes') {
      await setApiTokenScopes(portsOf(c), authority, c.var.origin, { id, scopes: tickedScopes(form) });
      return c.redirect('/account/api-tokens?notice=api_token_changed', 303);
    }
    if (form['act'] !== 'rename') throw new BadFormError(400, 'an unknown act');
    return rename(c, live, { id, name: form['name'] ?? '' });
  });

  return app;
}

async function rename(
  c: AccountContext,
  live: LiveSession,
  request: { id: string; name: string },
): Promise<Response> {
  try {
    await renameApiToken(portsOf(c), live.account.id, c.var.origin, request);
    return c.redirect('/account/api-tokens?notice=api_token_changed', 303);
  } catch (error) {
    const errors = fieldErrorsOf(error, ['name']);
    const apiToken = rowOf(await findApiToken(portsOf(c), live.account.id, request.id));
    const page = { ...accountPageProps(c, live), apiToken, name: request.name, errors };
    return show(c, <ApiTokenPage {...page} />, 422);
  }
}

function showValue(
  c: AccountContext,
  live: LiveSession,
  { apiToken, token }: ShownApiToken,
): Response | Promise<Response> {
  const { name, expiresAtMs } = apiToken;
  const page = { ...accountPageProps(c, live), name, token, expiresAtMs };
  return show(c, <ApiTokenCreatedPage {...page} />);
}

function parseLifetime(expiresInDays: string): number {
  const days = API_TOKEN_LIFETIMES_DAYS.find((offered) => String(offered) === expiresInDays);
  if (days === undefined) throw new InvalidValueError('expires_in_days', 'Choose 7, 30, 90 or 365 days.');
  return days * DAY_MS;
}

/** The boxes that were ticked, and what every token may. */
function tickedScopes(form: Record<string, string>): ApiScope[] {
  return ['account:read', ...CHOSEN_SCOPES.filter((scope) => form[scopeField(scope)] === 'on')];
}

function rowOf(apiToken: ApiToken): ApiTokenRow {
  return { ...apiToken, scopes: listScopes(apiToken.scopes) };
}

async function tokenListProps(c: AccountContext, live: LiveSession): Promise<ApiTokensProps> {
  const apiTokens = (await listApiTokens(portsOf(c), live.account.id)).map(rowOf);
  return { ...accountPageProps(c, live), apiTokens };
}
