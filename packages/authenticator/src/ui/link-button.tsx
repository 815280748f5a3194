import type { ComponentChildren, JSX } from 'preact';

interface LinkButtonProps {
  /** A hash route of the app: `#/settings`. */
  href: string;
  variant?: 'primary' | 'plain' | 'quiet';
  children: ComponentChildren;
}

/** A link to another page of the app that looks like a button. */
export function LinkButton({ href, variant = 'plain', children }: LinkButtonProps): JSX.Element {
  return (
    <a href={href} class={`button button-${variant}`}>
      {children}
    </a>
  );
}
