import type { OtpauthAccount } from '@countersign/otp';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { printable } from './recognise.ts';

interface FoundListProps {
  accounts: OtpauthAccount[];
  /** Accounts that could not be read, a sentence each. */
  unreadable: string[];
  /** What the person should know before adding. */
  warning: string | undefined;
  onAdd(accounts: OtpauthAccount[]): void;
  /** Goes back to scanning. */
  onBack(): void;
  isBusy: boolean;
  failure: string | undefined;
}

/** Several accounts at once: the person picks those to add. */
export function FoundList(props: FoundListProps): JSX.Element {
  const { accounts, unreadable, warning, onAdd, onBack, isBusy, failure } = props;
  const [left, setLeft] = useState<ReadonlySet<OtpauthAccount>>(new Set());
  const chosen = accounts.filter((account) => !left.has(account));
  const toggle = (account: OtpauthAccount) => {
    const without = accounts.filter((other) => other !== account && left.has(other));
    setLeft(new Set(left.has(account) ? without : [...without, account]));
  };
  return (
    <div class="stack">
      {failure !== undefined && <Notice kind="error">{failure}</Notice>}
      {warning !== undefined && <Notice kind="warning">{warning}</Notice>}
      {unreadable.length > 0 && <UnreadableNotice reasons={unreadable} />}
      <fieldset class="found">
        <legend class="visually-hidden">Accounts to add</legend>
        {accounts.map((account, index) => (
          <label class="found-item" key={index}>
            <input type="checkbox" checked={!left.has(account)} onChange={() => toggle(account)} />
            <AccountNames account={account} />
          </label>
        ))}
      </fieldset>
      <div class="actions">
        <Button variant="primary" disabled={isBusy || chosen.length === 0} onClick={() => onAdd(chosen)}>
          {`Add ${countOf(chosen.length, 'account')}`}
        </Button>
        <Button disabled={isBusy} onClick={onBack}>
          {warning === undefined ? 'Scan again' : 'Keep scanning'}
        </Button>
      </div>
    </div>
  );
}

function AccountNames({ account }: { account: OtpauthAccount }): JSX.Element {
  const title = account.issuer || account.accountName || 'Unnamed';
  return (
    <span class="found-names">
      <strong>{printable(title)}</strong>
      {title !== account.accountName && <span class="quiet">{printable(account.accountName)}</span>}
    </span>
  );
}

function UnreadableNotice({ reasons }: { reasons: string[] }): JSX.Element {
  return (
    <Notice kind="warning" title={`${countOf(reasons.length, 'account')} of the export cannot be used here`}>
      <ul class="plain-list">
        {reasons.map((reason, index) => (
          <li key={index}>{reason}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** A number with its noun: "1 account", "3 accounts". */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
