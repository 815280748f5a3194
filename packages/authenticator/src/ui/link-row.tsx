import type { JSX } from 'preact';
import { ForwardIcon } from './icons.tsx';

interface LinkRowProps {
  /** A hash route of the app. */
  href: string;
  title: string;
  /** A second, quieter line. */
  detail?: string | undefined;
}

/** A row of a list that leads to another page. */
export function LinkRow({ href, title, detail }: LinkRowProps): JSX.Element {
  return (
    <a class="row" href={href}>
      <span class="row-text">
        <span>{title}</span>
        {detail !== undefined && <span class="quiet">{detail}</span>}
      </span>
      <ForwardIcon />
    </a>
  );
}
