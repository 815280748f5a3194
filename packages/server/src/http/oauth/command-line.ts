/** `POST /auth`: a command line asks to be logged in through the browser, then waits on one long poll. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { z } from 'zod';
import {
  beginCommandLineLogIn,
  collectCommandLineLogIn,
  COMMAND_LINE_TOKEN_LIFETIME_MS,
} from '../../domain/command-line-log-in.ts';
import { LogInDeniedError, TooBusyError, WrongCredentialsError } from '../../domain/errors.ts';
import type { Origin, Ports } from '../../domain/ports.ts';
import { readJson } from './body.ts';
import { readBearer, type CallerReader } from './caller.ts';

const POLL_INTERVAL_MS = 500;
/** Each waits for minutes and asks the database twice a second. */
const MAX_WAITING = 256;

const request = z.object({ description: z.string().nullish() });

/** Begins a log-in, and waits for its end. */
export function commandLineRoutes(ports: Ports, { originOf }: CallerReader): Hono {
  const app = new Hono();
  let waiting = 0;

  app.post('/auth', async (c) => {
    const { description } = await readJson(c, request);
    const { id, token } = await beginCommandLineLogIn(ports, originOf(c), description ?? '');
    return c.json({ browser_url: `/account/command-line/${id}`, cli_url: '/auth/wait', token }, 201);
  });

  app.get('/auth/wait', async (c) => {
    const token = readBearer(c.req.header('authorization'));
    if (token === undefined) throw new WrongCredentialsError();
    if (waiting >= MAX_WAITING) throw new TooBusyError();
    waiting++;
    try {
      return c.json(await waitForToken(ports, originOf(c), token, c.req.raw.signal));
    } catch (error) {
      if (c.req.raw.signal.aborted) return c.body(null, 408); // it hung up: nobody reads this
      if (error instanceof LogInDeniedError) return c.json({ error: error.message }); // what the command line shows
      throw error;
    } finally {
      waiting--;
    }
  });

  return app;
}

async function waitForToken(ports: Ports, origin: Origin, token: string, signal: AbortSignal) {
  for (;;) {
    const collected = await collectCommandLineLogIn(ports, origin, token);
    if (collected !== undefined) {
      return { access_token: collected.token, expires_in: COMMAND_LINE_TOKEN_LIFETIME_MS / 1000 };
    }
    await sleep(POLL_INTERVAL_MS, undefined, { signal });
  }
}
