// What a set of texts, read from one picture or pasted, comes to: what can be added now, what an export still misses,
// and what has to be said.
import type { OtpauthAccount } from '@countersign/otp';
import {
  accountsOf,
  collectPart,
  isComplete,
  unreadableOf,
  type MigrationCollection,
} from './migration-batches.ts';
import { recognise, type Recognised } from './recognise.ts';

/** A text that leads to no account, and why. */
export type Remark = Extract<Recognised, { kind: 'faulty' | 'not-otp' }>;

export interface Findings {
  /** Exports that still miss parts, these texts' parts included. */
  collections: readonly MigrationCollection[];
  /** Accounts to add, those of exports that are complete now included. */
  accounts: OtpauthAccount[];
  /** Whether some of {@link accounts} come from an export: then the person chooses among them. */
  fromExport: boolean;
  /** Accounts of a complete export that could not be read, a sentence each. */
  unreadable: string[];
  /** Whether codes of an export were among the texts, new ones or not. */
  hasExportCode: boolean;
  /** A bare setup key. */
  setupKey?: string;
  remarks: Remark[];
}

/** @param collections - the exports that miss parts so far */
export function examine(texts: readonly string[], collections: readonly MigrationCollection[]): Findings {
  const findings: Findings = {
    collections,
    accounts: [],
    fromExport: false,
    unreadable: [],
    hasExportCode: false,
    remarks: [],
  };
  for (const text of texts) add(findings, recognise(text));
  for (const collection of findings.collections.filter(isComplete)) {
    findings.fromExport = true;
    findings.accounts.push(...accountsOf(collection));
    findings.unreadable.push(...unreadableOf(collection));
  }
  findings.collections = findings.collections.filter((collection) => !isComplete(collection));
  return findings;
}

function add(findings: Findings, found: Recognised): void {
  switch (found.kind) {
    case 'account':
      findings.accounts.push(found.account);
      break;
    case 'migration-part':
      findings.hasExportCode = true;
      findings.collections = collectPart(findings.collections, found.batch).collections;
      break;
    case 'setup-key':
      findings.setupKey = found.setupKey;
      break;
    default:
      findings.remarks.push(found);
  }
}
