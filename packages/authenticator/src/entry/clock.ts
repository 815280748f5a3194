// When codes are computed again. A code must never be shown after its time step: not after sleep, not in a tab that was
// in the background, not when the clock jumps. So nothing is shown while nobody can see it, and everything is computed
// anew from the wall clock at each second and at every sign of having been away.

const lookEveryMs = 250;
const jumpAtLeastMs = 1500;

type Listener = () => void;

const listeners = new Set<Listener>();
let timer: ReturnType<typeof setTimeout> | undefined;
let shownSecond: number | undefined;
let isAway = document.visibilityState === 'hidden';
let wallMinusMonotonicMs = Date.now() - performance.now();
let setBackByMs = 0;

/** Unix time in milliseconds, or `undefined` while the page cannot be seen and must show no code. */
export function nowMsIfVisible(): number | undefined {
  return isAway ? undefined : Date.now();
}

/** How far this device's clock was set back while the app was open; 0 if it was not. */
export function clockSetBackByMs(): number {
  return setBackByMs;
}

/** Calls the listener each second, and whenever codes must be computed again; returns how to stop. */
export function subscribeClock(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Starts the clock. Called once. */
export function startClock(): void {
  document.addEventListener('visibilitychange', () =>
    document.visibilityState === 'hidden' ? leave() : comeBack(),
  );
  addEventListener('pagehide', leave);
  document.addEventListener('freeze', leave);
  addEventListener('pageshow', comeBack);
  addEventListener('focus', comeBack);
  document.addEventListener('resume', comeBack);
  look();
}

function leave(): void {
  isAway = true;
  clearTimeout(timer);
  publish();
}

function comeBack(): void {
  isAway = document.visibilityState === 'hidden';
  if (isAway) return;
  shownSecond = undefined;
  look();
}

// Four times a second, and at the second: timers follow a clock of their own, so a jump of the wall clock shows only
// when it is looked at.
function look(): void {
  clearTimeout(timer);
  if (isAway) return;
  noticeJump();
  const nowMs = Date.now();
  const second = Math.floor(nowMs / 1000);
  if (second !== shownSecond) {
    shownSecond = second;
    publish();
  }
  timer = setTimeout(look, Math.min(lookEveryMs, 1000 - (nowMs % 1000) + 1));
}

// Forward looks the same as sleep and needs no word; only a clock set back is certain.
function noticeJump(): void {
  const difference = Date.now() - performance.now();
  const jumpMs = difference - wallMinusMonotonicMs;
  wallMinusMonotonicMs = difference;
  if (jumpMs < -jumpAtLeastMs) setBackByMs -= jumpMs;
}

function publish(): void {
  for (const listener of [...listeners]) listener();
}
