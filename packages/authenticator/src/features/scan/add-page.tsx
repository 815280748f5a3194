// The page to add accounts: the camera, a picture, the screen, a link or the setup key, to what was added.
import type { OtpauthAccount } from '@countersign/otp';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import type { AddOutcome } from '../../vault/local-store.ts';
import { AddedView, addedTitle } from './added-view.tsx';
import { examine, type Findings, type Remark } from './findings.ts';
import { countOf, FoundList } from './found-list.tsx';
import { LinkForm } from './link-form.tsx';
import { accountsOf, unreadableOf, type MigrationCollection } from './migration-batches.ts';
import { remarkWords } from './remark-notice.tsx';
import { ScanView } from './scan-view.tsx';
import { SetupKeyForm } from './setup-key-form.tsx';

interface AddPageProps {
  /** Stores accounts, all or none; what it throws has a message for the person. */
  onAccounts(accounts: OtpauthAccount[]): Promise<AddOutcome[]>;
  onClose(): void;
}

type Step =
  | { name: 'scan' }
  | { name: 'link' }
  | { name: 'setup-key'; setupKey?: string }
  | { name: 'choose'; accounts: OtpauthAccount[]; unreadable: string[]; incomplete?: MigrationCollection }
  | { name: 'added'; outcomes: AddOutcome[] };

const TITLES: Record<Exclude<Step['name'], 'added'>, string> = {
  scan: 'Scan QR code',
  link: 'Paste link',
  'setup-key': 'Enter setup key',
  choose: 'Choose accounts',
};

/** Every way to add accounts, from the camera to the code that shows they work. */
export function AddPage({ onAccounts, onClose }: AddPageProps): JSX.Element {
  const [step, setStep] = useState<Step>({ name: 'scan' });
  const [collections, setCollections] = useState<readonly MigrationCollection[]>([]);
  const [remark, setRemark] = useState<Remark>();
  const [failure, setFailure] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);

  const go = (next: Step) => {
    setRemark(undefined);
    setFailure(undefined);
    setStep(next);
  };
  const add = async (accounts: OtpauthAccount[], incomplete?: MigrationCollection) => {
    if (isBusy) return;
    setIsBusy(true);
    try {
      go({ name: 'added', outcomes: await onAccounts(accounts) });
      setCollections((waiting) => waiting.filter((collection) => collection !== incomplete));
    } catch (error) {
      setFailure((error as Error).message);
    } finally {
      setIsBusy(false);
    }
  };
  const take = (texts: readonly string[]) => {
    const findings = examine(texts, collections);
    setCollections(findings.collections);
    setRemark(undefined);
    const { accounts, setupKey, remarks } = findings;
    if (isOne(findings)) void add(accounts);
    else if (accounts.length > 0 || findings.unreadable.length > 0) go({ ...findings, name: 'choose' });
    else if (findings.hasExportCode) go({ name: 'scan' });
    else if (setupKey !== undefined) go({ name: 'setup-key', setupKey });
    else setRemark(remarks[0]);
  };
  const takeIncomplete = (incomplete: MigrationCollection) => {
    go({
      name: 'choose',
      accounts: accountsOf(incomplete),
      unreadable: unreadableOf(incomplete),
      incomplete,
    });
  };

  const scan = { name: 'scan' } as const;
  const onBack = step.name === 'scan' || step.name === 'added' ? onClose : () => go(scan);
  return (
    <main class="page scan">
      <PageHeader
        title={step.name === 'added' ? addedTitle(step.outcomes) : TITLES[step.name]}
        onBack={onBack}
      />
      {step.name === 'scan' && (
        <>
          {failure !== undefined && <Notice kind="error">{failure}</Notice>}
          <ScanView
            collections={collections}
            remark={remark}
            onTexts={take}
            onDismiss={() => setRemark(undefined)}
            onEnough={takeIncomplete}
            onLink={() => go({ name: 'link' })}
            onSetupKey={() => go({ name: 'setup-key' })}
          />
        </>
      )}
      {step.name === 'link' && (
        <LinkForm
          onLink={(link) => take([link])}
          isBusy={isBusy}
          error={failure ?? (remark && sentenceOf(remark))}
        />
      )}
      {step.name === 'setup-key' && (
        <SetupKeyForm
          setupKey={step.setupKey}
          onAccount={(account) => void add([account])}
          onLink={(link) => take([link])}
          isBusy={isBusy}
          failure={failure ?? (remark && sentenceOf(remark))}
        />
      )}
      {step.name === 'choose' && (
        <FoundList
          accounts={step.accounts}
          unreadable={step.unreadable}
          warning={step.incomplete && incompleteWarning(step.incomplete)}
          onAdd={(accounts) => void add(accounts, step.incomplete)}
          onBack={() => go(scan)}
          isBusy={isBusy}
          failure={failure}
        />
      )}
      {step.name === 'added' && (
        <AddedView outcomes={step.outcomes} onDone={onClose} onMore={() => go(scan)} />
      )}
    </main>
  );
}

/** One account, not from an export, is what a person meant to add: it needs no further question. */
function isOne({ accounts, fromExport, unreadable }: Findings): boolean {
  return accounts.length === 1 && !fromExport && unreadable.length === 0;
}

function sentenceOf(remark: Remark): string {
  if (remark.kind === 'not-otp') return `This is ${remark.what}, not a set-up link.`;
  const { title, text } = remarkWords(remark);
  return `${title}. ${text}`;
}

function incompleteWarning({ batchSize, parts }: MigrationCollection): string {
  const missing = batchSize - parts.size;
  const were = missing === 1 ? 'was' : 'were';
  return `${countOf(missing, 'code')} of this export ${were} not scanned, and the accounts in ${missing === 1 ? 'it' : 'them'} will be missing here. Keep them on the other phone.`;
}
