/** A real Countersign for the attacks: its own ports, data folder and database, and a clock that the test moves. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startCountersign } from '../compose.ts';
import type { Config } from '../config.ts';
import type { LedgerState } from '../domain/attempt-ledger.ts';
import { createLog } from '../ops/log.ts';

/** 2027-01-15 08:00:00 UTC, at the start of a time step. */
const START_MS = 1_800_000_000_000;

/** A running service, and what an attacker or an operator can get hold of. */
export interface Service {
  accountUrl: string;
  authenticatorUrl: string;
  dataDir: string;
  /** The time that the service reads. It stands still until it is moved. */
  clock: { nowMs(): number; advanceSeconds(seconds: number): void };
  /** Every log line so far. */
  logLines: string[];
  /** A second connection to the database file, as somebody with a copy or a root shell has one. */
  database: DatabaseSync;
  /** The ledger's row of an account. */
  ledgerOf(email: string): LedgerState;
  /** Stops the service and removes its data. */
  stop(): Promise<void>;
}

/** Starts a service on ports of the system's choice. */
export async function startService(settings: Partial<Config> = {}): Promise<Service> {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-attacks-'));
  const logLines: string[] = [];
  let nowMs = START_MS;
  const clock = {
    nowMs: () => nowMs,
    advanceSeconds: (seconds: number) => {
      nowMs += seconds * 1000;
    },
  };
  const config = { ...LOCAL, ...settings, dataDir };
  const running = await startCountersign(config, { log: createLog((line) => logLines.push(line)), clock });
  const database = new DatabaseSync(join(dataDir, 'countersign.db'), { timeout: 5000 });
  const ledger = database.prepare(
    `select consecutive_failures as consecutiveFailures, next_attempt_at_ms as nextAttemptAtMs,
       spent_time_step as spentTimeStep
     from attempt_ledger join account on account.id = account_id where email = ?`,
  );
  return {
    accountUrl: running.accountUrl,
    authenticatorUrl: running.authenticatorUrl,
    dataDir,
    clock,
    logLines,
    database,
    ledgerOf: (email) => ({ ...ledger.get(email) }) as unknown as LedgerState,
    async stop() {
      await running.stop();
      database.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

const LOCAL: Omit<Config, 'dataDir'> = {
  port: 0,
  authenticatorPort: 0,
  host: '127.0.0.1',
  accountUrl: undefined,
  authenticatorUrl: undefined,
  smtpUrl: undefined,
  mailFrom: undefined,
  keys: undefined,
  name: 'Countersign',
  trustedProxies: [],
};
