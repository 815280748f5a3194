import type { Entry } from '@countersign/vault';

/** What an entry is called in a list: the issuer, or the account name where there is none. */
export function entryTitle(entry: Entry): string {
  return entry.issuer || entry.accountName || 'Unnamed';
}

/** The second line: the account name, where the title does not say it already. */
export function entrySubtitle(entry: Entry): string {
  return entry.issuer === '' ? '' : entry.accountName;
}

/** Both in one line, for names that only a screen reader says. */
export function entryFullName(entry: Entry): string {
  return [entryTitle(entry), entrySubtitle(entry)].filter((part) => part !== '').join(', ');
}
