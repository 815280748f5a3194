/** Every page of the account origin. */
import { Hono } from 'hono';
import type { Env, HttpParts } from '../context.ts';
import { accountRoutes } from './account.tsx';
import { activityRoutes } from './activity.tsx';
import { apiTokenRoutes } from './api-tokens.tsx';
import { authenticatorRoutes } from './authenticators.tsx';
import { commandLineRoutes } from './command-line.tsx';
import { logInRoutes } from './log-in.tsx';
import { notMeRoutes } from './not-me.tsx';
import { outboxRoutes } from './outbox.tsx';
import { recoveryCodeRoutes } from './recovery-codes.tsx';
import { resetPasswordRoutes } from './reset-password.tsx';
import { securityKeyRoutes } from './security-keys.tsx';
import { sessionRoutes } from './sessions.tsx';
import { signUpRoutes } from './sign-up.tsx';
import { stepUpRoutes } from './step-up.tsx';
import { twoFactorRoutes } from './two-factor.tsx';

/** Joins the pages' routes. */
export function pageRoutes(parts: HttpParts): Hono<Env> {
  const app = new Hono<Env>();
  app.get('/', (c) => c.redirect(c.var.live === undefined ? '/log-in' : '/account', 303));
  app.route('/', signUpRoutes());
  app.route('/', logInRoutes());
  app.route('/', resetPasswordRoutes());
  app.route('/', accountRoutes());
  app.route('/', activityRoutes());
  app.route('/', notMeRoutes());
  app.route('/', stepUpRoutes());
  app.route('/', twoFactorRoutes());
  app.route('/', securityKeyRoutes());
  app.route('/', authenticatorRoutes());
  app.route('/', recoveryCodeRoutes());
  app.route('/', sessionRoutes());
  app.route('/', apiTokenRoutes());
  app.route('/', commandLineRoutes());
  if (parts.outbox !== undefined) app.route('/', outboxRoutes(parts.outbox));
  return app;
}
