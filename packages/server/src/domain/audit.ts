/** Security activity: what happened to an account, told to its owner. Never holds a secret. */
import { chainText, CHAIN_START, compareHead, followChain, type ChainFault } from './audit-chain.ts';
import type {
  ActivityFilter,
  ActivityPosition,
  AuditEvent,
  AuditHead,
  AuditKind,
  Origin,
  Ports,
  ProofMethod,
  Tables,
} from './ports.ts';

const PAGE_SIZE = 50;
const BATCH_SIZE = 500;

/** What kinds of events people look for together. */
export type ActivityGroup = 'log_ins' | 'refusals' | 'password_and_address' | 'two_factor' | 'api_tokens';

const GROUP_OF_KIND: Record<AuditKind, ActivityGroup> = {
  signed_up: 'password_and_address',
  created_by_operator: 'password_and_address',
  factors_reset_by_operator: 'two_factor',
  disabled_by_operator: 'password_and_address',
  enabled_by_operator: 'password_and_address',
  logged_in: 'log_ins',
  logged_in_with_recovery_code: 'log_ins',
  logged_in_from_trusted_browser: 'log_ins',
  logged_in_with_passkey: 'log_ins',
  second_step_refused: 'refusals',
  step_up_refused: 'refusals',
  logged_out: 'log_ins',
  session_revoked: 'log_ins',
  other_sessions_revoked: 'log_ins',
  password_changed: 'password_and_address',
  password_reset: 'password_and_address',
  email_changed: 'password_and_address',
  reported_not_me: 'password_and_address',
  two_factor_enabled: 'two_factor',
  authenticator_added: 'two_factor',
  authenticator_renamed: 'two_factor',
  authenticator_removed: 'two_factor',
  two_factor_disabled: 'two_factor',
  security_key_added: 'two_factor',
  security_key_renamed: 'two_factor',
  security_key_removed: 'two_factor',
  security_key_copied: 'refusals',
  recovery_codes_made: 'two_factor',
  recovery_drill_passed: 'two_factor',
  recovery_drill_refused: 'refusals',
  browser_trusted: 'log_ins',
  browser_trust_ended: 'log_ins',
  browser_trust_replayed: 'refusals',
  api_token_made: 'api_tokens',
  api_token_changed: 'api_tokens',
  api_token_rotated: 'api_tokens',
  api_token_revoked: 'api_tokens',
};

/** The kinds of a group. */
export function kindsOfGroup(group: ActivityGroup): AuditKind[] {
  const kinds = Object.keys(GROUP_OF_KIND) as AuditKind[];
  return kinds.filter((kind) => GROUP_OF_KIND[kind] === group);
}

/**
 * Writes one event, in the transaction of what it tells of.
 * @param subject a name it is about, never a secret
 * @param factor what was proved, or tried
 */
export async function recordEvent(
  ports: Ports,
  tables: Tables,
  accountId: string,
  kind: AuditKind,
  origin: Origin,
  subject: string | null = null,
  factor: ProofMethod | null = null,
): Promise<void> {
  const { sequence, hash: previousHash } = await tables.audit.advance(accountId);
  const event = {
    id: ports.tokens.id(),
    accountId,
    sequence,
    kind,
    atMs: ports.clock.nowMs(),
    address: origin.address,
    userAgent: origin.userAgent,
    subject,
    factor,
  };
  await tables.audit.append({ ...event, hash: ports.tokens.hash(chainText(event, previousHash)) });
}

/** One page of an account's activity, the newest first. */
export async function listActivity(
  ports: Ports,
  accountId: string,
  filter: ActivityFilter,
  before: ActivityPosition | undefined,
): Promise<{ events: AuditEvent[]; older: ActivityPosition | undefined }> {
  // One more than is shown tells whether there is an older page.
  const found = await ports.store.read.audit.list(accountId, { ...filter, before, limit: PAGE_SIZE + 1 });
  const events = found.slice(0, PAGE_SIZE);
  return { events, older: found.length > PAGE_SIZE ? events.at(-1) : undefined };
}

/** Everything that a filter lets through, the newest first, some hundred at a time. */
export async function* exportActivity(
  ports: Ports,
  accountId: string,
  filter: ActivityFilter,
): AsyncGenerator<AuditEvent[]> {
  let before: ActivityPosition | undefined;
  for (;;) {
    const page = { ...filter, before, limit: BATCH_SIZE };
    const events = await ports.store.read.audit.list(accountId, page);
    if (events.length > 0) yield events;
    if (events.length < BATCH_SIZE) return;
    before = events.at(-1);
  }
}

/** The head of an account's chain. */
export async function activityHead(ports: Ports, accountId: string): Promise<AuditHead> {
  return (await ports.store.read.audit.head(accountId)) ?? CHAIN_START;
}

/** Follows an account's chain from its start to its head; undefined when it is complete. */
export async function checkActivity(ports: Ports, accountId: string): Promise<ChainFault | undefined> {
  // The head first: events that are written meanwhile come after it, and are not looked at.
  const head = await activityHead(ports, accountId);
  let reached = CHAIN_START;
  for (;;) {
    const range = { afterSequence: reached.sequence, upToSequence: head.sequence, limit: BATCH_SIZE };
    const events = await ports.store.read.audit.chain(accountId, range);
    if (events.length === 0) return compareHead(reached, head);
    const followed = followChain(events, reached, (text) => ports.tokens.hash(text));
    if (followed.fault !== undefined) return followed.fault;
    reached = followed.reached;
  }
}
