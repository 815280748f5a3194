import type { JSX } from 'preact';
import { useRegistration } from '../../services.ts';
import { Notice } from '../../ui/notice.tsx';

/** Says that a registration which was begun is gone, where it is. */
export function ForgottenNotice(): JSX.Element | null {
  const registration = useRegistration();
  if (registration.status !== 'none' || registration.wasForgotten !== true) return null;
  return (
    <Notice kind="warning" title="Register again">
      The server has forgotten this device: its address was not verified in time. Your entries are all still
      here.
    </Notice>
  );
}
