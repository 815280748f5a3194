/** All tables over one database or transaction. */
import type { Tables } from '../domain/ports.ts';
import { accountTable, browserTable } from './accounts.ts';
import { apiTokenTable } from './api-tokens.ts';
import { attemptLedgerTable } from './attempt-ledger.ts';
import { auditTable } from './audit.ts';
import { deviceTable } from './devices.ts';
import { enrolmentTable, factorTable, recoveryCodeTable } from './factors.ts';
import { mailLinkTable, mailQueueTable } from './mail.ts';
import type { Database } from './schema.ts';
import { challengeTable, sessionTable } from './sessions.ts';

export function createTables(db: Database): Tables {
  return {
    accounts: accountTable(db),
    ledger: attemptLedgerTable(db),
    sessions: sessionTable(db),
    challenges: challengeTable(db),
    factors: factorTable(db),
    enrolments: enrolmentTable(db),
    recoveryCodes: recoveryCodeTable(db),
    mailLinks: mailLinkTable(db),
    browsers: browserTable(db),
    apiTokens: apiTokenTable(db),
    audit: auditTable(db),
    mailQueue: mailQueueTable(db),
    devices: deviceTable(db),
  };
}
