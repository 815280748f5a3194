#!/usr/bin/env node
/** The program: attacks the Countersign whose address it is given, and prints what became of each attack. */
import { parseArgs } from 'node:util';
import { UnclearError } from './verdict.ts';
import { openBrowser } from './browser.ts';
import { attacks, formatCatalogue } from './catalogue.ts';
import { openGround } from './ground.ts';
import { commandMailbox, outboxMailbox, type Mailbox } from './mailbox.ts';
import { exitCodeOf, formatOutcome, runAttacks } from './run.ts';

const BOUNDS = { maxRequests: 2000, maxSeconds: 300 };
const USAGE_EXIT_CODE = 64; // EX_USAGE of sysexits.h

const HELP = `Usage: npm run attack -- URL [options]

Attacks a running Countersign from outside, and prints for each attack whether it was refused and which requirement
that answers: OWASP ASVS 5.0, NIST SP 800-63B-4 (63B-4), RFC 4226, RFC 6238. It makes accounts of its own, and talks to
URL and to nothing else; at most ${BOUNDS.maxRequests} requests in ${BOUNDS.maxSeconds} seconds.

  --i-own-this         attack a URL that is not this machine's. It makes accounts, sends mails and guesses passwords:
                       where it is not yours, that is a crime
  --mailbox COMMAND    how to read mail where there is no outbox. COMMAND ADDRESS SUBJECT prints the text of the newest
                       mail to that address whose subject begins so, or nothing
  --address PATTERN    addresses that this mailbox takes, with {id} in them: me+{id}@example.org
  --json               print JSON
  --catalogue          print the attacks as a Markdown table, and attack nothing
  --help               print this

Exit code: 0 all refused (or skipped), 1 one got through, 2 one could not be carried out, ${USAGE_EXIT_CODE} wrong usage.
`;

/** Wrong usage; the message is the one line to print. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const isUsage =
    error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
  const cause: unknown = error instanceof AggregateError ? error.errors[0] : error;
  process.stderr.write(`attack: ${(cause as Error).message}\n`);
  process.exitCode = isUsage === true ? USAGE_EXIT_CODE : 2;
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      'i-own-this': { type: 'boolean', default: false },
      mailbox: { type: 'string' },
      address: { type: 'string' },
      json: { type: 'boolean', default: false },
      catalogue: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return say(HELP);
  if (values.catalogue) return say(`${formatCatalogue()}\n`);
  const url = readUrl(positionals, values['i-own-this']);
  const mailbox = await chooseMailbox(url, values.mailbox, values.address);
  const ground = await openGround(url, mailbox, BOUNDS);
  const outcomes = await runAttacks(ground, attacks, mailbox !== undefined, (outcome) => {
    if (!values.json) say(`${formatOutcome(outcome)}\n`);
  });
  if (values.json) {
    const rows = outcomes.map(({ attack: { number, name, answers }, verdict, reason }) => {
      return { number, name, answers, verdict, reason };
    });
    say(`${JSON.stringify({ url, requests: ground.requestCount(), outcomes: rows }, undefined, 2)}\n`);
  } else {
    const count = (wanted: string) => outcomes.filter(({ verdict }) => verdict === wanted).length;
    const parts = ['refused', 'GOT THROUGH', 'skipped', 'unclear'].map((name) => `${count(name)} ${name}`);
    say(`${parts.join(', ')}; ${ground.requestCount()} requests\n`);
  }
  return exitCodeOf(outcomes);
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

function readUrl(positionals: readonly string[], owned: boolean): string {
  const [text, ...rest] = positionals;
  if (text === undefined || rest.length > 0) throw new UsageError('give one URL; --help says more');
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new UsageError(`${text} is not an http(s) URL`);
  if (!isLoopback(url.hostname) && !owned) {
    throw new UsageError(
      `${url.hostname} is not this machine. The attacks make accounts, send mails and guess passwords there; add --i-own-this when it is yours to attack.`,
    );
  }
  return url.origin;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

async function chooseMailbox(
  url: string,
  command: string | undefined,
  pattern: string | undefined,
): Promise<Mailbox | undefined> {
  if (command !== undefined) {
    if (pattern === undefined || !/^[^@]*\{id\}[^@]*@[^@]+$/.test(pattern)) {
      throw new UsageError('--mailbox needs --address with {id} in it, like me+{id}@example.org');
    }
    return commandMailbox(command, pattern);
  }
  const { status } = await openBrowser(url)
    .get('/outbox')
    .catch((error: unknown) => {
      throw new UnclearError(`${url} does not answer: ${(error as Error).message}`, { cause: error });
    });
  return status === 200 ? outboxMailbox() : undefined;
}
