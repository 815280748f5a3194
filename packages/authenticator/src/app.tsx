import type { JSX } from 'preact';
import { AddRoute } from './add-route.tsx';
import { EntryPage } from './features/codes/entry-page.tsx';
import { HomePage } from './features/codes/home-page.tsx';
import { GetStartedPage } from './features/get-started/get-started-page.tsx';
import { SettingsPage } from './features/settings/settings-page.tsx';
import { TotpPage } from './features/settings/totp-page.tsx';
import { TrashPage } from './features/settings/trash-page.tsx';
import type { Registration } from './relay/registration.ts';
import { useRoute, type Route } from './route.ts';
import { ServicesProvider, useEntries, useRegistration, type Services } from './services.ts';
import { ToastRegion } from './ui/toast.tsx';

/** The whole app: the page that the route names, and what stays in view on every page. */
export function App({ services }: { services: Services }): JSX.Element {
  return (
    <ServicesProvider value={services}>
      <Page />
      <ToastRegion />
    </ServicesProvider>
  );
}

function Page(): JSX.Element {
  const route = useRoute();
  const registration = useRegistration();
  const { entries } = useEntries();
  if (route.length === 0 && entries.length === 0 && hasStepToTake(registration))
    return <GetStartedPage route={[]} />;
  return pageOf(route);
}

function pageOf([name, ...rest]: Route): JSX.Element {
  switch (name) {
    case 'get-started':
      return <GetStartedPage route={rest} />;
    case 'add':
      return <AddRoute />;
    case 'entry':
      return <EntryPage id={rest[0] ?? ''} />;
    case 'settings':
      return settingsPageOf(rest[0]);
    default:
      return <HomePage />;
  }
}

function settingsPageOf(name: string | undefined): JSX.Element {
  if (name === 'totp') return <TotpPage />;
  if (name === 'trash') return <TrashPage />;
  return <SettingsPage />;
}

/** Someone who has begun, or has not begun, and has chosen nothing yet: the first page is where they were. */
function hasStepToTake(registration: Registration): boolean {
  return registration.status === 'none' || (registration.status === 'waiting' && !registration.isPutOff);
}
