/** Where the mails of the people that attacks make can be read. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { requires, UnclearError } from './verdict.ts';
import { unescapeHtml, type Browser } from './browser.ts';

const PATIENCE_MS = 20_000;
const INTERVAL_MS = 250;
const COMMAND_TIMEOUT_MS = 15_000;

/** A mailbox that takes the mail of every address it makes up. */
export interface Mailbox {
  newAddress(): string;
  /** The text of the newest mail to an address whose subject begins so. @throws UnclearError */
  waitForMail(open: () => Browser, email: string, subject: string, untilMs: number): Promise<string>;
}

/** The outbox that a Countersign without an SMTP server shows. */
export function outboxMailbox(): Mailbox {
  return {
    newAddress: () => addressFrom('attack-{id}@example.org'),
    waitForMail: (open, email, subject, untilMs) =>
      poll(email, untilMs, async () => {
        const list = (await open().get('/outbox')).text;
        const row = list
          .split('<li>')
          .find((item) => item.includes(`<bdi>${email}</bdi>`) && item.includes(`>${subject}`));
        const path = /href="(\/outbox\/[^"]+)"/.exec(row ?? '')?.[1];
        if (path === undefined) return undefined;
        return unescapeHtml((await open().get(path)).text.replace(/<[^>]*>/g, ''));
      }),
  };
}

/**
 * A mailbox that a command reads.
 * @param command a program, with arguments separated by spaces; the address and the beginning of the subject are added.
 *   It prints the newest such mail's text, or nothing while there is none
 * @param pattern an address with `{id}` where each person's own part goes: me+{id}@example.org
 */
export function commandMailbox(command: string, pattern: string): Mailbox {
  const [program = '', ...args] = command.split(' ').filter((part) => part !== '');
  return {
    newAddress: () => addressFrom(pattern),
    waitForMail: (_open, email, subject, untilMs) =>
      poll(email, untilMs, async () => {
        const printed = await promisify(execFile)(program, [...args, email, subject], {
          timeout: COMMAND_TIMEOUT_MS,
        });
        return printed.stdout.trim() === '' ? undefined : printed.stdout;
      }),
  };
}

/** The path of the link in a mail: where it leads is not followed, for only one address is ever talked to. */
export function linkIn(mail: string): string {
  const link = /https?:\/\/\S+\?token=[A-Za-z0-9_-]+/.exec(mail)?.[0];
  requires(link !== undefined, 'the mail holds no link');
  const { pathname, search } = new URL(link);
  return pathname + search;
}

function addressFrom(pattern: string): string {
  return pattern.replace('{id}', randomBytes(6).toString('hex'));
}

async function poll(
  email: string,
  untilMs: number,
  look: () => Promise<string | undefined>,
): Promise<string> {
  const patienceMs = Math.min(untilMs, Date.now() + PATIENCE_MS);
  while (Date.now() < patienceMs) {
    const mail = await look();
    if (mail !== undefined) return mail;
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
  throw new UnclearError(`no mail to ${email} arrived`);
}
