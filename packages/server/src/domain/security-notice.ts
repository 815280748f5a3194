/**
 * Security mails: each tells the account's owner of something that a thief would do too, and holds a link "This wasn't
 * me" (see `not-me.ts`).
 */
import { enqueueMail } from './mail.ts';
import { issueNoticeLink } from './mail-links.ts';
import type { Mail, Ports, Tables } from './ports.ts';

/** A mail of this kind, without what this room adds. */
export type Notice = Mail extends infer Each
  ? Each extends { notMeLink: string }
    ? Omit<Each, 'to' | 'notMeLink'>
    : never
  : never;

/** Queues a notice to the address that the account has now. */
export async function sendNotice(
  ports: Ports,
  tables: Tables,
  accountId: string,
  notice: Notice,
): Promise<void> {
  const account = await tables.accounts.find(accountId);
  if (account === undefined) return;
  const { email, emailKey } = account;
  const token = await issueNoticeLink(ports, tables, { purpose: 'not_me', email, emailKey, accountId });
  const notMeLink = `${ports.settings.accountUrl}/not-me?token=${token}`;
  await enqueueMail(ports, tables, { ...notice, to: email, notMeLink });
}
