/** All tables over one database or transaction. */
import type { Tables } from '../domain/ports.ts';
import { accountTable, browserTable } from './accounts.ts';
import { apiTokenTable } from './api-tokens.ts';
import { commandLineLogInTable } from './command-line-log-ins.ts';
import { attemptLedgerTable } from './attempt-ledger.ts';
import { auditTable } from './audit.ts';
import { deviceTable } from './devices.ts';
import { enrolmentTable, factorTable, recoveryCodeTable } from './factors.ts';
import { mailLinkTable, mailQueueTable } from './mail.ts';
import { passwordGuessTable } from './password-guesses.ts';
import type { Database } from './schema.ts';
import { ceremonyTable, securityKeyTable } from './security-keys.ts';
import { sealedValueTable } from './sealed-values.ts';
import { challengeTable, sessionTable } from './sessions.ts';
import { trustedBrowserTable } from './trusted-browsers.ts';

export function createTables(db: Database): Tables {
  return {
    accounts: accountTable(db),
    ledger: attemptLedgerTable(db),
    sessions: sessionTable(db),
    challenges: challengeTable(db),
    factors: factorTable(db),
    securityKeys: securityKeyTable(db),
    ceremonies: ceremonyTable(db),
    enrolments: enrolmentTable(db),
    recoveryCodes: recoveryCodeTable(db),
    mailLinks: mailLinkTable(db),
    trustedBrowsers: trustedBrowserTable(db),
    browsers: browserTable(db),
    apiTokens: apiTokenTable(db),
    commandLineLogIns: commandLineLogInTable(db),
    audit: auditTable(db),
    passwordGuesses: passwordGuessTable(db),
    mailQueue: mailQueueTable(db),
    devices: deviceTable(db),
    sealedValues: sealedValueTable(db),
  };
}
