/** "Confirm it's you": a fresh proof before a sensitive act. */
import { Hono } from 'hono';
import { StepUpRefusedError } from '../../domain/errors.ts';
import { openStepUp, stepUp } from '../../domain/step-up.ts';
import { portsOf, writeCookie, type Env } from '../context.ts';
import { readForm } from '../form-body.ts';
import { requireSession, safeReturnPath } from '../guards.ts';
import { StepUpPage } from '../pages/step-up.tsx';
import { accountPageProps, fieldErrorsOf, secondStepOf, show } from './present.ts';

/** `/account/step-up`. */
export function stepUpRoutes(): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/account/step-up', async (c) => {
    const live = requireSession(c);
    const returnTo = safeReturnPath(c.req.query('return_to'));
    const ways = await openStepUp(portsOf(c), live);
    return show(c, <StepUpPage {...accountPageProps(c, live)} ways={ways} returnTo={returnTo} />);
  });

  app.post('/account/step-up', async (c) => {
    const live = requireSession(c);
    const form = await readForm(c, ['password', 'passcode', 'recovery_code', 'security_key', 'return_to']);
    const returnTo = safeReturnPath(form.return_to);
    try {
      const proof = { password: form.password, secondStep: secondStepOf(form) };
      writeCookie(c, 'session', await stepUp(portsOf(c), live, c.var.origin, proof));
      return c.redirect(returnTo, 303);
    } catch (error) {
      if (!(error instanceof StepUpRefusedError)) throw error;
      const errors = fieldErrorsOf(error, ['password']);
      const ways = await openStepUp(portsOf(c), live);
      const page = { ...accountPageProps(c, live), ways, returnTo, errors };
      return show(c, <StepUpPage {...page} />, 422);
    }
  });

  return app;
}
