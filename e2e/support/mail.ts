/** Mail as its reader gets it: the .eml files of the outbox, opened by a mail parser that is not ours. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { simpleParser } from 'mailparser';
import type { Countersign } from './countersign.ts';

/** A mail that arrived. */
export interface Mail {
  subject: string;
  text: string;
  html: string;
  /** The addresses in the text, in its order. */
  links: string[];
}

/** Waits for a mail and returns it; of several that fit, the newest. */
export async function waitForMail(
  { dataDir }: Countersign,
  wanted: { to: string; subject: RegExp },
): Promise<Mail> {
  let found: Mail | undefined;
  await expect
    .poll(
      async () => {
        const mails = await readMails(dataDir, wanted.to);
        found = mails.find(({ subject }) => wanted.subject.test(subject));
        return found === undefined ? mails.map(({ subject }) => subject) : 'arrived';
      },
      { message: `a mail to ${wanted.to} about ${String(wanted.subject)}`, intervals: [50], timeout: 10_000 },
    )
    .toBe('arrived');
  return found!;
}

/** The first link of a mail that was waited for. */
export async function waitForLink(
  countersign: Countersign,
  wanted: { to: string; subject: RegExp },
): Promise<string> {
  const { links } = await waitForMail(countersign, wanted);
  return links[0]!;
}

async function readMails(dataDir: string, to: string): Promise<Mail[]> {
  const folder = join(dataDir, 'outbox');
  const names = (await readdir(folder).catch(() => [])).sort().reverse();
  const mails = await Promise.all(
    names.map(async (name) => simpleParser(await readFile(join(folder, name)))),
  );
  return mails
    .filter((mail) => [mail.to ?? []].flat().some((address) => address.text === to))
    .map(({ subject = '', text = '', html }) => ({
      subject,
      text,
      html: html || '',
      links: text.match(/https?:\/\/[^\s<>"]+/g) ?? [],
    }));
}
