/**
 * The tables as TypeScript sees them. Columns are snake_case in the database and camelCase here (Kysely's
 * CamelCasePlugin), so that a row is a record of the domain as it stands.
 */
import type { Kysely } from 'kysely';
import type * as domain from '../domain/ports.ts';

export interface KnownBrowserRow {
  accountId: string;
  browserHash: string;
  firstSeenAtMs: number;
}

/** The last link of an account's chain of events. */
interface AuditHeadRow extends domain.AuditHead {
  accountId: string;
}

/** A counter of password guesses: until when it is filled. */
interface PasswordGuessRow {
  counterKey: string;
  usedUntilMs: number;
}

export interface Schema {
  account: domain.Account;
  attemptLedger: {
    accountId: string;
    consecutiveFailures: number;
    nextAttemptAtMs: number;
    spentTimeStep: number;
  };
  session: domain.Session;
  challenge: domain.Challenge;
  factor: domain.Factor;
  securityKey: domain.SecurityKey;
  ceremony: domain.Ceremony;
  enrolment: domain.Enrolment;
  recoveryCode: domain.RecoveryCode;
  mailLink: domain.MailLink;
  trustedBrowser: domain.TrustedBrowser;
  knownBrowser: KnownBrowserRow;
  apiToken: domain.ApiToken;
  commandLineLogIn: domain.CommandLineLogIn;
  auditEvent: domain.AuditEvent;
  auditHead: AuditHeadRow;
  passwordGuess: PasswordGuessRow;
  mailQueue: domain.QueuedMail;
  device: domain.Device;
}

/** A database, or a transaction on it: what the table files write their statements against. */
export type Database = Kysely<Schema>;
