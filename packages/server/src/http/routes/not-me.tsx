/** "This wasn't me": the page behind the link of a security mail. */
import { Hono } from 'hono';
import { LinkGoneError } from '../../domain/errors.ts';
import { reportNotMe, viewNotMe } from '../../domain/not-me.ts';
import { clearCookie, portsOf, type AccountContext, type Env } from '../context.ts';
import { readForm } from '../form-body.ts';
import { NotMeDonePage, NotMePage } from '../pages/not-me.tsx';
import { LinkEndedPage } from '../pages/verify-email.tsx';
import { pageProps, show } from './present.ts';

/** `/not-me`. */
export function notMeRoutes(): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/not-me', async (c) => {
    const token = c.req.query('token') ?? '';
    try {
      const { email } = await viewNotMe(portsOf(c), token);
      return await show(c, <NotMePage {...pageProps(c)} email={email} token={token} />);
    } catch (error) {
      return linkEnded(c, error);
    }
  });

  app.post('/not-me', async (c) => {
    const form = await readForm(c, ['token']);
    try {
      const { email } = await reportNotMe(portsOf(c), form.token, c.var.origin);
      clearCookie(c, 'session');
      return await show(c, <NotMeDonePage serviceName={pageProps(c).serviceName} email={email} />);
    } catch (error) {
      return linkEnded(c, error);
    }
  });

  return app;
}

function linkEnded(c: AccountContext, error: unknown): Response | Promise<Response> {
  if (!(error instanceof LinkGoneError)) throw error;
  return show(c, <LinkEndedPage serviceName={pageProps(c).serviceName} purpose="not_me" />, 410);
}
