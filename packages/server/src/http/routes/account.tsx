/** The Account tab: the address, the password, the end of the account. */
import { Hono } from 'hono';
import { changePassword, deleteAccount, requestEmailChange } from '../../domain/account.ts';
import { readRecoveryCodeState } from '../../domain/recovery-codes.ts';
import { hasTwoFactor } from '../../domain/step-up.ts';
import { clearCookie, portsOf, type Env } from '../context.ts';
import { readForm } from '../form-body.ts';
import { requireSession, requireSteppedUpSession } from '../guards.ts';
import { AccountDeletePage } from '../pages/account-delete.tsx';
import { AccountEmailPage } from '../pages/account-email.tsx';
import { AccountPasswordPage } from '../pages/account-password.tsx';
import { AccountPage } from '../pages/account.tsx';
import { accountPageProps, fieldErrorsOf, oneOf, show } from './present.ts';

const NOTICES = [
  'email_change_mail_sent',
  'email_changed',
  'password_changed',
  'two_factor_disabled',
  'recovery_code_used',
] as const;

/** `/account` and what hangs on its Account tab. */
export function accountRoutes(): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/account', async (c) => {
    const live = requireSession(c);
    const twoFactor = !hasTwoFactor(live)
      ? null
      : { recoveryCodes: await readRecoveryCodeState(portsOf(c), live) };
    const notice = oneOf(c.req.query('notice'), NOTICES);
    const { createdAtMs } = live.account;
    const page = { ...accountPageProps(c, live), createdAtMs, twoFactor, ...(notice && { notice }) };
    return show(c, <AccountPage {...page} />);
  });

  app.get('/account/email', (c) => {
    const live = requireSteppedUpSession(c);
    return show(c, <AccountEmailPage {...accountPageProps(c, live)} />);
  });

  app.post('/account/email', async (c) => {
    const live = requireSteppedUpSession(c);
    const form = await readForm(c, ['email']);
    try {
      await requestEmailChange(portsOf(c), live, form.email);
      return c.redirect('/account?notice=email_change_mail_sent', 303);
    } catch (error) {
      const errors = fieldErrorsOf(error, ['email']);
      return show(
        c,
        <AccountEmailPage {...accountPageProps(c, live)} newEmail={form.email} errors={errors} />,
        422,
      );
    }
  });

  app.get('/account/password', (c) => {
    const live = requireSteppedUpSession(c);
    return show(c, <AccountPasswordPage {...accountPageProps(c, live)} />);
  });

  app.post('/account/password', async (c) => {
    const live = requireSteppedUpSession(c);
    const form = await readForm(c, ['password']);
    try {
      await changePassword(portsOf(c), live, c.var.origin, form.password);
      return c.redirect('/account?notice=password_changed', 303);
    } catch (error) {
      const errors = fieldErrorsOf(error, ['password']);
      return show(c, <AccountPasswordPage {...accountPageProps(c, live)} errors={errors} />, 422);
    }
  });

  app.get('/account/delete', (c) => {
    const live = requireSteppedUpSession(c);
    return show(c, <AccountDeletePage {...accountPageProps(c, live)} />);
  });

  app.post('/account/delete', async (c) => {
    const live = requireSteppedUpSession(c);
    const form = await readForm(c, ['email']);
    try {
      await deleteAccount(portsOf(c), live, form.email);
      clearCookie(c, 'session');
      return c.redirect('/log-in?notice=account_deleted', 303);
    } catch (error) {
      const errors = fieldErrorsOf(error, ['email']);
      return show(c, <AccountDeletePage {...accountPageProps(c, live)} errors={errors} />, 422);
    }
  });

  return app;
}
