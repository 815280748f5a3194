/** Sending a mail: through SMTP where it is configured, else into the outbox. The text comes from `templates/`. */
import { createTransport } from 'nodemailer';
import type { Clock, Mail, Settings } from '../domain/ports.ts';
import type { SendMail } from './delivery.ts';
import type { Outbox } from './outbox.ts';
import { renderMail } from './templates/render-mail.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 30_000;

/**
 * Connects to the SMTP server, and logs in where there is a password, as a delivery would; sends nothing.
 * @throws Error with the server's own words
 */
export async function checkSmtp(smtpUrl: string): Promise<void> {
  const transport = createTransport(smtpOptions(smtpUrl));
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}

/**
 * Sends through an SMTP server (RFC 5321). With `smtp://` and a user name, STARTTLS is required: a password never
 * travels in the clear; without one it is used where offered.
 * @param smtpUrl smtp://[user:password@]host[:port] or smtps://
 */
export function createSmtpSender(smtpUrl: string, from: string, settings: Settings): SendMail {
  const transport = createTransport(smtpOptions(smtpUrl));
  return async (id, mail) => {
    await transport.sendMail(compose(id, mail, from, settings));
  };
}

function smtpOptions(smtpUrl: string) {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && user !== '',
    connectionTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(user !== '' && { auth: { user, pass: decodeURIComponent(url.password) } }),
  };
}

/** Writes each mail into the outbox, as the message that would have been sent. */
export function createOutboxSender(outbox: Outbox, clock: Clock, from: string, settings: Settings): SendMail {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return async (id, mail) => {
    const { message } = await transport.sendMail(compose(id, mail, from, settings));
    await outbox.write(id, clock.nowMs(), message as Buffer);
  };
}

function compose(id: string, mail: Mail, from: string, settings: Settings) {
  const { subject, text, html } = renderMail(mail, {
    serviceName: settings.issuer,
    accountUrl: settings.accountUrl,
  });
  return {
    from,
    to: { name: '', address: mail.to }, // an object: nothing in an address is read as a second one
    subject,
    text,
    html,
    // Sent twice after a crash, it is still the same mail (RFC 5322 §3.6.4).
    messageId: `<${id}@${new URL(settings.accountUrl).hostname}>`,
    headers: { 'Auto-Submitted': 'auto-generated' }, // RFC 3834 §5: no vacation replies
  };
}
