/** Errors as the Heroku command line reads them: `id` for programs, `message` for people. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import {
  CountersignError,
  LogInDeniedError,
  NotFoundError,
  ScopeMissingError,
  SecondStepRefusedError,
  TooBusyError,
  TooOftenError,
  TwoFactorRequiredError,
  WrongCredentialsError,
} from '../../domain/errors.ts';
import type { Log } from '../../ops/log.ts';
import { BadFormError } from '../form-body.ts';
import { BadBodyError } from './body.ts';
import { isBasic } from './caller.ts';

/** Answers a refusal of the rules; anything else is logged, and is a 500 that says nothing. */
export function createErrorAnswer(log: Log): (error: Error, c: Context) => Response {
  return (error, c) => {
    if (error instanceof TooOftenError || error instanceof TooBusyError) {
      c.header('retry-after', String(error.retryAfterSeconds));
    }
    const [status, id] = classify(error, c);
    if (status === 401) c.header('www-authenticate', 'Bearer');
    if (status !== 500) return answer(c, status, id, messageOf(error));
    log.error('api_failed', error, { method: c.req.method, path: c.req.path });
    return answer(c, 500, id, 'Something went wrong here. Try again.');
  };
}

/** There is nothing at this address, or not for this caller. */
export function answerNothingHere(c: Context): Response {
  return answer(c, 404, 'not_found', "Couldn't find that.");
}

function answer(c: Context, status: ContentfulStatusCode, id: string, message: string): Response {
  const resource = c.req.path.startsWith('/oauth/sessions') ? 'session' : 'authorization';
  return c.json({ id, message, ...(id === 'not_found' && { resource }) }, status);
}

function classify(error: Error, c: Context): [status: ContentfulStatusCode, id: string] {
  if (error instanceof WrongCredentialsError) return [401, 'unauthorized'];
  if (error instanceof TwoFactorRequiredError || error instanceof SecondStepRefusedError) {
    // Whoever shows a token is known, and only may not do this yet.
    return [isBasic(c.req.header('authorization')) ? 401 : 403, 'two_factor'];
  }
  if (error instanceof ScopeMissingError || error instanceof LogInDeniedError) return [403, 'forbidden'];
  if (error instanceof NotFoundError) return [404, 'not_found'];
  if (error instanceof TooOftenError) return [429, 'rate_limit'];
  if (error instanceof TooBusyError) return [503, 'too_busy'];
  if (error instanceof BadFormError) return [413, 'invalid_params'];
  if (error instanceof CountersignError || error instanceof BadBodyError) return [422, 'invalid_params'];
  return [500, 'internal_server_error'];
}

function messageOf(error: Error): string {
  if (error instanceof WrongCredentialsError) return 'Invalid credentials provided.';
  if (error instanceof NotFoundError) return "Couldn't find that.";
  return error.message;
}
