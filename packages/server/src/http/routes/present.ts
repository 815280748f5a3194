/** From a request to a page: the props that every page has, and the page as an answer. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { VNode } from 'preact';
import type { LiveSession } from '../../domain/step-up.ts';
import { portsOf, type AccountContext } from '../context.ts';
import { renderPage, type AccountPageProps, type PageProps } from '../pages/layout.tsx';

/** What every page needs. */
export function pageProps(c: AccountContext): PageProps {
  const { parts, browserToken } = c.var;
  return { serviceName: parts.ports.settings.issuer, csrfToken: parts.formTokens.make(browserToken) };
}

/** What every page of a logged-in person needs. */
export function accountPageProps(c: AccountContext, live: LiveSession): AccountPageProps {
  return { ...pageProps(c), email: live.account.email, nowMs: portsOf(c).clock.nowMs() };
}

/** Answers with a page. */
export function show(c: AccountContext, page: VNode, status: ContentfulStatusCode = 200): Response | Promise<Response> {
  return c.html(renderPage(page), status);
}
