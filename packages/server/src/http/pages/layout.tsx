/**
 * The frame of every account page: the document, the mark, the tabs. Pages are pure: props in, markup out. They know
 * no request, no store and no clock; what time it is comes in as a prop.
 */
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Form } from './form.tsx';

/** What every page needs. */
export interface PageProps {
  /** What this installation calls itself: beside the mark, and in the document title. */
  serviceName: string;
  /** Goes into every form of the page. */
  csrfToken: string;
}

/** What every page of a logged-in person needs. */
export interface AccountPageProps extends PageProps {
  /** Whose account it is. */
  email: string;
  /** Unix time in milliseconds, for "2 hours ago". */
  nowMs: number;
}

/** The tabs of Account settings. */
export type AccountTab = 'account' | 'sessions' | 'api-tokens' | 'activity';

/** A whole HTML document as text, ready to be sent. */
export function renderPage(page: VNode): string {
  return `<!doctype html>${renderToString(page)}`;
}

interface DocumentProps {
  title: string;
  serviceName: string;
  /** Names of script files in `http/assets`. The page works without them. */
  scripts?: readonly string[];
  children: ComponentChildren;
}

/** The document shell: title, style, optional scripts. */
export function Document({ title, serviceName, scripts = [], children }: DocumentProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>{`${title} · ${serviceName}`}</title>
        <link rel="icon" href="/assets/mark.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/countersign.css" />
        {scripts.map((name) => (
          <script key={name} type="module" src={`/assets/${name}`} />
        ))}
      </head>
      <body>{children}</body>
    </html>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 24" width="28" height="28" aria-hidden="true" focusable="false">
      <path d="M17.16 4.63A9 9 0 1 0 20.15 8.2" />
      <path d="m8 12.3 2.8 2.8 5.4-6" />
    </svg>
  );
}

function Brand({ serviceName, href }: { serviceName: string; href: string }) {
  return (
    <a class="brand" href={href}>
      <Mark />
      <span>{serviceName}</span>
    </a>
  );
}

interface DoorPageProps {
  title: string;
  serviceName: string;
  scripts?: readonly string[];
  /** Below the card: the way to the other door. */
  aside?: ComponentChildren;
  children: ComponentChildren;
}

/** A page outside the account (log in, sign up, a link from a mail): one narrow card. */
export function DoorPage({ title, serviceName, scripts, aside, children }: DoorPageProps) {
  return (
    <Document title={title} serviceName={serviceName} {...(scripts && { scripts })}>
      <div class="door">
        <header>
          <Brand serviceName={serviceName} href="/" />
        </header>
        <main>
          <div class="card">
            <h1>{title}</h1>
            {children}
          </div>
          {aside !== undefined && <p class="aside">{aside}</p>}
        </main>
      </div>
    </Document>
  );
}

const tabs: readonly (readonly [AccountTab, string, string])[] = [
  ['account', '/account', 'Account'],
  ['sessions', '/account/sessions', 'Sessions'],
  ['api-tokens', '/account/api-tokens', 'API tokens'],
  ['activity', '/account/activity', 'Activity'],
];

function AccountTabs({ current }: { current: AccountTab }) {
  return (
    <nav class="tabs" aria-label="Account settings">
      <ul>
        {tabs.map(([tab, href, label]) => (
          <li key={tab}>
            <a href={href} aria-current={tab === current ? 'page' : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function AccountHeader({ serviceName, csrfToken, email }: PageProps & { email: string }) {
  return (
    <header class="bar">
      <div>
        <Brand serviceName={serviceName} href="/account" />
        <bdi class="who">{email}</bdi>
        <Form action="/log-out" csrfToken={csrfToken}>
          <button class="quiet" type="submit">
            Log out
          </button>
        </Form>
      </div>
    </header>
  );
}

interface SettingsPageProps extends PageProps {
  email: string;
  tab: AccountTab;
  /** Document title; the heading is always "Account settings". */
  title: string;
  children: ComponentChildren;
}

/** One tab of Account settings. */
export function SettingsPage({ title, tab, children, ...page }: SettingsPageProps) {
  return (
    <Document title={title} serviceName={page.serviceName}>
      <AccountHeader {...page} />
      <main class="settings">
        <h1>Account settings</h1>
        <AccountTabs current={tab} />
        {children}
      </main>
    </Document>
  );
}

interface TaskPageProps extends PageProps {
  email: string;
  title: string;
  /** Where the way back leads, and what is there. */
  back: { href: string; label: string };
  scripts?: readonly string[];
  children: ComponentChildren;
}

/** A page inside the account that does one thing, with a way back. */
export function TaskPage({ title, back, scripts, children, ...page }: TaskPageProps) {
  return (
    <Document title={title} serviceName={page.serviceName} {...(scripts && { scripts })}>
      <AccountHeader {...page} />
      <main class="task">
        <nav class="back" aria-label="Back">
          <a href={back.href}>{back.label}</a>
        </nav>
        <h1>{title}</h1>
        {children}
      </main>
    </Document>
  );
}

/** The way back to Account settings. */
export const backToAccount = { href: '/account', label: 'Account settings' };

/** The way back to the two-factor page. */
export const backToTwoFactor = { href: '/account/two-factor', label: 'Two-factor Authentication' };
