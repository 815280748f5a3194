/**
 * Delivering queued mail, again and again until it is taken. A mail is leased while a worker tries it, so that of
 * several processes one sends it; a mail that nobody takes for two days is given up and logged.
 */
import { openQueuedMail } from '../domain/mail.ts';
import type { Clock, Mail, QueuedMail, SecretBox, Store } from '../domain/ports.ts';
import type { Log } from '../ops/log.ts';

const LEASE_MS = 60_000;
const POLL_MS = 300;
const FIRST_RETRY_MS = 10_000;
const LONGEST_RETRY_MS = 60 * 60 * 1000;
const GIVE_UP_AFTER_MS = 48 * 60 * 60 * 1000;

/** Hands one mail on; rejects when it was not taken. */
export type SendMail = (id: string, mail: Mail) => Promise<void>;

/** A running worker. */
export interface MailDelivery {
  /** Finishes what is being sent, and stops. */
  stop(): Promise<void>;
}

/** Starts the worker of this process. */
export function startMailDelivery(
  ports: { store: Store; clock: Clock; secretBox: SecretBox; log: Log },
  send: SendMail,
): MailDelivery {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let turn = Promise.resolve();

  const tick = async (): Promise<void> => {
    try {
      await deliverDue(ports, send, () => stopped);
    } catch (error) {
      ports.log.error('mail_queue_failed', error);
    }
    if (stopped) return;
    timer = setTimeout(() => {
      turn = tick();
    }, POLL_MS);
  };
  turn = tick();

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}

async function deliverDue(
  ports: { store: Store; clock: Clock; secretBox: SecretBox; log: Log },
  send: SendMail,
  isStopped: () => boolean,
): Promise<void> {
  while (!isStopped()) {
    const nowMs = ports.clock.nowMs();
    // Most turns find nothing, and then write nothing.
    if ((await ports.store.read.mailQueue.countDue(nowMs)) === 0) return;
    // One at a time, so that a slow mail server cannot outlast the lease of those behind it.
    const [queued] = await ports.store.transaction((tables) =>
      tables.mailQueue.takeDue(nowMs, nowMs + LEASE_MS, 1),
    );
    if (queued === undefined) return;
    await deliver(ports, send, queued);
  }
}

async function deliver(
  ports: { store: Store; clock: Clock; secretBox: SecretBox; log: Log },
  send: SendMail,
  queued: QueuedMail,
): Promise<void> {
  try {
    await send(queued.id, openQueuedMail(ports, queued));
    await ports.store.transaction((tables) => tables.mailQueue.delete(queued.id));
  } catch (error) {
    const nowMs = ports.clock.nowMs();
    const givesUp = queued.createdAtMs < nowMs - GIVE_UP_AFTER_MS;
    ports.log.error(givesUp ? 'mail_given_up' : 'mail_not_sent', error, {
      mail: queued.id,
      tries: queued.tries,
    });
    const retryMs = Math.min(FIRST_RETRY_MS * 2 ** (queued.tries - 1), LONGEST_RETRY_MS);
    await ports.store.transaction((tables) =>
      givesUp ? tables.mailQueue.delete(queued.id) : tables.mailQueue.postpone(queued.id, nowMs + retryMs),
    );
  }
}
