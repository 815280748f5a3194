/** What has expired is removed. Nothing relies on it: every look-up checks the expiry itself. */
import type { Ports } from './ports.ts';

const UNVERIFIED_DEVICE_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

/** Removes expired sessions, challenges, links, enrolments, command lines that wait, trusted browsers, ceremonies, counters that have drained and never-verified devices. */
export async function removeExpired(ports: Ports): Promise<void> {
  const nowMs = ports.clock.nowMs();
  await ports.store.transaction(async (tables) => {
    await tables.sessions.deleteExpired(nowMs);
    await tables.challenges.deleteExpired(nowMs);
    await tables.mailLinks.deleteExpired(nowMs);
    await tables.enrolments.deleteExpired(nowMs);
    await tables.commandLineLogIns.deleteExpired(nowMs);
    await tables.trustedBrowsers.deleteExpired(nowMs);
    await tables.ceremonies.deleteExpired(nowMs);
    await tables.passwordGuesses.deleteExpired(nowMs);
    await tables.devices.deleteUnverified(nowMs - UNVERIFIED_DEVICE_LIFETIME_MS);
  });
}
