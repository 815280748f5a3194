/** The outbox's pages: where mail can be read while none is sent. They exist only then, and only on this machine. */
import { Hono } from 'hono';
import { simpleParser, type AddressObject } from 'mailparser';
import { NotFoundError } from '../../domain/errors.ts';
import { portsOf, type Env, type Outbox } from '../context.ts';
import { OutboxMailPage, OutboxPage, type OutboxRow } from '../pages/outbox.tsx';
import { pageProps, show } from './present.ts';

const MAX_LISTED = 100;

/** `/outbox`, and each mail below it. */
export function outboxRoutes(outbox: Outbox): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/outbox', async (c) => {
    const names = (await outbox.list()).slice(0, MAX_LISTED);
    const mails = await Promise.all(names.map((name) => readMail(outbox, name)));
    const { serviceName } = pageProps(c);
    return show(c, <OutboxPage serviceName={serviceName} nowMs={portsOf(c).clock.nowMs()} mails={mails} />);
  });

  app.get('/outbox/:name', async (c) => {
    const mail = await readMail(outbox, c.req.param('name'));
    const { serviceName } = pageProps(c);
    return show(c, <OutboxMailPage serviceName={serviceName} nowMs={portsOf(c).clock.nowMs()} {...mail} />);
  });

  return app;
}

async function readMail(outbox: Outbox, name: string): Promise<OutboxRow> {
  const message = await outbox.read(name);
  if (message === undefined) throw new NotFoundError();
  const { to, subject = '', text = '', date } = await simpleParser(message);
  return { id: name, to: addressesOf(to), subject, text, atMs: date?.getTime() ?? 0 };
}

function addressesOf(to: AddressObject | AddressObject[] | undefined): string {
  return [to ?? []]
    .flat()
    .map((address) => address.text)
    .join(', ');
}
