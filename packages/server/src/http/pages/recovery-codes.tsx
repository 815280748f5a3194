import { Button, Form, Notice } from './form.tsx';
import { type AccountPageProps, backToTwoFactor, TaskPage } from './layout.tsx';
import { formatUtc } from './moment.tsx';

/** `/account/recovery-codes` while codes wait to be saved: the only time they are shown. */
export interface RecoveryCodesShownProps extends AccountPageProps {
  /** Grouped as they are to be read, for example `4f7k-9w2m-xqd3-8rvt`. */
  codes: readonly string[];
}

/** The codes, with ways to keep them, and "I have saved these codes". */
export function RecoveryCodesShownPage({ codes, ...page }: RecoveryCodesShownProps) {
  return (
    <TaskPage {...page} title="Save your recovery codes" back={backToTwoFactor} scripts={['copy.js']}>
      <div class="card">
        <p>
          Each code lets you in once when your authenticator is lost. Keep them where you find them without
          your phone: on paper, or in a password manager.
        </p>
        <p class="paper-only">
          {page.serviceName}, recovery codes for {page.email}, {formatUtc(page.nowMs)}
        </p>
        <ol class="recovery-codes" id="recovery-codes">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
        <div class="actions">
          <a class="button secondary" href="/account/recovery-codes.txt" download="recovery-codes.txt">
            Download
          </a>
          <button class="button secondary" type="button" data-print hidden>
            Print
          </button>
          <button class="button secondary" type="button" data-copy={codes.join('\n')} hidden>
            Copy
          </button>
        </div>
        <Notice kind="warning">They are not shown again once you go on.</Notice>
        <Form action="/account/recovery-codes/saved" csrfToken={page.csrfToken}>
          <Button>I have saved these codes</Button>
        </Form>
      </div>
    </TaskPage>
  );
}

/** What is in `/account/recovery-codes.txt`. */
export function recoveryCodesText({ serviceName, email, nowMs, codes }: RecoveryCodesShownProps): string {
  const head = [
    `${serviceName}: recovery codes for ${email}`,
    `Saved ${formatUtc(nowMs)}. Each code works once.`,
  ];
  return [...head, '', ...codes, ''].join('\n');
}

/** `/account/recovery-codes` otherwise. The form posts nothing more to the same address, behind step-up. */
export interface RecoveryCodesProps extends AccountPageProps {
  /** How many are unused; 0 when there never was a set, too. */
  left: number;
}

/** How many codes are left, and making a new set. */
export function RecoveryCodesPage({ left, ...page }: RecoveryCodesProps) {
  return (
    <TaskPage {...page} title="Recovery codes" back={backToTwoFactor}>
      <div class="card">
        {left === 0 ? <NoCodesYet /> : <CodesLeft left={left} />}
        <Form action="/account/recovery-codes" csrfToken={page.csrfToken}>
          <Button>{left === 0 ? 'Make recovery codes' : 'Make new recovery codes'}</Button>
        </Form>
      </div>
    </TaskPage>
  );
}

function NoCodesYet() {
  return (
    <p>
      Ten codes that let you in when your authenticator is lost or broken. Each works once. Have a printer, a
      password manager or a pen ready: they are shown once.
    </p>
  );
}

function CodesLeft({ left }: { left: number }) {
  return (
    <>
      <p class="count">
        <strong>{left}</strong> of 10 codes left
      </p>
      {left < 3 && <Notice kind="warning">Make new ones before they run out.</Notice>}
      <p>
        They cannot be shown again. Lost them, or somebody saw them? New codes end all the old ones at once.
      </p>
    </>
  );
}
