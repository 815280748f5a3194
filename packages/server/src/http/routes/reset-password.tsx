/** Resetting a forgotten password by mail. */
import { Hono } from 'hono';
import { LinkGoneError } from '../../domain/errors.ts';
import { requestPasswordReset, resetPassword, viewPasswordReset } from '../../domain/reset-password.ts';
import { clearCookie, portsOf, type AccountContext, type Env } from '../context.ts';
import { readForm } from '../form-body.ts';
import { NewPasswordPage, ResetPasswordPage, ResetPasswordSentPage } from '../pages/reset-password.tsx';
import { LinkEndedPage } from '../pages/verify-email.tsx';
import { fieldErrorsOf, pageProps, secondStepOf, show } from './present.ts';

/** `/reset-password`, and `/reset-password/new` behind the mail's link. */
export function resetPasswordRoutes(): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/reset-password', (c) => show(c, <ResetPasswordPage {...pageProps(c)} />));

  app.post('/reset-password', async (c) => {
    const form = await readForm(c, ['email']);
    try {
      const { email } = await requestPasswordReset(portsOf(c), form.email);
      return await show(c, <ResetPasswordSentPage serviceName={pageProps(c).serviceName} email={email} />);
    } catch (error) {
      const errors = fieldErrorsOf(error, ['email']);
      return show(c, <ResetPasswordPage {...pageProps(c)} email={form.email} errors={errors} />, 422);
    }
  });

  app.get('/reset-password/new', async (c) => {
    const token = c.req.query('token') ?? '';
    try {
      return await show(c, <NewPasswordPage {...await newPasswordProps(c, token)} />);
    } catch (error) {
      return linkEnded(c, error);
    }
  });

  app.post('/reset-password/new', async (c) => {
    const form = await readForm(c, ['token', 'password', 'passcode', 'recovery_code', 'security_key']);
    try {
      try {
        const secondStep = secondStepOf(form);
        await resetPassword(
          portsOf(c),
          { token: form.token, password: form.password, secondStep },
          c.var.origin,
        );
        clearCookie(c, 'session');
        return c.redirect('/log-in?notice=password_changed', 303);
      } catch (error) {
        const errors = fieldErrorsOf(error, ['password', 'passcode', 'recovery_code', 'security_key']);
        return await show(
          c,
          <NewPasswordPage {...await newPasswordProps(c, form.token)} errors={errors} />,
          422,
        );
      }
    } catch (error) {
      return linkEnded(c, error);
    }
  });

  return app;
}

async function newPasswordProps(c: AccountContext, token: string) {
  const { secondStep } = await viewPasswordReset(portsOf(c), token);
  return { ...pageProps(c), token, action: '/reset-password/new', ways: secondStep };
}

function linkEnded(c: AccountContext, error: unknown): Response | Promise<Response> {
  if (!(error instanceof LinkGoneError)) throw error;
  return show(c, <LinkEndedPage serviceName={pageProps(c).serviceName} purpose="reset_password" />, 410);
}
