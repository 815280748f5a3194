/** Carries attacks out, a few at a time, and says how each ended. */
import type { Attack } from './attack.ts';
import { GotThroughError } from './verdict.ts';
import type { Ground } from './ground.ts';

const PARALLEL = 4;

/** How an attack ended. `unclear`: it could not be carried out, so nothing is known. */
export type Verdict = 'refused' | 'GOT THROUGH' | 'skipped' | 'unclear';

/** One attack with its verdict, and why where there is something to say. */
export interface Outcome {
  attack: Attack;
  verdict: Verdict;
  reason: string;
}

/**
 * Runs attacks, and reports them in their order.
 * @param hasMailbox whether mails can be read; attacks that need verified people are skipped without
 * @param report called after each
 */
export async function runAttacks(
  ground: Ground,
  attacks: readonly Attack[],
  hasMailbox: boolean,
  report: (outcome: Outcome) => void,
): Promise<Outcome[]> {
  const underWay: Promise<Outcome>[] = [];
  for (const [index, attack] of attacks.entries()) {
    // So many at once: each waits for mails most of the time.
    const before = underWay[index - PARALLEL];
    const isFree = before === undefined ? Promise.resolve() : before.then(() => undefined);
    underWay.push(isFree.then(() => judge(ground, attack, hasMailbox)));
  }
  const outcomes: Outcome[] = [];
  for (const outcome of underWay) {
    outcomes.push(await outcome);
    report(outcomes.at(-1)!);
  }
  return outcomes;
}

async function judge(ground: Ground, attack: Attack, hasMailbox: boolean): Promise<Outcome> {
  if (attack.needsMailbox && !hasMailbox) {
    return {
      attack,
      verdict: 'skipped',
      reason: 'needs verified accounts: no outbox here, and no --mailbox',
    };
  }
  return { attack, ...(await carryOut(ground, attack)) };
}

/** 1 when an attack got through, 2 when one is unclear and none got through, 0 otherwise. */
export function exitCodeOf(outcomes: readonly Outcome[]): number {
  if (outcomes.some(({ verdict }) => verdict === 'GOT THROUGH')) return 1;
  return outcomes.some(({ verdict }) => verdict === 'unclear') ? 2 : 0;
}

/** One line of the table that the program prints. */
export function formatOutcome({ attack, verdict, reason }: Outcome): string {
  const { number, name, answers } = attack;
  const why = reason === '' ? '' : `\n    ${reason}`;
  return `${String(number).padStart(2)}  ${verdict.padEnd(11)}  ${name}  [${answers.join(', ')}]${why}`;
}

async function carryOut(ground: Ground, attack: Attack): Promise<Pick<Outcome, 'verdict' | 'reason'>> {
  try {
    await attack.run(ground);
    return { verdict: 'refused', reason: '' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { verdict: error instanceof GotThroughError ? 'GOT THROUGH' : 'unclear', reason };
  }
}
