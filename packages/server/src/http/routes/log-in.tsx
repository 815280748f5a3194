/** Logging in and out. */
import { Hono } from 'hono';
import {
  ChallengeGoneError,
  EmailNotVerifiedError,
  PasskeyRefusedError,
  SecondStepRefusedError,
} from '../../domain/errors.ts';
import {
  findChallenge,
  logIn,
  openSecondStep,
  passSecondStep,
  type PassedLogIn,
} from '../../domain/log-in.ts';
import { logInWithPasskey, startPasskeyLogIn } from '../../domain/passkey-log-in.ts';
import type { Challenge } from '../../domain/ports.ts';
import { logOut } from '../../domain/sessions.ts';
import { clearCookie, portsOf, readCookie, writeCookie, type AccountContext, type Env } from '../context.ts';
import { readForm } from '../form-body.ts';
import { requireSession, safeReturnPath } from '../guards.ts';
import { LogInPasskeyPage } from '../pages/log-in-passkey.tsx';
import { LogInPage } from '../pages/log-in.tsx';
import { LogInRecoveryCodePage, LogInTwoFactorPage } from '../pages/log-in-two-factor.tsx';
import { fieldErrorsOf, oneOf, pageProps, secondStepOf, show } from './present.ts';

const NOTICES = ['verified', 'password_changed', 'logged_out', 'challenge_ended', 'account_deleted'] as const;

const SECOND_STEP_FIELDS = ['passcode', 'recovery_code', 'security_key'] as const;

/** `/log-in`, `/log-in/two-factor`, `/log-in/recovery-code`, `/log-in/passkey`, `/log-out`. */
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
      const trust = readCookie(c, 'trust');
      const outcome = await logIn(portsOf(c), { ...form, trust }, c.var.origin);
      if (outcome.kind === 'session') return enter(c, outcome, page.returnTo);
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
    const returnTo = safeReturnPath(c.req.query('return_to'));
    const ways = await openSecondStep(portsOf(c), await requireChallenge(c));
    return show(c, <LogInTwoFactorPage {...pageProps(c)} ways={ways} returnTo={returnTo} />);
  });

  app.get('/log-in/recovery-code', async (c) => {
    const returnTo = safeReturnPath(c.req.query('return_to'));
    const ways = await openSecondStep(portsOf(c), await requireChallenge(c));
    return show(c, <LogInRecoveryCodePage {...pageProps(c)} ways={ways} returnTo={returnTo} />);
  });

  app.post('/log-in/two-factor', async (c) => {
    const form = await readForm(c, [...SECOND_STEP_FIELDS, 'trust_browser', 'return_to']);
    const returnTo = safeReturnPath(form.return_to);
    const challenge = await requireChallenge(c);
    const proof = secondStepOf(form) ?? { passcode: '' };
    const usesRecoveryCode = 'recoveryCode' in proof;
    const trustsBrowser = form.trust_browser === 'on';
    try {
      const token = readCookie(c, 'challenge') ?? '';
      const passed = await passSecondStep(portsOf(c), token, proof, c.var.origin, { trustsBrowser });
      return enter(c, passed, usesRecoveryCode ? '/account?notice=recovery_code_used' : returnTo);
    } catch (error) {
      // The same answer whether the code was wrong, old, reused or not looked at (attacks 1-15).
      if (!(error instanceof SecondStepRefusedError)) throw error;
      const Page = usesRecoveryCode ? LogInRecoveryCodePage : LogInTwoFactorPage;
      const errors = fieldErrorsOf(error, SECOND_STEP_FIELDS);
      const ways = await openSecondStep(portsOf(c), challenge);
      const page = { ...pageProps(c), ways, returnTo, errors, trustsBrowser };
      return show(c, <Page {...page} />, 422);
    }
  });

  app.get('/log-in/passkey', async (c) => {
    const returnTo = safeReturnPath(c.req.query('return_to'));
    if (c.var.live !== undefined) return c.redirect(returnTo, 303);
    const options = await startPasskeyLogIn(portsOf(c), c.var.origin);
    return show(c, <LogInPasskeyPage {...pageProps(c)} options={options} returnTo={returnTo} />);
  });

  app.post('/log-in/passkey', async (c) => {
    const form = await readForm(c, ['security_key', 'return_to']);
    const returnTo = safeReturnPath(form.return_to);
    try {
      const token = await logInWithPasskey(portsOf(c), form.security_key, c.var.origin);
      return enter(c, { token }, returnTo);
    } catch (error) {
      if (!(error instanceof PasskeyRefusedError)) throw error;
      const options = await startPasskeyLogIn(portsOf(c), c.var.origin);
      const page = { ...pageProps(c), options, returnTo, error: error.message };
      return show(c, <LogInPasskeyPage {...page} />, 422);
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

function enter(c: AccountContext, passed: PassedLogIn, path: string): Response {
  clearCookie(c, 'challenge');
  writeCookie(c, 'session', passed.token);
  if (passed.trust !== undefined) writeCookie(c, 'trust', passed.trust);
  return c.redirect(path, 303);
}

/** The log-in that waits. @throws ChallengeGoneError, which leads to the log-in */
async function requireChallenge(c: AccountContext): Promise<Challenge> {
  const challenge = await findChallenge(portsOf(c), readCookie(c, 'challenge') ?? '');
  if (challenge === undefined) throw new ChallengeGoneError();
  return challenge;
}
