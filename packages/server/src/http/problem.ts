/** Errors of the JSON interfaces: RFC 9457 problem details with a stable `code`. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { CountersignError, TooBusyError, TooOftenError } from '../domain/errors.ts';

/** Answers with problem details. */
export function problem(
  c: Context,
  status: ContentfulStatusCode,
  code: string,
  title: string,
  more: Record<string, string> = {},
): Response {
  return c.json({ type: 'about:blank', status, title, code, ...more }, status, {
    'content-type': 'application/problem+json',
  });
}

/** Turns a refusal of the rules into problem details; anything else is a 500 that says nothing. */
export function problemOf(c: Context, error: unknown): Response {
  if (error instanceof TooOftenError || error instanceof TooBusyError) {
    c.header('retry-after', String(error.retryAfterSeconds));
    return problem(c, error instanceof TooOftenError ? 429 : 503, error.code, error.message);
  }
  if (error instanceof CountersignError) {
    const field = error.field === undefined ? {} : { field: error.field };
    return problem(c, error.code === 'not_found' ? 404 : 400, error.code, error.message, field);
  }
  return problem(c, 500, 'internal', 'Something went wrong here. Try again.');
}
