import type { ComponentChildren, JSX } from 'preact';

interface NoticeProps {
  /** `error` and `warning` are announced at once; `info` and `success` when the reader is free. Default `info`. */
  kind?: 'info' | 'success' | 'warning' | 'error';
  title?: string;
  /** One action at most. */
  action?: ComponentChildren;
  children?: ComponentChildren;
}

/** A message in the page: what happened and what to do about it. */
export function Notice({ kind = 'info', title, action, children }: NoticeProps): JSX.Element {
  const urgent = kind === 'error' || kind === 'warning';
  return (
    <div class={`notice notice-${kind}`} role={urgent ? 'alert' : 'status'}>
      <div class="notice-text">
        {title !== undefined && <strong>{title}</strong>}
        {children !== undefined && <div>{children}</div>}
      </div>
      {action}
    </div>
  );
}
