/** Counters of password guesses. */
import { sql } from 'kysely';
import type { Tables } from '../domain/ports.ts';
import type { Database } from './schema.ts';

export function passwordGuessTable(db: Database): Tables['passwordGuesses'] {
  return {
    /** One statement looks and charges: parallel tries, in any number of processes, each find what the others left. */
    async charge(key, { tries, drainMs }, nowMs) {
      const latestMs = nowMs + (tries - 1) * drainMs;
      const { rows } = await sql`
        insert into password_guess (counter_key, used_until_ms) values (${key}, ${nowMs + drainMs})
        on conflict (counter_key) do update set used_until_ms = ${drainMs} +
          case when password_guess.used_until_ms > ${nowMs} then password_guess.used_until_ms else ${nowMs} end
        where password_guess.used_until_ms <= ${latestMs}
        returning used_until_ms`.execute(db);
      if (rows.length > 0) return 0;
      const row = await db
        .selectFrom('passwordGuess')
        .select('usedUntilMs')
        .where('counterKey', '=', key)
        .executeTakeFirstOrThrow();
      return Math.max(1, Number(row.usedUntilMs) - latestMs);
    },
    async takeBack(key, { drainMs }) {
      await db
        .updateTable('passwordGuess')
        .set((eb) => ({ usedUntilMs: eb('usedUntilMs', '-', drainMs) }))
        .where('counterKey', '=', key)
        .execute();
    },
    async deleteExpired(nowMs) {
      await db.deleteFrom('passwordGuess').where('usedUntilMs', '<=', nowMs).execute();
    },
  };
}
