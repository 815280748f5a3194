import { Document } from './layout.tsx';
import { Moment } from './moment.tsx';

/** A mail in the outbox. `atMs` is Unix time in milliseconds. */
export interface OutboxRow {
  id: string;
  to: string;
  subject: string;
  atMs: number;
  /** The text part. Its links are made clickable. */
  text: string;
}

/** `/outbox`, newest first. It exists only in development. */
export interface OutboxProps {
  serviceName: string;
  nowMs: number;
  mails: readonly OutboxRow[];
}

/** The list of mails. */
export function OutboxPage({ serviceName, nowMs, mails }: OutboxProps) {
  return (
    <Document title="Outbox" serviceName={serviceName}>
      <main class="task">
        <h1>Outbox</h1>
        <WhyItExists />
        <section class="card">
          {mails.length === 0 ? (
            <p>No mail yet. Sign up, and the mail to verify the address lands here.</p>
          ) : (
            <ul class="list">
              {mails.map((mail, index) => (
                <li key={mail.id}>
                  <div>
                    <a class="strong" href={`/outbox/${encodeURIComponent(mail.id)}`}>
                      {mail.subject}
                    </a>
                    <p class="muted">
                      To <bdi>{mail.to}</bdi>
                    </p>
                    <details open={index === 0}>
                      <summary>Read</summary>
                      <MailText text={mail.text} />
                    </details>
                  </div>
                  <Moment atMs={mail.atMs} nowMs={nowMs} />
                </li>
              ))}
            </ul>
          )}
        </section>
      </main>
    </Document>
  );
}

/** `/outbox/<id>`: one mail. */
export interface OutboxMailProps extends OutboxRow {
  serviceName: string;
  nowMs: number;
}

/** One mail, as its reader sees it. */
export function OutboxMailPage({ serviceName, nowMs, to, subject, atMs, text }: OutboxMailProps) {
  return (
    <Document title={subject} serviceName={serviceName}>
      <main class="task">
        <nav class="back" aria-label="Back">
          <a href="/outbox">Outbox</a>
        </nav>
        <h1>{subject}</h1>
        <WhyItExists />
        <section class="card">
          <p class="muted">
            To <bdi>{to}</bdi>, <Moment atMs={atMs} nowMs={nowMs} />
          </p>
          <MailText text={text} />
        </section>
      </main>
    </Document>
  );
}

function WhyItExists() {
  return (
    <p class="muted">
      No mail server is configured, so mail ends here instead of at its reader. This page exists only in
      development.
    </p>
  );
}

function MailText({ text }: { text: string }) {
  return (
    <pre class="mail">
      <Linked text={text} />
    </pre>
  );
}

function Linked({ text }: { text: string }) {
  const pieces = text.split(/(https?:\/\/[^\s<>"]+)/);
  // `split` with one capture puts the links at the odd places.
  return (
    <>
      {pieces.map((piece, index) =>
        index % 2 === 0 ? (
          piece
        ) : (
          <a key={index} href={piece}>
            {piece}
          </a>
        ),
      )}
    </>
  );
}
