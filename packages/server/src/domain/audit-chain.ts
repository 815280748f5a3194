/**
 * The chain of an account's events: each has a sequence number, from 1 on without a gap, and a hash over itself and the
 * hash before it; the account's head holds the last of both. So an event that was altered, removed or moved is noticed,
 * and so is a tail that was cut off. It does not stop somebody who may write to the whole database and recomputes every
 * hash: against that, compare the head with one exported earlier.
 */
import type { AuditEvent, AuditHead } from './ports.ts';

/** Where every chain begins. */
export const CHAIN_START: AuditHead = { sequence: 0, hash: '' };

/** What is wrong with a chain, at the first event where it shows. */
export interface ChainFault {
  /** `altered`: the event's fields do not give its hash. `missing`: another event stands where this one should. */
  kind: 'altered' | 'missing';
  sequence: number;
}

/** SHA-256 of a text, in base64url. */
export type Sha256 = (text: string) => string;

/**
 * The text that an event's hash is made of. Hashes that are stored were made of it, and so it never changes; a field
 * that comes later needs a second version.
 */
export function chainText(event: Omit<AuditEvent, 'hash'>, previousHash: string): string {
  const { accountId, sequence, id, kind, atMs, address, userAgent, subject, factor } = event;
  return JSON.stringify([
    ...['countersign-activity-1', previousHash, accountId, sequence, id],
    ...[kind, atMs, address, userAgent, subject, factor],
  ]);
}

/**
 * Follows a chain through some of its events, in the order of their sequence numbers.
 * @param from how far it was followed before
 * @returns how far it holds, and what is wrong with the next event
 */
export function followChain(
  events: readonly AuditEvent[],
  from: AuditHead,
  sha256: Sha256,
): { reached: AuditHead; fault: ChainFault | undefined } {
  let reached = from;
  for (const event of events) {
    const sequence = reached.sequence + 1;
    if (event.sequence !== sequence) return { reached, fault: { kind: 'missing', sequence } };
    if (sha256(chainText(event, reached.hash)) !== event.hash) {
      return { reached, fault: { kind: 'altered', sequence } };
    }
    reached = { sequence, hash: event.hash };
  }
  return { reached, fault: undefined };
}

/**
 * Checks a whole chain.
 * @param events every event of one account, in the order of their sequence numbers
 * @param head the account's head; `CHAIN_START` when it has none
 * @returns the first fault; undefined when the chain is complete
 */
export function verifyChain(
  events: readonly AuditEvent[],
  head: AuditHead,
  sha256: Sha256,
): ChainFault | undefined {
  const { reached, fault } = followChain(events, CHAIN_START, sha256);
  return fault ?? compareHead(reached, head);
}

/** What is wrong where a chain ends. */
export function compareHead(reached: AuditHead, head: AuditHead): ChainFault | undefined {
  if (reached.sequence < head.sequence) return { kind: 'missing', sequence: reached.sequence + 1 };
  const isHead = reached.sequence === head.sequence && reached.hash === head.hash;
  return isHead ? undefined : { kind: 'altered', sequence: head.sequence };
}
