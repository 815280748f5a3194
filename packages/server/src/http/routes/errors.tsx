/** Errors as a person meets them: a way on where there is one, else a page that says what to do. */
import type { Context } from 'hono';
import {
  ChallengeGoneError,
  NotFoundError,
  StepUpRequiredError,
  TooBusyError,
  TooOftenError,
} from '../../domain/errors.ts';
import { clearCookie, readCookie, type AccountContext, type Env } from '../context.ts';
import { BadFormError } from '../form-body.ts';
import { NotLoggedInError, safeReturnPath } from '../guards.ts';
import { ErrorPage, type ErrorStatus } from '../pages/error.tsx';
import { renderPage } from '../pages/layout.tsx';

/** Answers a failure of a page. */
export function answerError(error: Error, c: Context<Env>): Response | Promise<Response> {
  if (error instanceof NotLoggedInError) return leadToLogIn(c);
  if (error instanceof StepUpRequiredError) {
    return c.redirect(`/account/step-up?return_to=${encodeURIComponent(safeReturnPath(c.req.path))}`, 303);
  }
  if (error instanceof ChallengeGoneError) {
    clearCookie(c, 'challenge');
    return c.redirect('/log-in?notice=challenge_ended', 303);
  }
  if (error instanceof NotFoundError) return errorPage(c, 404);
  if (error instanceof BadFormError) return errorPage(c, error.status === 415 ? 400 : error.status);
  if (error instanceof TooOftenError) return errorPage(c, 429, error.retryAfterSeconds);
  if (error instanceof TooBusyError) return errorPage(c, 503, error.retryAfterSeconds);
  c.var.parts.log.error('page_failed', error, { method: c.req.method, path: c.req.path });
  return errorPage(c, 500);
}

/** There is no such page. */
export function answerNotFound(c: Context<Env>): Response | Promise<Response> {
  return errorPage(c, 404);
}

/** To the log-in, or to the second step where one waits; and back afterwards (attack 29). */
function leadToLogIn(c: AccountContext): Response {
  if (readCookie(c, 'challenge') !== undefined) return c.redirect('/log-in/two-factor', 303);
  const back =
    c.req.method === 'GET' && c.req.path !== '/account' ? `?return_to=${encodeURIComponent(c.req.path)}` : '';
  return c.redirect(`/log-in${back}`, 303);
}

function errorPage(
  c: Context<Env>,
  status: ErrorStatus,
  retryAfterSeconds?: number,
): Response | Promise<Response> {
  if (retryAfterSeconds !== undefined) c.header('retry-after', String(retryAfterSeconds));
  const { issuer } = c.var.parts.ports.settings;
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return c.html(renderPage(<ErrorPage serviceName={issuer} status={status} {...wait} />), status);
}
