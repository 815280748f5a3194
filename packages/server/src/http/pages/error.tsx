import { ButtonLink } from './form.tsx';
import { DoorPage } from './layout.tsx';

/** The statuses that have a page. */
export type ErrorStatus = 400 | 403 | 404 | 413 | 429 | 500 | 503;

/** An error page. It needs nothing but the name, so that it renders when everything else is down. */
export interface ErrorProps {
  serviceName: string;
  status: ErrorStatus;
  /** How long to wait, for 429 and 503. */
  retryAfterSeconds?: number;
}

const explanations: Record<ErrorStatus, { title: string; text: string }> = {
  400: {
    title: 'That request was not right',
    text: 'Something in it was missing or malformed. Go back, reload the page and try again.',
  },
  403: {
    title: 'That form is out of date',
    text: 'It came from another site, or you logged in or out since it was loaded. Go back, reload the page and try again. Nothing was changed.',
  },
  404: { title: 'There is no such page', text: 'The address may be mistyped, or the page has moved.' },
  413: {
    title: 'That was too much',
    text: 'What you sent is larger than we accept. Shorten it and try again.',
  },
  429: { title: 'Too many tries', text: 'For safety we make everybody wait after many tries.' },
  500: {
    title: 'Something went wrong here',
    text: 'It was our fault, not yours, and it is written in our log. Try again; if it stays, tell whoever runs this service.',
  },
  503: { title: 'Not available just now', text: 'We cannot answer at the moment. Nothing was changed.' },
};

/** What went wrong, in words, and what to do. */
export function ErrorPage({ serviceName, status, retryAfterSeconds }: ErrorProps) {
  const { title, text } = explanations[status];
  return (
    <DoorPage title={title} serviceName={serviceName}>
      <p>{text}</p>
      {(status === 429 || status === 503) && <p>{waitingAdvice(retryAfterSeconds)}</p>}
      <ButtonLink href="/account" kind="secondary">
        Go to Account settings
      </ButtonLink>
      <p class="muted">Error {status}</p>
    </DoorPage>
  );
}

function waitingAdvice(seconds: number | undefined): string {
  if (seconds === undefined) return 'Try again in a few minutes.';
  if (seconds <= 1) return 'Try again in a second.';
  if (seconds < 120) return `Try again in ${seconds} seconds.`;
  return `Try again in ${Math.ceil(seconds / 60)} minutes.`;
}
