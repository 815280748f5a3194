/** Signing up, and the page behind the mail's link. */
import { Hono } from 'hono';
import { verifyEmailChange } from '../../domain/account.ts';
import { LinkGoneError } from '../../domain/errors.ts';
import { findLink } from '../../domain/mail-links.ts';
import { signUp, verifySignUp } from '../../domain/sign-up.ts';
import { portsOf, type AccountContext, type Env } from '../context.ts';
import { readForm } from '../form-body.ts';
import { CheckYourMailPage, SignUpPage } from '../pages/sign-up.tsx';
import { EmailVerifiedPage, LinkEndedPage, VerifyEmailPage } from '../pages/verify-email.tsx';
import { fieldErrorsOf, pageProps, show } from './present.ts';

/** The two purposes for which an address is verified here, and the path of each one's link. */
const VERIFICATIONS = [
  { purpose: 'sign_up', path: '/verify-email', verify: verifySignUp },
  { purpose: 'change_email', path: '/verify-new-email', verify: verifyEmailChange },
] as const;

/** `/sign-up`, `/verify-email`, `/verify-new-email`. */
export function signUpRoutes(): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/sign-up', (c) => show(c, <SignUpPage {...pageProps(c)} />));

  app.post('/sign-up', async (c) => {
    const form = await readForm(c, ['email', 'password']);
    try {
      const { email } = await signUp(portsOf(c), form);
      return await show(c, <CheckYourMailPage serviceName={pageProps(c).serviceName} email={email} />);
    } catch (error) {
      const errors = fieldErrorsOf(error, ['email', 'password']);
      return show(c, <SignUpPage {...pageProps(c)} email={form.email} errors={errors} />, 422);
    }
  });

  for (const { purpose, path, verify } of VERIFICATIONS) {
    app.get(path, async (c) => {
      const token = c.req.query('token') ?? '';
      const link = await findLink(portsOf(c), purpose, token);
      if (link === undefined) return linkEnded(c, purpose);
      return show(c, <VerifyEmailPage {...pageProps(c)} purpose={purpose} action={path} token={token} />);
    });

    app.post(path, async (c) => {
      const form = await readForm(c, ['token']);
      try {
        await verify(portsOf(c), form.token, c.var.origin);
        return await show(c, <EmailVerifiedPage serviceName={pageProps(c).serviceName} purpose={purpose} />);
      } catch (error) {
        if (!(error instanceof LinkGoneError)) throw error;
        return linkEnded(c, purpose);
      }
    });
  }

  return app;
}

function linkEnded(c: AccountContext, purpose: 'sign_up' | 'change_email'): Response | Promise<Response> {
  return show(c, <LinkEndedPage serviceName={pageProps(c).serviceName} purpose={purpose} />, 410);
}
