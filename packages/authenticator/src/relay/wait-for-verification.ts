import type { Device } from './device.ts';

const firstPauseMs = 2000;
const longestPauseMs = 60_000;

/**
 * Asks the relay every two seconds whether the address has been verified, then less and less often; at once, and every
 * two seconds again, when the person comes back to the app. Asks nothing while nobody looks, and nothing when there is
 * nothing to wait for. Runs for as long as the page lives.
 */
export function waitForVerification(device: Device): void {
  let pauseMs = firstPauseMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;

  const isDue = () => device.registration().status === 'waiting' && document.visibilityState === 'visible';

  async function ask(): Promise<void> {
    clearTimeout(timer);
    if (isAsking || !isDue()) return;
    isAsking = true;
    await device.checkVerified().catch(() => undefined); // the next round asks again
    isAsking = false;
    if (!isDue()) return;
    timer = setTimeout(() => void ask(), pauseMs);
    pauseMs = Math.min(pauseMs * 1.15, longestPauseMs);
  }

  function askAtOnce(): void {
    pauseMs = firstPauseMs;
    void ask();
  }

  document.addEventListener('visibilitychange', askAtOnce);
  addEventListener('focus', askAtOnce);
  addEventListener('online', askAtOnce);
  let status = device.registration().status;
  device.subscribe(() => {
    const before = status;
    status = device.registration().status;
    if (status === 'waiting' && before !== 'waiting') askAtOnce();
  });
  askAtOnce();
}
