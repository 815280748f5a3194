/** Sealed columns across tables, for a change of keys. Which those are is the domain's to say. */
import { sql } from 'kysely';
import type { Tables } from '../domain/ports.ts';
import type { Database } from './schema.ts';

export function sealedValueTable(db: Database): Tables['sealedValues'] {
  return {
    async count({ table, column }, keyVersion) {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from ${sql.table(snake(table))}
        where ${sql.ref(snake(column))} like ${`${keyVersion}.%`}`.execute(db);
      return Number(rows[0]?.count ?? 0);
    },
    async listBehind({ table, column }, newestVersion, limit) {
      const isBehind =
        newestVersion === undefined
          ? sql``
          : sql`and ${sql.ref(snake(column))} not like ${`${newestVersion}.%`}`;
      const { rows } = await sql<Record<string, unknown>>`
        select * from ${sql.table(snake(table))}
        where ${sql.ref(snake(column))} is not null ${isBehind} limit ${limit}`.execute(db);
      return rows.map((row) => ({ ...row, id: String(row['id']), sealed: String(row[column]) }));
    },
    async replace({ table, column }, id, from, to) {
      const ref = sql.ref(snake(column));
      const { numAffectedRows } = await sql`
        update ${sql.table(snake(table))} set ${ref} = ${to} where id = ${id} and ${ref} = ${from}`.execute(
        db,
      );
      return numAffectedRows === 1n;
    },
  };
}

/** Raw names are not mapped by the plugin that maps the others. */
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
