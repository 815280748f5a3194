import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from './button.tsx';
import { BackIcon } from './icons.tsx';

interface PageHeaderProps {
  title: string;
  /** Where Back goes; without it there is no Back button. */
  onBack?: (() => void) | undefined;
  /** Buttons at the end of the header. */
  children?: ComponentChildren;
}

/** The head of a page below the home page: Back, the page's one `h1`, and its actions. The heading takes the focus. */
export function PageHeader({ title, onBack, children }: PageHeaderProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    document.title = `${title} · Countersign`;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <header class="page-header">
      {onBack !== undefined && (
        <IconButton label="Back" onClick={onBack}>
          <BackIcon />
        </IconButton>
      )}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </header>
  );
}
