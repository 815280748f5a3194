/** Setting Two-factor Authentication up, managing it, and turning it off. */
import { Hono } from 'hono';
import { describeBrowser } from '../../domain/browser-name.ts';
import { EnrolmentGoneError, TooManyAuthenticatorsError } from '../../domain/errors.ts';
import { readRecoveryCodeState } from '../../domain/recovery-codes.ts';
import { hasTwoFactor, type LiveSession } from '../../domain/step-up.ts';
import {
  confirmEnrolment,
  disableTwoFactor,
  previewEnrolment,
  startEnrolment,
  viewEnrolment,
} from '../../domain/totp-enrolment.ts';
import { portsOf, writeCookie, type AccountContext, type Env } from '../context.ts';
import { readForm, readTicked } from '../form-body.ts';
import { requireSession, requireSteppedUpSession } from '../guards.ts';
import type { FieldErrors } from '../pages/form.tsx';
import { REVOKE_BOX, TwoFactorAppPage } from '../pages/two-factor-app.tsx';
import { TwoFactorDisablePage } from '../pages/two-factor-disable.tsx';
import { TwoFactorScanPage } from '../pages/two-factor-scan.tsx';
import { TwoFactorEnabledPage, TwoFactorOverviewPage } from '../pages/two-factor.tsx';
import { accountPageProps, fieldErrorsOf, oneOf, show } from './present.ts';

const ENABLED_NOTICES = [
  'enabled',
  'authenticator_added',
  'authenticator_renamed',
  'authenticator_removed',
  'too_many_authenticators',
  'security_key_enabled',
  'security_key_added',
  'security_key_renamed',
  'security_key_removed',
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
    if (!hasTwoFactor(live)) return show(c, <TwoFactorOverviewPage {...page} />);
    const notice = oneOf(c.req.query('notice'), ENABLED_NOTICES);
    const recoveryCodes = await readRecoveryCodeState(portsOf(c), live);
    const { factors: authenticators, securityKeys } = live;
    const props = { ...page, authenticators, securityKeys, recoveryCodes, ...(notice && { notice }) };
    return show(c, <TwoFactorEnabledPage {...props} />);
  });

  app.get('/account/two-factor/app', async (c) => {
    const live = requireSteppedUpSession(c);
    const preview = await previewEnrolment(portsOf(c), live);
    const notice = oneOf(c.req.query('notice'), APP_NOTICES);
    const page = {
      ...accountPageProps(c, live),
      authenticatorUrl: portsOf(c).settings.authenticatorUrl,
      adding: hasTwoFactor(live),
      sessions: preview.sessions.map(({ session, survives }) => ({
        ...session,
        browser: describeBrowser(session.userAgent),
        current: session.id === live.session.id,
        survives,
      })),
      apiTokens: preview.apiTokens,
      ...(notice && { notice }),
    };
    return show(c, <TwoFactorAppPage {...page} />);
  });

  app.post('/account/two-factor/app', async (c) => {
    const live = requireSteppedUpSession(c);
    const revokesApiTokenIds = await readTicked(c, REVOKE_BOX);
    try {
      await startEnrolment(portsOf(c), live, revokesApiTokenIds);
      return c.redirect('/account/two-factor/scan', 303);
    } catch (error) {
      if (!(error instanceof TooManyAuthenticatorsError)) throw error;
      return c.redirect('/account/two-factor?notice=too_many_authenticators', 303);
    }
  });

  app.get('/account/two-factor/scan', async (c) => {
    const live = requireSession(c);
    try {
      return await showScan(c, live);
    } catch (error) {
      if (!(error instanceof EnrolmentGoneError)) throw error;
      // A reload or the back button after enabling leads on to what it led to.
      return c.redirect(hasTwoFactor(live) ? '/account/two-factor' : ENROLMENT_ENDED, 303);
    }
  });

  app.post('/account/two-factor/scan', async (c) => {
    const live = requireSession(c);
    const form = await readForm(c, ['enrolment_id', 'passcode', 'name']);
    const adds = hasTwoFactor(live);
    try {
      const request = { enrolmentId: form.enrolment_id, passcode: form.passcode, name: form.name };
      writeCookie(c, 'session', await confirmEnrolment(portsOf(c), live, c.var.origin, request));
      return c.redirect(`/account/two-factor?notice=${adds ? 'authenticator_added' : 'enabled'}`, 303);
    } catch (error) {
      if (error instanceof EnrolmentGoneError) return await showNewerScan(c, live);
      const errors = fieldErrorsOf(error, ['passcode', 'name']);
      return await showScan(c, live, { errors, typedName: form.name });
    }
  });

  app.get('/account/two-factor/disable', (c) => {
    const live = requireSteppedUpSession(c);
    if (!hasTwoFactor(live)) return c.redirect('/account/two-factor', 303);
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
  {
    typedName = '',
    ...said
  }: { errors?: FieldErrors<'passcode' | 'name'>; startedAgain?: boolean; typedName?: string } = {},
): Promise<Response> {
  const { suggestedName, expiresAtMs: _, ...enrolment } = await viewEnrolment(portsOf(c), live);
  const name = typedName === '' ? suggestedName : typedName;
  const adding = hasTwoFactor(live);
  const page = { ...accountPageProps(c, live), ...enrolment, name, adding, ...said };
  return show(c, <TwoFactorScanPage {...page} />, said.errors === undefined ? 200 : 422);
}

/** Posted from a page whose set-up is over: the newer QR code where there is one, else what came of it (attack 26). */
async function showNewerScan(c: AccountContext, live: LiveSession): Promise<Response> {
  try {
    return await showScan(c, live, { startedAgain: true });
  } catch (error) {
    if (!(error instanceof EnrolmentGoneError)) throw error;
    const isOn = hasTwoFactor(live);
    return c.redirect(isOn ? '/account/two-factor?notice=set_up_elsewhere' : ENROLMENT_ENDED, 303);
  }
}
