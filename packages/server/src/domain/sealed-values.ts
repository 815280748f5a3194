/**
 * Every sealed column, in one place: what a change of keys has to seal again. A column that is missing here would stay
 * behind under an old key; a test compares this list with the schema.
 */
import { publicKeyPlace } from './ceremonies.ts';
import { mailPlace } from './mail.ts';
import type { Ports, SealedColumn, SealedPlace, SealedRow } from './ports.ts';
import { pendingPlace } from './recovery-codes.ts';
import { factorSecretPlace } from './second-step.ts';
import { enrolmentSecretPlace } from './totp-enrolment.ts';

const BATCH_ROWS = 50;

interface SealedValues extends SealedColumn {
  placeOf(row: SealedRow): SealedPlace;
}

/** The sealed columns, each with where its values are bound to. */
export const SEALED_VALUES: readonly SealedValues[] = [
  {
    table: 'factor',
    column: 'secretSealed',
    placeOf: (row) => factorSecretPlace({ id: row.id, accountId: text(row['accountId']) }),
  },
  {
    table: 'enrolment',
    column: 'secretSealed',
    placeOf: (row) => enrolmentSecretPlace({ id: row.id, accountId: text(row['accountId']) }),
  },
  {
    table: 'securityKey',
    column: 'publicKeySealed',
    placeOf: (row) =>
      publicKeyPlace({
        id: row.id,
        accountId: text(row['accountId']),
        credentialId: text(row['credentialId']),
      }),
  },
  { table: 'session', column: 'pendingRecoveryCodesSealed', placeOf: (row) => pendingPlace(row.id) },
  { table: 'mailQueue', column: 'contentSealed', placeOf: (row) => mailPlace(row.id) },
];

/** How many values a key seals, column by column. */
export async function countSealedValues(
  ports: Pick<Ports, 'store'>,
  keyVersion: number,
): Promise<{ table: string; column: string; count: number }[]> {
  return Promise.all(
    SEALED_VALUES.map(async ({ table, column }) => ({
      table,
      column,
      count: await ports.store.read.sealedValues.count({ table, column }, keyVersion),
    })),
  );
}

/**
 * Seals again everything that is not under the newest key, a few rows a transaction, so that the service goes on
 * meanwhile. What was interrupted goes on where it stopped when this is called again. A row that changed in between is
 * left to its writer, and looked at again.
 * @param newestVersion of the key ring
 * @param report called after each transaction with how many values were sealed again so far
 * @returns how many values were sealed again
 * @throws Error when a value does not open: its key is missing, or it was altered
 */
export async function resealValues(
  ports: Pick<Ports, 'store' | 'secretBox'>,
  newestVersion: number,
  report: (doneCount: number) => void,
): Promise<number> {
  let doneCount = 0;
  for (const values of SEALED_VALUES) {
    for (;;) {
      const rows = await ports.store.read.sealedValues.listBehind(values, newestVersion, BATCH_ROWS);
      if (rows.length === 0) break;
      doneCount += await resealRows(ports, values, rows);
      report(doneCount);
    }
  }
  return doneCount;
}

async function resealRows(
  ports: Pick<Ports, 'store' | 'secretBox'>,
  values: SealedValues,
  rows: SealedRow[],
): Promise<number> {
  return ports.store.transaction(async (tables) => {
    let count = 0;
    for (const row of rows) {
      const place = values.placeOf(row);
      const plaintext = ports.secretBox.open(row.sealed, place);
      try {
        const sealed = ports.secretBox.seal(plaintext, place);
        if (await tables.sealedValues.replace(values, row.id, row.sealed, sealed)) count += 1;
      } finally {
        plaintext.fill(0);
      }
    }
    return count;
  });
}

/**
 * Opens one value of every sealed column that holds any: proof that a database and a key ring belong together.
 * @returns how many were opened; 0 proves nothing
 * @throws Error when one does not open
 */
export async function openOneOfEach(ports: Pick<Ports, 'store' | 'secretBox'>): Promise<number> {
  let count = 0;
  for (const values of SEALED_VALUES) {
    const [row] = await ports.store.read.sealedValues.listBehind(values, undefined, 1);
    if (row === undefined) continue;
    try {
      ports.secretBox.open(row.sealed, values.placeOf(row)).fill(0);
    } catch (error) {
      throw new Error(`a value of ${values.table}.${values.column} does not open`, { cause: error });
    }
    count += 1;
  }
  return count;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('a sealed row lacks a column that its place is made of');
  return value;
}
