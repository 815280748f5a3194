import type { ComponentChildren, JSX } from 'preact';

interface ButtonProps extends Omit<JSX.IntrinsicElements['button'], 'class' | 'className' | 'size'> {
  /** `primary` once a page at most; `danger` for what cannot be taken back. Default `plain`. */
  variant?: 'primary' | 'plain' | 'quiet' | 'danger';
  children: ComponentChildren;
}

/** A button of at least 44 px; `type="button"` unless told otherwise. */
export function Button({ variant = 'plain', children, ...rest }: ButtonProps): JSX.Element {
  return (
    <button type="button" {...rest} class={`button button-${variant}`}>
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<
  JSX.IntrinsicElements['button'],
  'class' | 'className' | 'aria-label'
> {
  /** The accessible name: the icon says nothing by itself. */
  label: string;
  children: ComponentChildren;
}

/** A button that shows an icon only. */
export function IconButton({ label, children, ...rest }: IconButtonProps): JSX.Element {
  return (
    <button type="button" title={label} {...rest} aria-label={label} class="icon-button">
      {children}
    </button>
  );
}
