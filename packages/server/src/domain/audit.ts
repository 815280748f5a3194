/** Security activity: what happened to an account, told to its owner. Never holds a secret. */
import type { AuditEvent, AuditKind, Origin, Ports, Tables } from './ports.ts';

const PAGE_SIZE = 50;

/** Writes one event, in the transaction of what it tells of. */
export async function recordEvent(
  ports: Ports,
  tables: Tables,
  accountId: string,
  kind: AuditKind,
  origin: Origin,
  subject: string | null = null,
): Promise<void> {
  await tables.audit.insert({
    id: ports.tokens.id(),
    accountId,
    kind,
    atMs: ports.clock.nowMs(),
    address: origin.address,
    userAgent: origin.userAgent,
    subject,
  });
}

/**
 * One page of an account's activity, newest first.
 * @param beforeMs only events before this time; from the last page's `nextBeforeMs`
 */
export async function listActivity(
  ports: Ports,
  accountId: string,
  beforeMs = Number.MAX_SAFE_INTEGER,
): Promise<{ events: AuditEvent[]; nextBeforeMs: number | undefined }> {
  const events = await ports.store.read.audit.list(accountId, { beforeMs, limit: PAGE_SIZE });
  return { events, nextBeforeMs: events.length === PAGE_SIZE ? events.at(-1)?.atMs : undefined };
}
