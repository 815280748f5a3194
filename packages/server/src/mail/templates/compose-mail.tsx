/**
 * The shape of every mail. A template says what is to be said, once; this room makes the text part and the HTML part
 * of it, so that they cannot differ. A mail holds no secret but its link.
 */
import { renderToString } from 'preact-render-to-string';
import type { Mail } from '../../domain/ports.ts';
import { lifetimeSentence } from './lifetime.ts';

/** What mails are told about this installation. */
export interface MailContext {
  /** What this installation calls itself. */
  serviceName: string;
  /** The account pages' origin, without a slash at the end. */
  accountUrl: string;
}

/** What the template of one kind of mail is given. */
export type MailProps<Template extends Mail['template']> = Extract<Mail, { template: Template }> &
  MailContext;

/** A link with the words that stand on it. The first one of a mail is drawn as a button. */
export interface MailAction {
  label: string;
  link: string;
}

/** What a mail says, in the order it is read. */
export interface MailContent {
  subject: string;
  paragraphs: readonly string[];
  facts?: readonly (readonly [name: string, value: string])[];
  actions?: readonly MailAction[];
  /** Below the links: what to do when it was not you, how long a link works. */
  closing?: readonly string[];
}

/** A mail, ready for Nodemailer. */
export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
}

/** RFC 5322 §2.1.1 asks for at most 78 characters a line; replies add "> ". */
const maxColumns = 76;

/**
 * Makes both parts of a mail.
 * @param context.notMeLink where it is a security notice: the mail ends with "This wasn't me"
 */
export function composeMail(given: MailContent, context: MailContext & { notMeLink?: string }): RenderedMail {
  const content = context.notMeLink === undefined ? given : withNotMe(given, context.notMeLink);
  return { subject: content.subject, text: asText(content, context), html: asHtml(content, context) };
}

/**
 * Words that a stranger chose, made unfit to be a link: mail programs turn `example.com` into one by themselves, and
 * a mail of ours must not advertise for whoever entered a victim's address with such a name.
 */
export function withoutLinks(words: string): string {
  const wordJoiner = '\u2060';
  return words.replace(/[.:/@]/g, `$&${wordJoiner}`);
}

function withNotMe(content: MailContent, link: string): MailContent {
  const { actions = [], closing = [] } = content;
  const explanation = `"This wasn't me" ends every session and API token and locks the password, all at once; you then choose a new one by mail. ${lifetimeSentence('not_me')}`;
  return {
    ...content,
    actions: [...actions, { label: "This wasn't me", link }],
    closing: [...closing, explanation],
  };
}

function asText(content: MailContent, { serviceName, accountUrl }: MailContext): string {
  const { paragraphs, facts = [], actions = [], closing = [] } = content;
  const blocks = [
    ...paragraphs.map(wrap),
    ...(facts.length === 0 ? [] : [facts.map(([name, value]) => `${name}: ${value}`).join('\n')]),
    ...actions.map(({ label, link }) => `${wrap(`${label}:`)}\n${link}`),
    ...closing.map(wrap),
    `-- \n${wrap(serviceName)}\n${accountUrl}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function wrap(paragraph: string): string {
  const lines: string[] = [];
  for (const word of paragraph.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && longer.length <= maxColumns) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.join('\n');
}

const style = {
  body: {
    margin: '0',
    padding: '24px 16px',
    fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
    fontSize: '16px',
    lineHeight: '1.55',
  },
  column: { maxWidth: '520px', margin: '0 auto' },
  heading: { margin: '0 0 16px', fontSize: '20px', lineHeight: '1.3' },
  paragraph: { margin: '0 0 16px' },
  button: {
    display: 'inline-block',
    padding: '12px 20px',
    borderRadius: '10px',
    background: '#0a6b52',
    color: '#ffffff',
    fontWeight: '600',
    textDecoration: 'none',
  },
  link: { wordBreak: 'break-all', fontSize: '14px' },
  foot: { margin: '32px 0 0', fontSize: '14px', opacity: '0.75' },
} as const;

function asHtml(content: MailContent, { serviceName, accountUrl }: MailContext): string {
  const { subject, paragraphs, facts = [], actions = [], closing = [] } = content;
  const document = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{subject}</title>
      </head>
      <body style={style.body}>
        <div style={style.column}>
          <h1 style={style.heading}>{subject}</h1>
          <Paragraphs texts={paragraphs} />
          {facts.length > 0 && <Facts facts={facts} />}
          {actions.map((action, index) => (
            <Action key={action.link} action={action} isMain={index === 0} />
          ))}
          <Paragraphs texts={closing} />
          <p style={style.foot}>
            {serviceName}
            <br />
            <a href={accountUrl}>{accountUrl}</a>
          </p>
        </div>
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(document)}`;
}

function Paragraphs({ texts }: { texts: readonly string[] }) {
  return (
    <>
      {texts.map((text) => (
        <p key={text} style={style.paragraph}>
          {text}
        </p>
      ))}
    </>
  );
}

function Facts({ facts }: { facts: NonNullable<MailContent['facts']> }) {
  return (
    <p style={style.paragraph}>
      {facts.map(([name, value], index) => (
        <>
          {index > 0 && <br />}
          {name}: <strong>{value}</strong>
        </>
      ))}
    </p>
  );
}

function Action({ action: { label, link }, isMain }: { action: MailAction; isMain: boolean }) {
  return (
    <>
      <p style={style.paragraph}>
        <a href={link} style={isMain ? style.button : undefined}>
          {label}
        </a>
      </p>
      {isMain && (
        <p style={style.paragraph}>
          Or copy this address into your browser:
          <br />
          <a href={link} style={style.link}>
            {link}
          </a>
        </p>
      )}
    </>
  );
}
