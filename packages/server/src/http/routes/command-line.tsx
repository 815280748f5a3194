/** Where the browser answers a command line that asks to be logged in. */
import { Hono } from 'hono';
import {
  confirmCommandLineLogIn,
  denyCommandLineLogIn,
  viewCommandLineLogIn,
} from '../../domain/command-line-log-in.ts';
import { NotFoundError } from '../../domain/errors.ts';
import type { LiveSession } from '../../domain/step-up.ts';
import { portsOf, type AccountContext, type Env } from '../context.ts';
import { BadFormError, readForm } from '../form-body.ts';
import { requireSteppedUpSession } from '../guards.ts';
import { CommandLineEndedPage, CommandLinePage } from '../pages/command-line.tsx';
import { accountPageProps, oneOf, show } from './present.ts';

/** `/account/command-line/ID`. */
export function commandLineRoutes(): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/account/command-line/:id', async (c) => {
    const live = requireSteppedUpSession(c);
    try {
      const logIn = await viewCommandLineLogIn(portsOf(c), c.req.param('id'));
      return await show(c, <CommandLinePage {...accountPageProps(c, live)} {...logIn} />);
    } catch (error) {
      return showGone(c, live, error);
    }
  });

  app.post('/account/command-line/:id', async (c) => {
    const live = requireSteppedUpSession(c);
    const form = await readForm(c, ['answer']);
    const answer = oneOf(form.answer, ['yes', 'no'] as const);
    if (answer === undefined) throw new BadFormError(400, 'the answer is neither yes nor no');
    const id = c.req.param('id');
    try {
      if (answer === 'yes') await confirmCommandLineLogIn(portsOf(c), live, id);
      else await denyCommandLineLogIn(portsOf(c), id);
      return await show(c, <CommandLineEndedPage {...accountPageProps(c, live)} outcome={answer} />);
    } catch (error) {
      return showGone(c, live, error);
    }
  });

  return app;
}

function showGone(c: AccountContext, live: LiveSession, error: unknown): Response | Promise<Response> {
  if (!(error instanceof NotFoundError)) throw error;
  return show(c, <CommandLineEndedPage {...accountPageProps(c, live)} outcome="gone" />, 410);
}
