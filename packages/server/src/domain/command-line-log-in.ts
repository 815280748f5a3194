/**
 * Logging a command line in through the browser: it asks for an address to open and waits; the account's owner, logged in
 * and stepped up, says yes; the command line then gets an API token. The token is made when it is collected, so that it
 * stands nowhere before.
 */
import { insertApiToken, type ShownApiToken } from './api-tokens.ts';
import { LogInDeniedError, NotFoundError } from './errors.ts';
import { asName } from './name.ts';
import type { Account, CommandLineLogIn, Origin, Ports } from './ports.ts';
import { requireStepUp, type LiveSession } from './step-up.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long the browser may take. */
const COMMAND_LINE_LOG_IN_LIFETIME_MS = 10 * 60 * 1000;
/** How long a command line stays logged in. */
export const COMMAND_LINE_TOKEN_LIFETIME_MS = 30 * DAY_MS;

/** Begins a log-in: `id` is for the browser, `token` is what the command line waits with. */
export async function beginCommandLineLogIn(
  ports: Ports,
  origin: Origin,
  description: string,
): Promise<{ id: string; token: string }> {
  const id = ports.tokens.id();
  const token = ports.tokens.bearer();
  const nowMs = ports.clock.nowMs();
  await ports.store.transaction((tables) =>
    tables.commandLineLogIns.insert({
      id,
      tokenHash: ports.tokens.hash(token),
      description: asName(description, 'Command line'),
      address: origin.address,
      state: 'waiting',
      accountId: null,
      birthFactor: null,
      provedAtMs: null,
      createdAtMs: nowMs,
      expiresAtMs: nowMs + COMMAND_LINE_LOG_IN_LIFETIME_MS,
    }),
  );
  return { id, token };
}

/** What waits for an answer. @throws NotFoundError */
export async function viewCommandLineLogIn(ports: Ports, id: string): Promise<CommandLineLogIn> {
  const logIn = await ports.store.read.commandLineLogIns.find(id, ports.clock.nowMs());
  if (logIn?.state !== 'waiting') throw new NotFoundError();
  return logIn;
}

/** The account's owner says yes. @throws StepUpRequiredError, NotFoundError */
export async function confirmCommandLineLogIn(ports: Ports, live: LiveSession, id: string): Promise<void> {
  const proof = requireStepUp(ports, live);
  const accountId = live.account.id;
  const decision = { state: 'confirmed', accountId, birthFactor: proof.by, provedAtMs: proof.atMs } as const;
  await decide(ports, id, decision);
}

/** The account's owner says no. @throws NotFoundError */
export async function denyCommandLineLogIn(ports: Ports, id: string): Promise<void> {
  await decide(ports, id, { state: 'denied', accountId: null, birthFactor: null, provedAtMs: null });
}

async function decide(
  ports: Ports,
  id: string,
  decision: Pick<CommandLineLogIn, 'state' | 'accountId' | 'birthFactor' | 'provedAtMs'>,
): Promise<void> {
  const nowMs = ports.clock.nowMs();
  const isFirst = await ports.store.transaction((tables) =>
    tables.commandLineLogIns.decide(id, decision, nowMs),
  );
  if (!isFirst) throw new NotFoundError();
}

/**
 * The command line asks for its token: undefined while nobody has answered.
 * @throws NotFoundError when there is no such log-in (any more), LogInDeniedError
 */
export async function collectCommandLineLogIn(
  ports: Ports,
  origin: Origin,
  token: string,
): Promise<(ShownApiToken & { account: Account }) | undefined> {
  const tokenHash = ports.tokens.hash(token);
  const logIn = await ports.store.read.commandLineLogIns.findByTokenHash(tokenHash, ports.clock.nowMs());
  if (logIn === undefined) throw new NotFoundError();
  if (logIn.state === 'waiting') return undefined;
  return ports.store
    .transaction(async (tables) => {
      if (!(await tables.commandLineLogIns.consume(logIn.id))) throw new NotFoundError();
      const { accountId, birthFactor, provedAtMs, description } = logIn;
      const account = accountId === null ? undefined : await tables.accounts.find(accountId);
      if (account === undefined || birthFactor === null || provedAtMs === null) return 'denied';
      const authority = { accountId: account.id, proof: { by: birthFactor, atMs: provedAtMs } };
      const checked = { name: description, scopes: 'global', lifetimeMs: COMMAND_LINE_TOKEN_LIFETIME_MS };
      return { account, ...(await insertApiToken(ports, tables, authority, origin, checked)) };
    })
    .then((collected) => {
      if (collected === 'denied') throw new LogInDeniedError();
      return collected;
    });
}
