import type { JSX } from 'preact';

/** An outline of 24 by 24 that takes the colour of the text beside it. */
function ScanIcon({ outline }: { outline: string }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path
        d={outline}
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}

export function TorchIcon(): JSX.Element {
  return <ScanIcon outline="M13 3 6 13.5h5.5L10.5 21 18 10.5h-5.5z" />;
}

export function SwitchCameraIcon(): JSX.Element {
  return <ScanIcon outline="M4 9a8 8 0 0 1 14-2.5L20 9m0-5v5h-5M20 15a8 8 0 0 1-14 2.5L4 15m0 5v-5h5" />;
}

export function ImageIcon(): JSX.Element {
  return <ScanIcon outline="M5 4h14v16H5zM5 16l4-4 4 4 2.5-2.5L19 17M14.5 8.5v.01" />;
}

export function ScreenIcon(): JSX.Element {
  return <ScanIcon outline="M3 5h18v11H3zM9 20h6m-3-4v4" />;
}

export function LinkIcon(): JSX.Element {
  return (
    <ScanIcon outline="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-.8.8M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l.8-.8" />
  );
}

export function KeyIcon(): JSX.Element {
  return <ScanIcon outline="M12 15a4 4 0 1 1-3-3.87L17 4l3 3-2 2 1 1-2 2-1-1-3.12 3.13" />;
}

export function CloseIcon(): JSX.Element {
  return <ScanIcon outline="m6 6 12 12M18 6 6 18" />;
}
