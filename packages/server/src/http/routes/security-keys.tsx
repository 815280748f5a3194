/** Adding a security key, naming it, and removing it. */
import { Hono } from 'hono';
import { LastFactorError, NotFoundError } from '../../domain/errors.ts';
import {
  addSecurityKey,
  findSecurityKey,
  removeSecurityKey,
  renameSecurityKey,
  startSecurityKey,
} from '../../domain/security-keys.ts';
import { hasTwoFactor, type LiveSession } from '../../domain/step-up.ts';
import { portsOf, writeCookie, type AccountContext, type Env } from '../context.ts';
import { readForm } from '../form-body.ts';
import { requireSteppedUpSession } from '../guards.ts';
import type { FieldErrors } from '../pages/form.tsx';
import { SecurityKeyAddPage, SecurityKeyPage, SecurityKeyRemovePage } from '../pages/security-key.tsx';
import { accountPageProps, fieldErrorsOf, show } from './present.ts';

const DEFAULT_NAME = 'Security key';

/** `/account/two-factor/security-keys/...`. */
export function securityKeyRoutes(): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/account/two-factor/security-keys/new', (c) =>
    showAdd(c, requireSteppedUpSession(c), DEFAULT_NAME),
  );

  app.post('/account/two-factor/security-keys/new', async (c) => {
    const live = requireSteppedUpSession(c);
    const form = await readForm(c, ['name', 'security_key']);
    try {
      const request = { name: form.name, answer: form.security_key };
      const { token, enabled } = await addSecurityKey(portsOf(c), live, c.var.origin, request);
      writeCookie(c, 'session', token);
      const notice = enabled ? 'security_key_enabled' : 'security_key_added';
      return c.redirect(`/account/two-factor?notice=${notice}`, 303);
    } catch (error) {
      const errors = fieldErrorsOf(error, ['name', 'security_key']);
      return await showAdd(c, live, form.name, errors);
    }
  });

  app.get('/account/two-factor/security-keys/:id', (c) => {
    const live = requireSteppedUpSession(c);
    const securityKey = findSecurityKey(live, c.req.param('id'));
    return show(c, <SecurityKeyPage {...accountPageProps(c, live)} securityKey={securityKey} />);
  });

  app.post('/account/two-factor/security-keys/:id', async (c) => {
    const live = requireSteppedUpSession(c);
    const form = await readForm(c, ['name']);
    const securityKey = findSecurityKey(live, c.req.param('id'));
    try {
      await renameSecurityKey(portsOf(c), live, c.var.origin, { id: securityKey.id, name: form.name });
      return c.redirect('/account/two-factor?notice=security_key_renamed', 303);
    } catch (error) {
      const errors = fieldErrorsOf(error, ['name']);
      const page = { ...accountPageProps(c, live), securityKey, name: form.name, errors };
      return show(c, <SecurityKeyPage {...page} />, 422);
    }
  });

  app.get('/account/two-factor/security-keys/:id/remove', (c) => {
    const live = requireSteppedUpSession(c);
    const securityKey = findSecurityKey(live, c.req.param('id'));
    const isLast = live.factors.length + live.securityKeys.length === 1;
    const page = { ...accountPageProps(c, live), securityKey, isLast };
    return show(c, <SecurityKeyRemovePage {...page} />);
  });

  app.post('/account/two-factor/security-keys/:id/remove', async (c) => {
    const live = requireSteppedUpSession(c);
    await readForm(c, []);
    try {
      await removeSecurityKey(portsOf(c), live, c.var.origin, c.req.param('id'));
    } catch (error) {
      if (error instanceof LastFactorError) return c.redirect(c.req.path, 303); // where the page says so
      if (!(error instanceof NotFoundError)) throw error; // it is gone: what the person asked for
    }
    return c.redirect('/account/two-factor?notice=security_key_removed', 303);
  });

  return app;
}

async function showAdd(
  c: AccountContext,
  live: LiveSession,
  name: string,
  errors?: FieldErrors<'name' | 'security_key'>,
): Promise<Response> {
  const options = await startSecurityKey(portsOf(c), live);
  const page = { ...accountPageProps(c, live), options, name, enables: !hasTwoFactor(live) };
  if (errors === undefined) return show(c, <SecurityKeyAddPage {...page} />);
  return show(c, <SecurityKeyAddPage {...page} errors={errors} />, 422);
}
