/** `countersign audit`: whether the record of what happened is whole, and the record itself. */
import { readFile } from 'node:fs/promises';
import { readActivity, verifyActivity } from '@countersign/server/operate';
import { CommandError, EXIT, type Answer, type Command } from './command.ts';
import { withInstallation } from './installation.ts';

/** What `audit verify --json` prints of one account. */
interface Row {
  account_id: string;
  email: string;
  sequence: number;
  hash: string;
  fault: { kind: string; sequence: number } | null;
}

/** The commands of the group. */
export const auditCommands: readonly Command[] = [
  {
    words: ['audit', 'verify'],
    takes: [],
    summary: 'Find an altered or missing event in the activity of any account.',
    help: [
      'The events of an account form a chain of hashes. Follows every chain from its first event to its head, and ends with',
      '1 when an event was altered, moved or removed. Somebody who can write to the whole database can compute a chain',
      'anew: against that, keep what --json prints elsewhere, and compare with it later.',
      '',
      '  --against FILE  what an earlier run printed with --json',
    ].join('\n'),
    options: { against: { type: 'string' } },
    async run({ values }) {
      const file = values['against'];
      const earlier = typeof file === 'string' ? await readEarlier(file) : new Map<string, Row>();
      return verify(earlier);
    },
  },
  {
    words: ['audit', 'export'],
    takes: ['EMAIL'],
    summary: 'Print everything that happened to an account, the newest first.',
    help: 'Prints the activity of one account: number, time (UTC), event, what it is about, factor, address.',
    async run({ positionals: [email = ''] }) {
      const events = await withInstallation(({ ports }) => readActivity(ports, email));
      return {
        data: events.map(({ atMs, userAgent, accountId, ...event }) => ({
          ...event,
          account_id: accountId,
          at: new Date(atMs).toISOString(),
          user_agent: userAgent,
        })),
        lines: events.map(({ sequence, atMs, kind, subject, factor, address }) =>
          [sequence, new Date(atMs).toISOString(), kind, subject ?? '-', factor ?? '-', address || '-'].join(
            '  ',
          ),
        ),
      };
    },
  },
];

async function verify(earlier: ReadonlyMap<string, Row>): Promise<Answer> {
  const verdicts = await withInstallation(({ ports }) => verifyActivity(ports, earlier));
  const gone = [...earlier.values()].filter(
    ({ account_id: id }) => !verdicts.some((one) => one.accountId === id),
  );
  const rows: Row[] = verdicts.map(({ accountId, email, head, fault }) => ({
    ...{ account_id: accountId, email, sequence: head.sequence, hash: head.hash, fault: fault ?? null },
  }));
  const faults = rows.filter(({ fault }) => fault !== null);
  const events = rows.reduce((sum, { sequence }) => sum + sequence, 0);
  return {
    data: rows,
    lines: [
      ...faults.map(
        ({ email, fault }) => `${email}: event ${fault?.sequence ?? 0} is ${describe(fault?.kind)}`,
      ),
      ...gone.map(({ email }) => `${email}: the account is not there any more`),
      faults.length === 0
        ? `${rows.length} accounts, ${events} events: whole`
        : `${faults.length} accounts are not whole`,
    ],
    exitCode: faults.length === 0 ? EXIT.ok : EXIT.failed,
  };
}

function describe(kind: string | undefined): string {
  return kind === 'missing' ? 'missing' : 'altered';
}

async function readEarlier(file: string): Promise<Map<string, Row>> {
  try {
    const rows = JSON.parse(await readFile(file, 'utf8')) as Row[];
    return new Map(rows.map((row) => [row.account_id, row]));
  } catch (error) {
    throw new CommandError(`${file} is not what audit verify --json printed: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
