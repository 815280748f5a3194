import type { ComponentChildren, JSX } from 'preact';

function Icon({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

/** The mark: a ring, open like a countdown, around a check. */
export function Mark({ size = 28 }: { size?: number }): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 24 24" width={size} height={size} fill="none" aria-hidden="true">
      <g stroke="currentColor" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round">
        <path d="M15.8 3.84a9 9 0 1 0 4.36 4.36" />
        <path d="m8 12.3 2.8 2.8 5.4-6" />
      </g>
    </svg>
  );
}

export function BackIcon(): JSX.Element {
  return (
    <Icon>
      <path d="M19 12H5m6-6-6 6 6 6" />
    </Icon>
  );
}

export function AddIcon(): JSX.Element {
  return (
    <Icon>
      <path d="M12 5v14M5 12h14" />
    </Icon>
  );
}

export function SettingsIcon(): JSX.Element {
  return (
    <Icon>
      <path d="M4 7h9m5 0h2M4 17h2m5 0h9" />
      <circle cx="15.5" cy="7" r="2.5" />
      <circle cx="8.5" cy="17" r="2.5" />
    </Icon>
  );
}

export function CopyIcon(): JSX.Element {
  return (
    <Icon>
      <rect x="9" y="9" width="11" height="11" rx="2" />
      <path d="M5 15V6a2 2 0 0 1 2-2h8" />
    </Icon>
  );
}

export function CheckIcon(): JSX.Element {
  return (
    <Icon>
      <path d="m5 12.5 4.5 4.5L19 7" />
    </Icon>
  );
}

export function MoreIcon(): JSX.Element {
  return (
    <Icon>
      <path d="M12 5.5v.01M12 12v.01M12 18.5v.01" stroke-width="2.75" />
    </Icon>
  );
}

export function UpIcon(): JSX.Element {
  return (
    <Icon>
      <path d="m6 14 6-6 6 6" />
    </Icon>
  );
}

export function DownIcon(): JSX.Element {
  return (
    <Icon>
      <path d="m6 10 6 6 6-6" />
    </Icon>
  );
}

export function ForwardIcon(): JSX.Element {
  return (
    <Icon>
      <path d="m9 6 6 6-6 6" />
    </Icon>
  );
}
