/** Recovery codes: made, shown until they are saved, counted. */
import { Hono } from 'hono';
import { TwoFactorOffError } from '../../domain/errors.ts';
import {
  acknowledgeRecoveryCodes,
  drillRecoveryCode,
  makeRecoveryCodes,
  readRecoveryCodeState,
  viewNewRecoveryCodes,
} from '../../domain/recovery-codes.ts';
import { hasTwoFactor } from '../../domain/step-up.ts';
import type { LiveSession } from '../../domain/step-up.ts';
import { portsOf, type AccountContext, type Env } from '../context.ts';
import { readForm } from '../form-body.ts';
import { requireSession, requireSteppedUpSession } from '../guards.ts';
import {
  RecoveryCodesPage,
  RecoveryCodesShownPage,
  recoveryCodesText,
  RecoveryDrillPage,
} from '../pages/recovery-codes.tsx';
import { accountPageProps, fieldErrorsOf, show } from './present.ts';

/** `/account/recovery-codes`, and the same codes as a text file. */
export function recoveryCodeRoutes(): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/account/recovery-codes', async (c) => {
    const live = requireSession(c);
    if (!hasTwoFactor(live)) return c.redirect('/account/two-factor', 303);
    const codes = viewNewRecoveryCodes(portsOf(c), live);
    const page = accountPageProps(c, live);
    if (codes !== undefined) return show(c, <RecoveryCodesShownPage {...page} codes={codes} />);
    return show(c, <RecoveryCodesPage {...page} {...await readRecoveryCodeState(portsOf(c), live)} />);
  });

  app.post('/account/recovery-codes', async (c) => {
    const live = requireSteppedUpSession(c);
    await readForm(c, []);
    try {
      await makeRecoveryCodes(portsOf(c), live, c.var.origin);
    } catch (error) {
      if (!(error instanceof TwoFactorOffError)) throw error;
      return c.redirect('/account/two-factor', 303);
    }
    return c.redirect('/account/recovery-codes', 303);
  });

  app.get('/account/recovery-codes.txt', (c) => {
    const live = requireSession(c);
    const codes = viewNewRecoveryCodes(portsOf(c), live);
    if (codes === undefined) return c.redirect('/account/recovery-codes', 303);
    c.header('content-disposition', 'attachment; filename="recovery-codes.txt"');
    return c.text(recoveryCodesText({ ...accountPageProps(c, live), codes }));
  });

  app.get('/account/recovery-codes/drill', async (c) => {
    const live = requireSession(c);
    if (!(await canDrill(c, live))) return c.redirect('/account/recovery-codes', 303);
    return show(c, <RecoveryDrillPage {...accountPageProps(c, live)} />);
  });

  app.post('/account/recovery-codes/drill', async (c) => {
    const live = requireSession(c);
    const form = await readForm(c, ['recovery_code']);
    if (!(await canDrill(c, live))) return c.redirect('/account/recovery-codes', 303);
    try {
      await drillRecoveryCode(portsOf(c), live, c.var.origin, form.recovery_code);
      return c.redirect('/account/recovery-codes', 303);
    } catch (error) {
      const errors = fieldErrorsOf(error, ['recovery_code']);
      return show(c, <RecoveryDrillPage {...accountPageProps(c, live)} errors={errors} />, 422);
    }
  });

  app.post('/account/recovery-codes/saved', async (c) => {
    const live = requireSession(c);
    await readForm(c, []);
    await acknowledgeRecoveryCodes(portsOf(c), live);
    return c.redirect('/account/two-factor?notice=recovery_codes_saved', 303);
  });

  return app;
}

/** Not without codes; and not before those on display are saved, for the new one would take their place. */
async function canDrill(c: AccountContext, live: LiveSession): Promise<boolean> {
  if (viewNewRecoveryCodes(portsOf(c), live) !== undefined) return false;
  return (await readRecoveryCodeState(portsOf(c), live)).left > 0;
}
