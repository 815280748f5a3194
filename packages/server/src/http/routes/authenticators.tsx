/** Renaming and removing an authenticator. */
import { Hono } from 'hono';
import { findAuthenticator, removeAuthenticator, renameAuthenticator } from '../../domain/authenticators.ts';
import { LastFactorError } from '../../domain/errors.ts';
import { portsOf, type Env } from '../context.ts';
import { readForm } from '../form-body.ts';
import { requireSteppedUpSession } from '../guards.ts';
import { AuthenticatorRemovePage, AuthenticatorRenamePage } from '../pages/authenticators.tsx';
import { accountPageProps, fieldErrorsOf, show } from './present.ts';

/** `/account/two-factor/authenticators/:id/rename` and `.../remove`. */
export function authenticatorRoutes(): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/account/two-factor/authenticators/:id/rename', (c) => {
    const live = requireSteppedUpSession(c);
    const { id, name } = findAuthenticator(live, c.req.param('id'));
    return show(c, <AuthenticatorRenamePage {...accountPageProps(c, live)} id={id} name={name} />);
  });

  app.post('/account/two-factor/authenticators/:id/rename', async (c) => {
    const live = requireSteppedUpSession(c);
    const id = c.req.param('id');
    const { name } = await readForm(c, ['name']);
    try {
      await renameAuthenticator(portsOf(c), live, c.var.origin, { id, name });
      return c.redirect('/account/two-factor?notice=authenticator_renamed', 303);
    } catch (error) {
      const errors = fieldErrorsOf(error, ['name']);
      const page = { ...accountPageProps(c, live), id, name, errors };
      return show(c, <AuthenticatorRenamePage {...page} />, 422);
    }
  });

  app.get('/account/two-factor/authenticators/:id/remove', (c) => {
    const live = requireSteppedUpSession(c);
    const { id, name } = findAuthenticator(live, c.req.param('id'));
    const last = live.factors.length + live.securityKeys.length === 1;
    return show(
      c,
      <AuthenticatorRemovePage {...accountPageProps(c, live)} id={id} name={name} last={last} />,
    );
  });

  app.post('/account/two-factor/authenticators/:id/remove', async (c) => {
    const live = requireSteppedUpSession(c);
    await readForm(c, []);
    try {
      await removeAuthenticator(portsOf(c), live, c.var.origin, c.req.param('id'));
      return c.redirect('/account/two-factor?notice=authenticator_removed', 303);
    } catch (error) {
      if (!(error instanceof LastFactorError)) throw error;
      return c.redirect('/account/two-factor/disable', 303);
    }
  });

  return app;
}
