/** Time steps (RFC 6238), and codes of other times: the tests wait for the clock, they do not turn it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { oathtoolTotp } from './programs.ts';

const periodSeconds = 30;

/** The code of the current time step, or of one that many steps away. */
export function codeAtStep(setupKey: string, offsetSteps = 0): string {
  return oathtoolTotp(setupKey, { timeSeconds: Date.now() / 1000 + offsetSteps * periodSeconds });
}

/** Waits until the current time step lasts at least so long, so that what is computed now still holds when it arrives. */
export async function roomInTimeStep(seconds: number): Promise<void> {
  const left = secondsLeft();
  if (left < seconds) await sleep(left * 1000 + 50);
}

/** An authenticator that is not ours. */
export interface OtherAuthenticator {
  /** The next code that the service has not seen; waits for its time step when it comes too soon. */
  nextCode(): Promise<string>;
}

/** `oathtool` as the authenticator. The service takes one time step of drift either way, so three codes come at once. */
export function oathtoolAuthenticator(setupKey: string): OtherAuthenticator {
  let lastStep = 0;
  return {
    async nextCode() {
      await roomInTimeStep(8);
      const current = Math.floor(Date.now() / 1000 / periodSeconds);
      const step = Math.max(current - 1, lastStep + 1);
      if (step > current + 1) await sleep((step - 1) * periodSeconds * 1000 - Date.now() + 50);
      lastStep = step;
      return oathtoolTotp(setupKey, { timeSeconds: step * periodSeconds });
    },
  };
}

function secondsLeft(): number {
  return periodSeconds - ((Date.now() / 1000) % periodSeconds);
}
