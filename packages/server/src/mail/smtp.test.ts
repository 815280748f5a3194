import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { openBrowser } from '../attacks/browser.ts';
import { startService, type Service } from '../attacks/service.ts';

const PASSWORD = 'smtp p@ss/word';
const PATIENCE_MS = 10_000;
const trusted = makeCertificate();
const untrusted = makeCertificate();
// This process trusts the one certificate, as an operator's NODE_EXTRA_CA_CERTS would have it.
setDefaultCACertificates([...getCACertificates('default'), trusted.cert]);

/** A mail server that wants STARTTLS and a login, and what it was sent. */
interface MailServer {
  port: number;
  received: { mail: ParsedMail; overTls: boolean; to: string[] }[];
  logins: { user: string; accepted: boolean }[];
  acceptsLogins: boolean;
  /** How many more messages it hangs up on before it takes one. */
  hangUps: number;
  stop(): Promise<void>;
}

async function startMailServer(options: SMTPServerOptions = {}, port = 0): Promise<MailServer> {
  const server = new SMTPServer({
    ...{ ...trusted, authMethods: ['PLAIN', 'LOGIN'], logger: false },
    onAuth({ username = '', password }, _session, callback) {
      const accepted = mailServer.acceptsLogins && username === 'ana' && password === PASSWORD;
      mailServer.logins.push({ user: username, accepted });
      callback(accepted ? null : new Error('no'), accepted ? { user: username } : undefined);
    },
    onData(stream, session, callback) {
      if (mailServer.hangUps-- > 0) {
        server.connections.forEach((connection) => (connection as unknown as { close(): void }).close());
        return;
      }
      const to = session.envelope.rcptTo.map(({ address }) => address);
      void simpleParser(stream).then((mail) => {
        mailServer.received.push({ mail, overTls: session.secure, to });
        callback();
      });
    },
    ...options,
  });
  server.on('error', () => undefined); // a client that hangs up is part of the tests
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const mailServer: MailServer = {
    port: (server.server.address() as AddressInfo).port,
    received: [],
    logins: [],
    acceptsLogins: true,
    hangUps: 0,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
  return mailServer;
}

async function startBoth(t: TestContext, options: SMTPServerOptions = {}): Promise<[Service, MailServer]> {
  const mailServer = await startMailServer(options);
  const smtpUrl = `smtp://ana:${encodeURIComponent(PASSWORD)}@localhost:${mailServer.port}`;
  const service = await startService({ smtpUrl, mailFrom: 'Sentry <no-reply@example.org>' });
  t.after(async () => {
    await service.stop();
    await mailServer.stop();
  });
  return [service, mailServer];
}

async function signUp(service: Service): Promise<void> {
  const fields = { email: 'ana@example.org', password: 'ana likes long walks' };
  assert.equal((await openBrowser(service.accountUrl).submit('/sign-up', fields)).status, 200);
}

async function until(holds: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!holds()) {
    assert.ok(performance.now() < giveUpAt, 'it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function refusals(service: Service): number {
  return service.logLines.filter((line) => line.includes('"mail_not_sent"')).length;
}

function waiting(service: Service): number {
  return Number(service.database.prepare('select count(*) as count from mail_queue').get()?.['count']);
}

// Each has a service and a mail server of its own, and mostly waits.
describe('SMTP', { concurrency: true }, () => {
  test('a mail goes through STARTTLS and a login, with the same link in both of its parts', async (t) => {
    const [service, mailServer] = await startBoth(t);
    await signUp(service);
    await until(() => mailServer.received.length === 1);
    const { mail, overTls, to } = mailServer.received[0]!;
    assert.ok(overTls);
    assert.deepEqual(to, ['ana@example.org']);
    assert.deepEqual(mailServer.logins, [{ user: 'ana', accepted: true }]);
    assert.equal(mail.from?.text, '"Sentry" <no-reply@example.org>');
    const link = /http:\/\/localhost:\d+\/verify-email\?token=[\w-]{43}/.exec(mail.text ?? '')?.[0];
    assert.ok(link !== undefined);
    assert.ok(String(mail.html).includes(link));
    await until(() => waiting(service) === 0);
  });

  test('a wrong password: kept, tried again later, and sent once it is accepted', async (t) => {
    const [service, mailServer] = await startBoth(t);
    mailServer.acceptsLogins = false;
    await signUp(service);
    await until(() => refusals(service) === 1);
    assert.equal(waiting(service), 1);
    mailServer.acceptsLogins = true;
    service.clock.advanceSeconds(10);
    await until(() => mailServer.received.length === 1);
    const log = service.logLines.join('');
    assert.doesNotMatch(log, /token=|smtp p|smtp%20p/, 'no link and no password in the log');
  });

  test('the mail server is down: kept, tried again later and later, and sent once it is up', async (t) => {
    const [service, mailServer] = await startBoth(t);
    await mailServer.stop();
    await signUp(service);
    await until(() => refusals(service) === 1);
    service.clock.advanceSeconds(10);
    await until(() => refusals(service) === 2);
    const again = await startMailServer({}, mailServer.port);
    t.after(() => again.stop());
    service.clock.advanceSeconds(19);
    assert.equal(waiting(service), 1);
    service.clock.advanceSeconds(1);
    await until(() => again.received.length === 1);
  });

  test('the mail server hangs up in the middle: sent again as the same mail', async (t) => {
    const [service, mailServer] = await startBoth(t);
    mailServer.hangUps = 1;
    await signUp(service);
    await until(() => refusals(service) === 1);
    service.clock.advanceSeconds(10);
    await until(() => mailServer.received.length === 1);
    assert.match(mailServer.received[0]?.mail.messageId ?? '', /^<[0-9a-f-]{36}@localhost>$/);
  });

  test('attack: a server that offers no TLS is not told the password', async (t) => {
    const [service, mailServer] = await startBoth(t, { hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    await signUp(service);
    await until(() => refusals(service) === 1);
    assert.deepEqual(mailServer.logins, []);
    assert.equal(waiting(service), 1);
  });

  test('attack: a server with a certificate that nobody vouches for is not told the password', async (t) => {
    const [service, mailServer] = await startBoth(t, untrusted);
    await signUp(service);
    await until(() => refusals(service) === 1);
    assert.deepEqual(mailServer.logins, []);
  });

  test('a mail that nobody takes for two days is given up, and the log says so', async (t) => {
    const [service, mailServer] = await startBoth(t);
    mailServer.acceptsLogins = false;
    await signUp(service);
    await until(() => refusals(service) === 1);
    service.clock.advanceSeconds(48 * 3600 + 1);
    await until(() => service.logLines.some((line) => line.includes('"mail_given_up"')));
    await until(() => waiting(service) === 0);
  });
});

/** A self-signed certificate for localhost. */
function makeCertificate(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-tls-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', ...kind, ...name, '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
