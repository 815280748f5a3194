import type { JSX } from 'preact';
import { IconButton } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Remark } from './findings.ts';
import { printable } from './recognise.ts';
import { CloseIcon } from './scan-icons.tsx';

interface RemarkNoticeProps {
  remark: Remark;
  onDismiss(): void;
}

/** Says what a code or link holds when it leads to no account. What was found is shown as text, never opened. */
export function RemarkNotice({ remark, onDismiss }: RemarkNoticeProps): JSX.Element {
  const { title, text } = remarkWords(remark);
  const dismiss = (
    <IconButton label="Dismiss" onClick={onDismiss}>
      <CloseIcon />
    </IconButton>
  );
  return (
    <Notice kind="warning" title={title} action={dismiss}>
      {text}
      {remark.kind === 'not-otp' && remark.text !== '' && (
        <code class="found-text">{printable(remark.text)}</code>
      )}
    </Notice>
  );
}

/** The same in words alone, for below a field. */
export function remarkWords(remark: Remark): { title: string; text: string } {
  if (remark.kind === 'faulty') {
    return {
      title: 'This set-up code has a fault',
      text: `${withFullStop(remark.reason)} Ask the service for a new one.`,
    };
  }
  const title = 'This is not a one-time password code';
  if (remark.appName === undefined) return { title, text: `It holds ${remark.what}.` };
  return {
    title,
    text: `It holds ${remark.what}, which only ${remark.appName} can use. Look on the same page for a way to use another authenticator app.`,
  };
}

function withFullStop(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
