/** The Sessions tab. */
import { Hono } from 'hono';
import { describeBrowser } from '../../domain/browser-name.ts';
import { NotFoundError } from '../../domain/errors.ts';
import { listSessions, revokeOtherSessions, revokeSession } from '../../domain/sessions.ts';
import type { LiveSession } from '../../domain/step-up.ts';
import { endTrust, findTrustedBrowser, listTrustedBrowsers } from '../../domain/trusted-browsers.ts';
import { portsOf, readCookie, type AccountContext, type Env } from '../context.ts';
import { readForm } from '../form-body.ts';
import { requireSession } from '../guards.ts';
import { SessionsPage, type TrustedBrowserRow } from '../pages/sessions.tsx';
import { accountPageProps, oneOf, show } from './present.ts';

const NOTICES = ['session_revoked', 'other_sessions_revoked', 'trust_ended'] as const;

/** `/account/sessions`. */
export function sessionRoutes(): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/account/sessions', async (c) => {
    const live = requireSession(c);
    const notice = oneOf(c.req.query('notice'), NOTICES);
    const sessions = (await listSessions(portsOf(c), live)).map((session) => ({
      ...session,
      browser: describeBrowser(session.userAgent),
      current: session.id === live.session.id,
    }));
    const trustedBrowsers = await trustedBrowserRows(c, live);
    const page = { ...accountPageProps(c, live), sessions, trustedBrowsers, ...(notice && { notice }) };
    return show(c, <SessionsPage {...page} />);
  });

  app.post('/account/sessions/revoke', async (c) => {
    const live = requireSession(c);
    const form = await readForm(c, ['session_id']);
    await revokeSession(portsOf(c), live, c.var.origin, form.session_id).catch((error: unknown) => {
      if (!(error instanceof NotFoundError)) throw error; // it is gone: what the person asked for
    });
    return c.redirect('/account/sessions?notice=session_revoked', 303);
  });

  app.post('/account/sessions/revoke-others', async (c) => {
    const live = requireSession(c);
    await readForm(c, []);
    await revokeOtherSessions(portsOf(c), live, c.var.origin);
    return c.redirect('/account/sessions?notice=other_sessions_revoked', 303);
  });

  app.post('/account/sessions/end-trust', async (c) => {
    const live = requireSession(c);
    const form = await readForm(c, ['trusted_browser_id']);
    await endTrust(portsOf(c), live, c.var.origin, form.trusted_browser_id).catch((error: unknown) => {
      if (!(error instanceof NotFoundError)) throw error; // it is gone: what the person asked for
    });
    return c.redirect('/account/sessions?notice=trust_ended', 303);
  });

  return app;
}

async function trustedBrowserRows(c: AccountContext, live: LiveSession): Promise<TrustedBrowserRow[]> {
  const cookie = readCookie(c, 'trust');
  const current = cookie === undefined ? undefined : await findTrustedBrowser(portsOf(c), live, cookie);
  const browsers = await listTrustedBrowsers(portsOf(c), live);
  return browsers.map((browser) => ({
    ...browser,
    browser: describeBrowser(browser.userAgent),
    current: browser.id === current?.id,
  }));
}
