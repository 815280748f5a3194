/** Setting Two-factor Authentication up, managing it, and turning it off. */
import { Hono } from 'hono';
import { describeBrowser } from '../../domain/browser-name.ts';
import { EnrolmentGoneError, SecondStepRefusedError } from '../../domain/errors.ts';
import { countRecoveryCodes } from '../../domain/recovery-codes.ts';
import type { LiveSession } from '../../domain/step-up.ts';
import {
  confirmEnrolment,
  disableTwoFactor,
  previewEnrolment,
  startEnrolment,
  viewEnrolment,
} from '../../domain/totp-enrolment.ts';
import { portsOf, writeCookie, type AccountContext, type Env } from '../context.ts';
import { readForm } from '../form-body.ts';
import { requireSession, requireSteppedUpSession } from '../guards.ts';
import { TwoFactorAppPage } from '../pages/two-factor-app.tsx';
import { TwoFactorDisablePage } from '../pages/two-factor-disable.tsx';
import { TwoFactorScanPage } from '../pages/two-factor-scan.tsx';
import { TwoFactorEnabledPage, TwoFactorOverviewPage } from '../pages/two-factor.tsx';
import { accountPageProps, oneOf, show } from './present.ts';

const ENABLED_NOTICES = [
  'enabled',
  'authenticator_replaced',
  'recovery_codes_saved',
  'set_up_elsewhere',
] as const;
const APP_NOTICES = ['enrolment_ended'] as const;
const ENROLMENT_ENDED = '/account/two-factor/app?notice=enrolment_ended';

/** `/account/two-factor` and its steps. */
export function twoFactorRoutes(): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/account/two-factor', async (c) => {
    const live = requireSession(c);
    const page = accountPageProps(c, live);
    if (live.factors.length === 0) return show(c, <TwoFactorOverviewPage {...page} />);
    const notice = oneOf(c.req.query('notice'), ENABLED_NOTICES);
    const recoveryCodesLeft = await countRecoveryCodes(portsOf(c), live);
    const props = { ...page, authenticators: live.factors, recoveryCodesLeft, ...(notice && { notice }) };
    return show(c, <TwoFactorEnabledPage {...props} />);
  });

  app.get('/account/two-factor/app', async (c) => {
    const live = requireSteppedUpSession(c);
    const preview = await previewEnrolment(portsOf(c), live);
    const notice = oneOf(c.req.query('notice'), APP_NOTICES);
    const page = {
      ...accountPageProps(c, live),
      authenticatorUrl: portsOf(c).settings.authenticatorUrl,
      replacing: live.factors.length > 0,
      sessions: preview.sessions.map(({ session, survives }) => ({
        ...session,
        browser: describeBrowser(session.userAgent),
        current: session.id === live.session.id,
        survives,
      })),
      apiTokens: preview.apiTokens.map(({ apiToken, survives }) => ({ ...apiToken, survives })),
      ...(notice && { notice }),
    };
    return show(c, <TwoFactorAppPage {...page} />);
  });

  app.post('/account/two-factor/app', async (c) => {
    const live = requireSteppedUpSession(c);
    await readForm(c, []);
    await startEnrolment(portsOf(c), live);
    return c.redirect('/account/two-factor/scan', 303);
  });

  app.get('/account/two-factor/scan', async (c) => {
    const live = requireSession(c);
    try {
      return await showScan(c, live);
    } catch (error) {
      if (!(error instanceof EnrolmentGoneError)) throw error;
      // A reload or the back button after enabling leads on to what it led to.
      return c.redirect(live.factors.length > 0 ? '/account/two-factor' : ENROLMENT_ENDED, 303);
    }
  });

  app.post('/account/two-factor/scan', async (c) => {
    const live = requireSession(c);
    const form = await readForm(c, ['enrolment_id', 'passcode']);
    const replaces = live.factors.length > 0;
    try {
      const request = { enrolmentId: form.enrolment_id, passcode: form.passcode };
      writeCookie(c, 'session', await confirmEnrolment(portsOf(c), live, c.var.origin, request));
      return c.redirect(`/account/two-factor?notice=${replaces ? 'authenticator_replaced' : 'enabled'}`, 303);
    } catch (error) {
      if (error instanceof SecondStepRefusedError) return await showScan(c, live, { error: error.message });
      if (!(error instanceof EnrolmentGoneError)) throw error;
      return await showNewerScan(c, live);
    }
  });

  app.get('/account/two-factor/disable', (c) => {
    const live = requireSteppedUpSession(c);
    if (live.factors.length === 0) return c.redirect('/account/two-factor', 303);
    return show(c, <TwoFactorDisablePage {...accountPageProps(c, live)} />);
  });

  app.post('/account/two-factor/disable', async (c) => {
    const live = requireSteppedUpSession(c);
    await readForm(c, []);
    await disableTwoFactor(portsOf(c), live, c.var.origin);
    return c.redirect('/account?notice=two_factor_disabled', 303);
  });

  return app;
}

async function showScan(
  c: AccountContext,
  live: LiveSession,
  said: { error?: string; startedAgain?: boolean } = {},
): Promise<Response> {
  const { enrolmentId, otpauthUri, setupKey } = await viewEnrolment(portsOf(c), live);
  const page = { ...accountPageProps(c, live), enrolmentId, otpauthUri, setupKey, ...said };
  return show(c, <TwoFactorScanPage {...page} />, said.error === undefined ? 200 : 422);
}

/** Posted from a page whose set-up is over: the newer QR code where there is one, else what came of it (attack 26). */
async function showNewerScan(c: AccountContext, live: LiveSession): Promise<Response> {
  try {
    return await showScan(c, live, { startedAgain: true });
  } catch (error) {
    if (!(error instanceof EnrolmentGoneError)) throw error;
    const isOn = live.factors.length > 0;
    return c.redirect(isOn ? '/account/two-factor?notice=set_up_elsewhere' : ENROLMENT_ENDED, 303);
  }
}
