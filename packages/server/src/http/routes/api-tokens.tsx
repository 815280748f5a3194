/** The API tokens tab. */
import { Hono } from 'hono';
import { listApiTokens, makeApiToken, revokeApiToken } from '../../domain/api-tokens.ts';
import { NotFoundError } from '../../domain/errors.ts';
import type { LiveSession } from '../../domain/step-up.ts';
import { portsOf, type AccountContext, type Env } from '../context.ts';
import { readForm } from '../form-body.ts';
import { requireSession, requireSteppedUpSession } from '../guards.ts';
import { ApiTokenCreatedPage, ApiTokensPage, type ApiTokensProps } from '../pages/api-tokens.tsx';
import { accountPageProps, fieldErrorsOf, oneOf, show } from './present.ts';

/** `/account/api-tokens`. */
export function apiTokenRoutes(): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/account/api-tokens', async (c) => {
    const live = requireSession(c);
    const notice = oneOf(c.req.query('notice'), ['api_token_revoked'] as const);
    return show(c, <ApiTokensPage {...await tokenListProps(c, live)} {...(notice && { notice })} />);
  });

  app.post('/account/api-tokens', async (c) => {
    const live = requireSteppedUpSession(c);
    const form = await readForm(c, ['name', 'expires_in_days']);
    try {
      const request = { name: form.name, expiresInDays: Number(form.expires_in_days) };
      const made = await makeApiToken(portsOf(c), live, c.var.origin, request);
      return await show(c, <ApiTokenCreatedPage {...accountPageProps(c, live)} {...made} />);
    } catch (error) {
      const errors = fieldErrorsOf(error, ['name', 'expires_in_days']);
      const typed = { name: form.name, expiresInDays: form.expires_in_days };
      return show(c, <ApiTokensPage {...await tokenListProps(c, live)} {...typed} errors={errors} />, 422);
    }
  });

  app.post('/account/api-tokens/revoke', async (c) => {
    const live = requireSession(c);
    const form = await readForm(c, ['api_token_id']);
    await revokeApiToken(portsOf(c), live, c.var.origin, form.api_token_id).catch((error: unknown) => {
      if (!(error instanceof NotFoundError)) throw error; // it is gone: what the person asked for
    });
    return c.redirect('/account/api-tokens?notice=api_token_revoked', 303);
  });

  return app;
}

async function tokenListProps(c: AccountContext, live: LiveSession): Promise<ApiTokensProps> {
  return { ...accountPageProps(c, live), apiTokens: await listApiTokens(portsOf(c), live) };
}
