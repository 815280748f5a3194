/**
 * The API that the Heroku command line speaks, so that it works with Countersign unmodified: `HEROKU_HOST` and
 * `HEROKU_LOGIN_HOST` name the account pages' address.
 */
import { Hono } from 'hono';
import type { HttpParts } from '../context.ts';
import { accountRoutes } from './account.ts';
import { authorizationRoutes } from './authorizations.ts';
import { createCallerReader } from './caller.ts';
import { commandLineRoutes } from './command-line.ts';
import { answerNothingHere, createErrorAnswer } from './error.ts';
import { sessionRoutes } from './sessions.ts';

/** `/oauth`, `/auth`, and `/account` for programs. */
export function oauthRoutes(parts: HttpParts): Hono {
  const { ports, log } = parts;
  const reader = createCallerReader(parts);
  const answerError = createErrorAnswer(log);
  const app = new Hono();
  for (const routes of [
    accountRoutes(reader),
    authorizationRoutes(ports, reader),
    sessionRoutes(ports, reader),
    commandLineRoutes(ports, reader),
  ]) {
    app.route('/', routes.onError(answerError));
  }
  app.all('/oauth/*', answerNothingHere);
  return app;
}
