import type { RecoveryCodeState } from '../../domain/recovery-codes.ts';
import { FEW_RECOVERY_CODES } from '../../domain/second-step.ts';
import { Button, ButtonLink, type FieldErrors, Form, Notice } from './form.tsx';
import { type AccountPageProps, backToTwoFactor, TaskPage } from './layout.tsx';
import { formatUtc } from './moment.tsx';
import { RecoveryCodeField } from './second-step-fields.tsx';

/** `/account/recovery-codes` while codes wait to be saved: the only time they are shown. */
export interface RecoveryCodesShownProps extends AccountPageProps {
  /** Grouped as they are to be read, for example `4f7k-9w2m-xqd3-8rvt`. */
  codes: readonly string[];
}

/** The codes, with ways to keep them, and "I have saved these codes". After a drill it is one, in the place of another. */
export function RecoveryCodesShownPage({ codes, ...page }: RecoveryCodesShownProps) {
  const isOne = codes.length === 1;
  return (
    <TaskPage
      {...page}
      title={isOne ? 'Save your new recovery code' : 'Save your recovery codes'}
      back={backToTwoFactor}
      scripts={['copy.js']}
    >
      <div class="card">
        {isOne ? (
          <p>
            Your recovery codes are there, and they work. Cross out the code that you tried, and write this
            one in its place. The others stay as they are.
          </p>
        ) : (
          <p>
            Each code lets you in once when your authenticator is lost. Keep them where you find them without
            your phone: on paper, or in a password manager.
          </p>
        )}
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
        <Notice kind="warning">{isOne ? 'It is' : 'They are'} not shown again once you go on.</Notice>
        <Form action="/account/recovery-codes/saved" csrfToken={page.csrfToken}>
          <Button>{isOne ? 'I have saved this code' : 'I have saved these codes'}</Button>
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
export interface RecoveryCodesProps extends AccountPageProps, RecoveryCodeState {}

/** How many codes are left, and making a new set. */
export function RecoveryCodesPage({ left, drillIsDue, ...page }: RecoveryCodesProps) {
  return (
    <TaskPage {...page} title="Recovery codes" back={backToTwoFactor}>
      <div class="card">
        {left === 0 ? <NoCodesYet /> : <CodesLeft left={left} />}
        <Form action="/account/recovery-codes" csrfToken={page.csrfToken}>
          <Button>{left === 0 ? 'Make recovery codes' : 'Make new recovery codes'}</Button>
        </Form>
      </div>
      {left > 0 && <DrillOffer drillIsDue={drillIsDue} />}
    </TaskPage>
  );
}

function DrillOffer({ drillIsDue }: { drillIsDue: boolean }) {
  return (
    <section class={drillIsDue ? 'card row urgent' : 'card row'}>
      <div>
        <h2>Recovery drill</h2>
        <p class="muted">
          {drillIsDue && 'It is a year since you saw your codes. '}
          Trying one code shows that you still find them. It is replaced by a new one.
        </p>
      </div>
      <ButtonLink href="/account/recovery-codes/drill" kind={drillIsDue ? 'primary' : 'secondary'}>
        Try a recovery code
      </ButtonLink>
    </section>
  );
}

/** `/account/recovery-codes/drill`. The form posts `recovery_code` to the same address. */
export interface RecoveryDrillProps extends AccountPageProps {
  errors?: FieldErrors<'recovery_code'>;
}

/** The recovery drill: one code, to show that the sheet is at hand. */
export function RecoveryDrillPage({ errors = {}, ...page }: RecoveryDrillProps) {
  return (
    <TaskPage {...page} title="Try a recovery code" back={backToRecoveryCodes}>
      <div class="card">
        <p>
          Fetch your recovery codes and enter any one of them. It is spent, and you get a new one to write in
          its place. Cannot find them? <a href="/account/recovery-codes">Make new recovery codes</a> instead.
        </p>
        <Form action="/account/recovery-codes/drill" csrfToken={page.csrfToken} class="codes">
          <RecoveryCodeField error={errors.recovery_code} autofocus />
          <Button>Try this code</Button>
        </Form>
      </div>
    </TaskPage>
  );
}

const backToRecoveryCodes = { href: '/account/recovery-codes', label: 'Recovery codes' };

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
      {left <= FEW_RECOVERY_CODES && <Notice kind="warning">Make new ones before they run out.</Notice>}
      <p>
        They cannot be shown again. Lost them, or somebody saw them? New codes end all the old ones at once.
      </p>
    </>
  );
}
