/** The attempt ledger's one statement. */
import { sql, type RawBuilder } from 'kysely';
import { holdAfterFailures, LONGEST_HOLD_MS, MAX_CONSECUTIVE_FAILURES } from '../domain/attempt-ledger.ts';
import type { AttemptCharge, AttemptLedger } from '../domain/ports.ts';
import type { Database } from './schema.ts';

export function attemptLedgerTable(db: Database): AttemptLedger {
  return {
    async open(accountId) {
      await db
        .insertInto('attemptLedger')
        .values({ accountId, consecutiveFailures: 0, nextAttemptAtMs: 0, spentTimeStep: 0 })
        .execute();
    },
    /**
     * One UPDATE decides and records: nothing is read first and written later, so that of any number of parallel
     * attempts, in any number of processes, each is charged and at most one spends a time step. No row comes back
     * when the attempt is not looked at; a count of zero when it passed, for nothing else sets it to zero.
     */
    async charge(charge) {
      const passed = isProof(charge.proof);
      const { rows } = await sql<{ consecutiveFailures: number }>`
        update attempt_ledger set
          consecutive_failures = case when ${passed} then 0 else consecutive_failures + 1 end,
          next_attempt_at_ms = case when ${passed} then 0 else ${charge.nowMs} + ${HOLD} end,
          spent_time_step = case when ${passed} and ${spends(charge.proof)} > spent_time_step
            then ${spends(charge.proof)} else spent_time_step end
        where account_id = ${charge.accountId}
          and next_attempt_at_ms <= ${charge.nowMs}
          and consecutive_failures < ${charge.evenIfSuspended ? NO_LIMIT : MAX_CONSECUTIVE_FAILURES}
        returning consecutive_failures`.execute(db);
      const [row] = rows;
      if (row === undefined) return 'held';
      return row.consecutiveFailures === 0 ? 'passed' : 'refused';
    },
    async reset(accountId) {
      await db
        .updateTable('attemptLedger')
        .set({ consecutiveFailures: 0, nextAttemptAtMs: 0 })
        .where('accountId', '=', accountId)
        .execute();
    },
  };
}

const NO_LIMIT = 2_000_000_000;

/** RFC 6238 §5.2: a time step passes only when it is later than the last one that did. */
function isProof(proof: AttemptCharge['proof']): RawBuilder<unknown> {
  if (proof.kind === 'none') return sql`1 = 0`;
  if (proof.kind === 'other') return sql`1 = 1`;
  return sql`${proof.timeStep} > spent_time_step`;
}

function spends(proof: AttemptCharge['proof']): number {
  return proof.kind === 'none' ? 0 : (proof.timeStep ?? 0);
}

/** The hold after the failure being charged, spelled out from the domain's rule as long as it still grows. */
const HOLD = holdExpression();

function holdExpression(): RawBuilder<unknown> {
  const cases: RawBuilder<unknown>[] = [];
  for (let failures = 1; holdAfterFailures(failures) < LONGEST_HOLD_MS; failures++) {
    cases.push(sql`when ${sql.lit(failures)} then ${sql.lit(holdAfterFailures(failures))}`);
  }
  return sql`case consecutive_failures + 1 ${sql.join(cases, sql` `)} else ${sql.lit(LONGEST_HOLD_MS)} end`;
}
