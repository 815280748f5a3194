/** Logging in and out. */
import { Hono } from 'hono';
import { ChallengeGoneError, EmailNotVerifiedError, SecondStepRefusedError } from '../../domain/errors.ts';
import { findChallenge, logIn, passSecondStep } from '../../domain/log-in.ts';
import type { SecondStepProof } from '../../domain/second-step.ts';
import { logOut } from '../../domain/sessions.ts';
import { clearCookie, portsOf, readCookie, writeCookie, type AccountContext, type Env } from '../context.ts';
import { readForm } from '../form-body.ts';
import { requireSession, safeReturnPath } from '../guards.ts';
import { LogInPage } from '../pages/log-in.tsx';
import { LogInRecoveryCodePage, LogInTwoFactorPage } from '../pages/log-in-two-factor.tsx';
import { fieldErrorsOf, oneOf, pageProps, show } from './present.ts';

const NOTICES = ['verified', 'password_changed', 'logged_out', 'challenge_ended', 'account_deleted'] as const;

/** `/log-in`, `/log-in/two-factor`, `/log-in/recovery-code`, `/log-out`. */
export function logInRoutes(): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/log-in', (c) => {
    const returnTo = safeReturnPath(c.req.query('return_to'));
    if (c.var.live !== undefined) return c.redirect(returnTo, 303);
    const asked = c.req.query('return_to') === undefined ? undefined : 'log_in_first';
    const notice = oneOf(c.req.query('notice'), NOTICES) ?? asked;
    return show(c, <LogInPage {...pageProps(c)} returnTo={returnTo} {...(notice && { notice })} />);
  });

  app.post('/log-in', async (c) => {
    const form = await readForm(c, ['email', 'password', 'return_to']);
    const page = { ...pageProps(c), email: form.email, returnTo: safeReturnPath(form.return_to) };
    try {
      const outcome = await logIn(portsOf(c), form, c.var.origin);
      if (outcome.kind === 'session') return enter(c, outcome.token, page.returnTo);
      writeCookie(c, 'challenge', outcome.token);
      return c.redirect(`/log-in/two-factor?return_to=${encodeURIComponent(page.returnTo)}`, 303);
    } catch (error) {
      if (error instanceof EmailNotVerifiedError) {
        return show(c, <LogInPage {...page} notice="verify_email_first" />, 403);
      }
      const errors = fieldErrorsOf(error, ['email', 'password']);
      return show(c, <LogInPage {...page} errors={errors} />, 422);
    }
  });

  app.get('/log-in/two-factor', async (c) => {
    const returnTo = await requireChallenge(c);
    return show(c, <LogInTwoFactorPage {...pageProps(c)} returnTo={returnTo} />);
  });

  app.get('/log-in/recovery-code', async (c) => {
    const returnTo = await requireChallenge(c);
    return show(c, <LogInRecoveryCodePage {...pageProps(c)} returnTo={returnTo} />);
  });

  app.post('/log-in/two-factor', async (c) => {
    const form = await readForm(c, ['passcode', 'recovery_code', 'return_to']);
    const returnTo = safeReturnPath(form.return_to);
    const usesRecoveryCode = form.recovery_code !== '';
    const proof: SecondStepProof = usesRecoveryCode
      ? { recoveryCode: form.recovery_code }
      : { passcode: form.passcode };
    try {
      const token = await passSecondStep(portsOf(c), readCookie(c, 'challenge') ?? '', proof, c.var.origin);
      return enter(c, token, usesRecoveryCode ? '/account?notice=recovery_code_used' : returnTo);
    } catch (error) {
      // The same answer whether the code was wrong, old, reused or not looked at (attacks 1-15).
      if (!(error instanceof SecondStepRefusedError)) throw error;
      const Page = usesRecoveryCode ? LogInRecoveryCodePage : LogInTwoFactorPage;
      return show(c, <Page {...pageProps(c)} returnTo={returnTo} error={error.message} />, 422);
    }
  });

  app.post('/log-out', async (c) => {
    await readForm(c, []);
    await logOut(portsOf(c), requireSession(c), c.var.origin);
    clearCookie(c, 'session');
    return c.redirect('/log-in?notice=logged_out', 303);
  });

  return app;
}

function enter(c: AccountContext, token: string, path: string): Response {
  clearCookie(c, 'challenge');
  writeCookie(c, 'session', token);
  return c.redirect(path, 303);
}

/** The way back of the log-in that waits; without one, an error that leads to the log-in. */
async function requireChallenge(c: AccountContext): Promise<string> {
  const challenge = await findChallenge(portsOf(c), readCookie(c, 'challenge') ?? '');
  if (challenge === undefined) throw new ChallengeGoneError();
  return safeReturnPath(c.req.query('return_to'));
}
