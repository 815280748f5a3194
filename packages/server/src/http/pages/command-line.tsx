import { Button, Form, Notice } from './form.tsx';
import { type AccountPageProps, backToAccount, TaskPage } from './layout.tsx';
import { Moment } from './moment.tsx';

/** `/account/command-line/ID`, behind step-up. Its two forms post `answer` (`yes` or `no`) to the same address. */
export interface CommandLineProps extends AccountPageProps {
  id: string;
  /** What the command line says about itself. */
  description: string;
  /** Where it was begun. */
  address: string;
  createdAtMs: number;
}

/** A command line asks to be logged in. */
export function CommandLinePage({ id, description, address, createdAtMs, ...page }: CommandLineProps) {
  const action = `/account/command-line/${id}`;
  return (
    <TaskPage {...page} title="Log in a command line" back={backToAccount}>
      <section class="card">
        <p>A command line asks to use your account, for 30 days and for everything that the API can do.</p>
        <div class="list">
          <dl>
            <dt>It says</dt>
            <dd>
              <bdi>{description}</bdi>
            </dd>
            <dt>Begun from</dt>
            <dd>{address}</dd>
            <dt>Begun</dt>
            <dd>
              <Moment atMs={createdAtMs} nowMs={page.nowMs} />
            </dd>
          </dl>
        </div>
        <Notice kind="warning">
          Go on only if you have started this yourself, just now. Whoever sent you a link to this page would
          be logged in to your account.
        </Notice>
        <div class="actions">
          <Form action={action} csrfToken={page.csrfToken} hidden={{ answer: 'yes' }}>
            <Button>Log in the command line</Button>
          </Form>
          <Form action={action} csrfToken={page.csrfToken} hidden={{ answer: 'no' }}>
            <Button kind="secondary">Refuse</Button>
          </Form>
        </div>
      </section>
    </TaskPage>
  );
}

/** How it ended. */
export interface CommandLineEndedProps extends AccountPageProps {
  outcome: 'yes' | 'no' | 'gone';
}

const words = {
  yes: 'The command line is logged in. Go back to it; you can close this page.',
  no: 'The command line was refused.',
  gone: 'This log-in has ended: it was answered already, or took more than ten minutes. Start it again in the command line.',
};

/** Answered, or too late. */
export function CommandLineEndedPage({ outcome, ...page }: CommandLineEndedProps) {
  return (
    <TaskPage {...page} title="Log in a command line" back={backToAccount}>
      <Notice kind={outcome === 'yes' ? 'good' : 'plain'}>{words[outcome]}</Notice>
      <p class="muted">
        What is logged in stands under <a href="/account/api-tokens">API tokens</a>, where you can revoke it.
      </p>
    </TaskPage>
  );
}
