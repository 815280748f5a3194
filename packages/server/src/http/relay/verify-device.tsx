/** The page behind the link in a device's mail. A server's page, for it opens in whatever browser reads the mail. */
import { Hono } from 'hono';
import { viewDeviceVerification, verifyDevice } from '../../domain/devices.ts';
import { LinkGoneError } from '../../domain/errors.ts';
import { portsOf, type AccountContext, type Env } from '../context.ts';
import { readForm } from '../form-body.ts';
import { EmailVerifiedPage, LinkEndedPage, VerifyEmailPage } from '../pages/verify-email.tsx';
import { pageProps, show } from '../routes/present.ts';

/** `/verify-email` on the authenticator's origin. */
export function verifyDeviceRoutes(): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/', async (c) => {
    const token = c.req.query('token') ?? '';
    try {
      await viewDeviceVerification(portsOf(c), token);
      const page = (
        <VerifyEmailPage {...pageProps(c)} purpose="verify_device" action="/verify-email" token={token} />
      );
      return await show(c, page);
    } catch (error) {
      return linkEnded(c, error);
    }
  });

  app.post('/', async (c) => {
    const form = await readForm(c, ['token']);
    try {
      await verifyDevice(portsOf(c), form.token);
      return await show(
        c,
        <EmailVerifiedPage serviceName={pageProps(c).serviceName} purpose="verify_device" />,
      );
    } catch (error) {
      return linkEnded(c, error);
    }
  });

  return app;
}

function linkEnded(c: AccountContext, error: unknown): Response | Promise<Response> {
  if (!(error instanceof LinkGoneError)) throw error;
  return show(c, <LinkEndedPage serviceName={pageProps(c).serviceName} purpose="verify_device" />, 410);
}
