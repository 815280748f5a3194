/** Links in mails: once only, expiring, stored as a hash, and harmless until a button is pressed (attack 23). */
import { TooOftenError } from './errors.ts';
import type { MailLink, MailLinkPurpose, Ports, Tables } from './ports.ts';

/** How long a link works, in milliseconds, by purpose. */
export const LINK_LIFETIME_MS: Record<MailLinkPurpose, number> = {
  sign_up: 24 * 60 * 60 * 1000,
  verify_device: 24 * 60 * 60 * 1000,
  change_email: 60 * 60 * 1000,
  already_have_account: 60 * 60 * 1000,
  reset_password: 60 * 60 * 1000,
  not_me: 7 * 24 * 60 * 60 * 1000,
};

/** How many links of one purpose go to one address in an hour: nobody can flood a mailbox through us. */
const MAX_LINKS_AN_HOUR = 5;
const HOUR_MS = 60 * 60 * 1000;

/** What a new link is about. */
export type LinkSubject = Pick<MailLink, 'purpose' | 'email' | 'emailKey'> &
  Partial<Pick<MailLink, 'accountId' | 'deviceId' | 'passwordHash'>>;

/**
 * Makes a link and returns its token, the only time it is known.
 * @throws TooOftenError when the address was sent enough of them
 */
export async function issueLink(ports: Ports, tables: Tables, subject: LinkSubject): Promise<string> {
  const nowMs = ports.clock.nowMs();
  const live = await tables.mailLinks.listByEmail(subject.purpose, subject.emailKey, nowMs);
  const lately = live.filter((link) => link.createdAtMs > nowMs - HOUR_MS);
  if (lately.length >= MAX_LINKS_AN_HOUR) throw new TooOftenError(HOUR_MS / 1000);
  return insertLink(ports, tables, subject);
}

/** Makes the link of a security notice: no limit, for there is one for each thing that happened. */
export async function issueNoticeLink(ports: Ports, tables: Tables, subject: LinkSubject): Promise<string> {
  return insertLink(ports, tables, subject);
}

async function insertLink(ports: Ports, tables: Tables, subject: LinkSubject): Promise<string> {
  const nowMs = ports.clock.nowMs();
  const token = ports.tokens.bearer();
  await tables.mailLinks.insert({
    accountId: null,
    deviceId: null,
    passwordHash: null,
    ...subject,
    tokenHash: ports.tokens.hash(token),
    createdAtMs: nowMs,
    expiresAtMs: nowMs + LINK_LIFETIME_MS[subject.purpose],
  });
  return token;
}

/** Sends, unless the address was sent enough: for answers that must not tell whether a mail went out. */
export async function withinLimit(send: () => Promise<void>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof TooOftenError)) throw error;
  }
}

/** Looks at a link without using it up: what a mail scanner's visit does. */
export async function findLink(
  ports: Ports,
  purpose: MailLinkPurpose,
  token: string,
): Promise<MailLink | undefined> {
  return ports.store.read.mailLinks.find(purpose, ports.tokens.hash(token), ports.clock.nowMs());
}

/** Uses a link up: returns it to one caller only. */
export async function consumeLink(
  ports: Ports,
  tables: Tables,
  purpose: MailLinkPurpose,
  token: string,
): Promise<MailLink | undefined> {
  return tables.mailLinks.consume(purpose, ports.tokens.hash(token), ports.clock.nowMs());
}
