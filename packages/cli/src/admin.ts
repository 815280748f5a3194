/** `countersign admin`: accounts, as an operator may change them. */
import {
  createAccount,
  disableAccount,
  enableAccount,
  listAccounts,
  resetFactors,
  type AccountSummary,
  type Ports,
} from '@countersign/server/operate';
import { UsageError, type Answer, type Command, type Given } from './command.ts';
import { withInstallation } from './installation.ts';

const REASON = { reason: { type: 'string' } } as const;
const MAX_REASON_CHARACTERS = 200;

/** The commands of the group. */
export const adminCommands: readonly Command[] = [
  {
    words: ['admin', 'create'],
    takes: ['EMAIL'],
    summary: 'Make an account; its owner chooses the password through a mail.',
    help: [
      'Makes an account for an address, and mails a link, good for an hour, through which its owner chooses the password.',
      'Nobody knows a password until then.',
    ].join('\n'),
    run: ({ positionals }) => onOne(positionals, (ports, email) => createAccount(ports, email), 'made'),
  },
  {
    words: ['admin', 'list'],
    takes: [],
    summary: 'List accounts, with their factors and sessions.',
    help: 'Lists every account, the oldest first. Times are UTC.',
    async run() {
      const accounts = await withInstallation(({ ports }) => listAccounts(ports));
      return { data: accounts.map(present), lines: accounts.map(describe) };
    },
  },
  {
    words: ['admin', 'reset-factors'],
    takes: ['EMAIL'],
    summary: 'Take every factor and recovery code off an account.',
    help: [
      'For somebody who has lost every way to pass the second step. Takes authenticators and recovery codes away, ends',
      'sessions, mails the person, and records it in the activity. From then on the password alone opens the account: be',
      'sure who is asking.',
      '',
      '  --reason TEXT  why, as the activity tells it (required)',
    ].join('\n'),
    options: REASON,
    run: (given) =>
      onOne(given.positionals, (ports, email) => resetFactors(ports, email, reasonOf(given)), 'reset'),
  },
  {
    words: ['admin', 'disable'],
    takes: ['EMAIL'],
    summary: 'Disable an account: no log-in, sessions and tokens dead.',
    help: [
      'Nobody logs in to the account any more; it looks as with a wrong password. Its sessions, waiting log-ins, links in',
      'mails and API tokens are gone for good. Factors stay, for when it is enabled again.',
      '',
      '  --reason TEXT  why, as the activity tells it (required)',
    ].join('\n'),
    options: REASON,
    run: (given) =>
      onOne(given.positionals, (ports, email) => disableAccount(ports, email, reasonOf(given)), 'disabled'),
  },
  {
    words: ['admin', 'enable'],
    takes: ['EMAIL'],
    summary: 'Let a disabled account log in again.',
    help: 'The account has the password and the factors it had. API tokens do not come back.',
    run: ({ positionals }) => onOne(positionals, (ports, email) => enableAccount(ports, email), 'enabled'),
  },
];

async function onOne(
  [email = '']: readonly string[],
  act: (ports: Ports, email: string) => Promise<AccountSummary>,
  done: string,
): Promise<Answer> {
  const account = await withInstallation(({ ports }) => act(ports, email));
  return { data: present(account), lines: [`${done}: ${describe(account)}`] };
}

function reasonOf({ values }: Given): string {
  const reason = typeof values['reason'] === 'string' ? values['reason'].trim() : '';
  if (reason === '' || reason.length > MAX_REASON_CHARACTERS || /\p{C}/u.test(reason)) {
    throw new UsageError(`say why: --reason TEXT, at most ${MAX_REASON_CHARACTERS} characters`);
  }
  return reason;
}

function present(account: AccountSummary): Record<string, unknown> {
  return {
    id: account.id,
    email: account.email,
    created_at: new Date(account.createdAtMs).toISOString(),
    disabled_at: account.disabledAtMs === null ? null : new Date(account.disabledAtMs).toISOString(),
    factors: account.factorCount,
    recovery_codes_left: account.recoveryCodesLeft,
    sessions: account.sessionCount,
  };
}

function describe(account: AccountSummary): string {
  const parts = [
    account.email,
    `since ${new Date(account.createdAtMs).toISOString().slice(0, 10)}`,
    account.factorCount === 0
      ? 'no second step'
      : `two-factor on, ${account.recoveryCodesLeft} recovery codes left`,
    `sessions: ${account.sessionCount}`,
    ...(account.disabledAtMs === null ? [] : ['DISABLED']),
  ];
  return parts.join('  ');
}
