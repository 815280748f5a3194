// The app's start: open the database, open the vault, paint the codes, and only then everything else.
import { render } from 'preact';
import { App } from './app.tsx';
import { startClock } from './entry/clock.ts';
import { createDevice } from './relay/device.ts';
import { waitForVerification } from './relay/wait-for-verification.ts';
import { StartFailure, type StartFailureReason } from './start-failure.tsx';
import { watchForUpdates } from './updates.ts';
import { openDatabase, type Database } from './vault/database.ts';
import { createLocalStore } from './vault/local-store.ts';
import { openVault } from './vault/open-vault.ts';

// index.html has it.
const root = document.getElementById('app')!;

function showFailure(reason: StartFailureReason): void {
  render(<StartFailure reason={reason} />, root);
}

async function start(): Promise<void> {
  if (!isSecureContext) return showFailure('insecure');
  const updates = watchForUpdates();
  let database: Database;
  try {
    database = await openDatabase({
      onBlocked: () => showFailure('blocked'),
      onClosed: () => showFailure('closed'),
    });
  } catch {
    return showFailure('no-storage');
  }
  try {
    const { vaultKey, records, registration } = await openVault(database);
    const store = await createLocalStore(database, vaultKey, records);
    const device = createDevice(database, registration);
    startClock();
    render(<App services={{ store, device, updates }} />, root);
    performance.mark('countersign-first-code');
    waitForVerification(device);
    window.addEventListener(
      'pageshow',
      ({ persisted }) => persisted && void store.refresh().catch(() => undefined),
    );
  } catch {
    showFailure('cannot-open');
  }
}

void start();
