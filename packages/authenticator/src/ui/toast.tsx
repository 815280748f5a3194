import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface Toast {
  text: string;
  action?: { label: string; run(): void };
}

const shownForMs = 8000;
let current: Toast | undefined;
let listener: (() => void) | undefined;

/** Shows a short message at the bottom of the screen, in place of the one before, for eight seconds. */
export function showToast(toast: Toast): void {
  current = toast;
  listener?.();
}

/** Where toasts appear: a polite live region. Mounted once. */
export function ToastRegion(): JSX.Element {
  const [toast, setToast] = useState<Toast | undefined>(current);
  useEffect(() => {
    listener = () => setToast(current);
    return () => (listener = undefined);
  }, []);
  useEffect(() => {
    if (toast === undefined) return;
    const timer = setTimeout(() => setToast(undefined), shownForMs);
    return () => clearTimeout(timer);
  }, [toast]);
  const act = () => {
    toast?.action?.run();
    setToast(undefined);
  };
  return (
    <div class="toast-region" role="status" aria-live="polite">
      {toast !== undefined && (
        <div class="toast">
          <span>{toast.text}</span>
          {toast.action && (
            <button type="button" onClick={act}>
              {toast.action.label}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
