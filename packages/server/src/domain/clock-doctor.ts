/**
 * The clock doctor: tells a person by how much the clock of their phone is wrong, once two codes in a row were right for
 * one and the same far-off moment. One code tells nothing: with a search this wide, one random guess in 350 belongs to
 * some moment. It says only what is wrong: a code from far off is refused and charged as any wrong one.
 */
import { matchTotp, prepareSecret, timeStepAt } from '@countersign/otp';
import type { FarCode, Ports, SealedPlace } from './ports.ts';
import { normalizePasscode, WINDOW_STEPS } from './second-step.ts';

const PERIOD_SECONDS = 30;
/** Twelve hours either way: a clock set by hand, or in the wrong time zone, is hardly further off. */
const REACH_STEPS = (12 * 60 * 60) / PERIOD_SECONDS;
/** Half of the steps between the window and the reach: what is searched on either side of a centre. */
const HALF_SEARCH_STEPS = Math.floor((REACH_STEPS - WINDOW_STEPS - 1) / 2);
const CENTRE_STEPS = WINDOW_STEPS + 1 + HALF_SEARCH_STEPS;

/** A secret at rest. */
export interface SealedSecret {
  secretSealed: string;
  place: SealedPlace;
}

/**
 * Looks for the far-off moment that a refused passcode belongs to. The work is the same whether or not there is one.
 * @returns what to keep until the next code; nulls when the passcode belongs to no moment within twelve hours
 */
export function findFarCode(ports: Ports, secrets: readonly SealedSecret[], passcode: string): FarCode {
  const nowMs = ports.clock.nowMs();
  const found = secrets.map((secret) => findFarTimeStep(ports, secret, normalizePasscode(passcode), nowMs));
  const farTimeStep = found.find((timeStep) => timeStep !== undefined) ?? null;
  return { farTimeStep, farAtMs: farTimeStep === null ? null : nowMs };
}

function findFarTimeStep(
  ports: Ports,
  { secretSealed, place }: SealedSecret,
  passcode: string,
  nowMs: number,
): number | undefined {
  const secretBytes = ports.secretBox.open(secretSealed, place);
  try {
    const secret = prepareSecret(secretBytes);
    const [behind, ahead] = [-CENTRE_STEPS, CENTRE_STEPS].map((steps) =>
      matchTotp(secret, passcode, {
        timeSeconds: nowMs / 1000 + steps * PERIOD_SECONDS,
        windowSteps: HALF_SEARCH_STEPS,
      }),
    );
    return behind ?? ahead;
  } finally {
    secretBytes.fill(0);
  }
}

/**
 * By how many seconds the clock that made two codes is ahead (positive) or behind (negative).
 * @param earlier what {@link findFarCode} kept of the code before this one
 * @returns undefined unless the later code comes from a later time step, and from as far off as the earlier one
 */
export function clockOffsetSeconds(earlier: FarCode, later: FarCode): number | undefined {
  const [before, now] = [offsetSteps(earlier), offsetSteps(later)];
  if (before === undefined || now === undefined) return undefined;
  const isAnotherCode = (later.farTimeStep ?? 0) > (earlier.farTimeStep ?? 0);
  // Steps are cut at other moments than codes are typed: one step of difference is none.
  return isAnotherCode && Math.abs(now - before) <= 1 ? now * PERIOD_SECONDS : undefined;
}

function offsetSteps({ farTimeStep, farAtMs }: FarCode): number | undefined {
  return farTimeStep === null || farAtMs === null ? undefined : farTimeStep - timeStepAt(farAtMs / 1000);
}
