/**
 * Mail as a promise kept later: it is written in the transaction of what it tells of, and delivered by `mail/`
 * afterwards, so that no mail server can slow a log-in down or lose a notice.
 */
import type { Mail, Ports, SealedPlace, Tables } from './ports.ts';

/** Queues one mail. Its content may hold a link, so it is sealed. */
export async function enqueueMail(ports: Ports, tables: Tables, mail: Mail): Promise<void> {
  const id = ports.tokens.id();
  const nowMs = ports.clock.nowMs();
  const content = new TextEncoder().encode(JSON.stringify(mail));
  await tables.mailQueue.insert({
    id,
    contentSealed: ports.secretBox.seal(content, mailPlace(id)),
    tries: 0,
    nextTryAtMs: nowMs,
    createdAtMs: nowMs,
  });
}

/** Opens a queued mail for delivery. */
export function openQueuedMail(
  ports: Pick<Ports, 'secretBox'>,
  queued: { id: string; contentSealed: string },
): Mail {
  const content = ports.secretBox.open(queued.contentSealed, mailPlace(queued.id));
  return JSON.parse(new TextDecoder().decode(content)) as Mail;
}

/** Where a queued mail's content is sealed. */
export function mailPlace(id: string): SealedPlace {
  return { table: 'mail_queue', column: 'content_sealed', row: id };
}
