/** What an attack is. */
import type { Ground } from './ground.ts';

/** One attack: it resolves when it was refused, and rejects with `GotThroughError` when it was not. */
export interface Attack {
  /** Its number, the same as in the names of the service's own tests. */
  number: number;
  name: string;
  /** The requirements that its refusal answers. */
  answers: readonly string[];
  /** Whether it needs people whose addresses are verified, and so a mailbox. */
  needsMailbox: boolean;
  run(ground: Ground): Promise<void>;
}
