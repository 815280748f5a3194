/** Points in time, as people read them. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const calendar = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** "5 Mar 2026, 14:02 UTC". `atMs` is Unix time in milliseconds. */
export function formatUtc(atMs: number): string {
  return `${calendar.format(atMs)} UTC`;
}

/** "2 hours ago", "in 30 days", "just now". Both are Unix times in milliseconds. */
export function formatRelative(atMs: number, nowMs: number): string {
  const distanceMs = Math.abs(atMs - nowMs);
  if (distanceMs < minuteMs) return 'just now';
  const words = inWords(distanceMs);
  return atMs > nowMs ? `in ${words}` : `${words} ago`;
}

/** "12 seconds", "3 minutes". */
export function formatDuration(durationMs: number): string {
  return durationMs < minuteMs ? count(durationMs / 1000, 'second') : inWords(durationMs);
}

function inWords(distanceMs: number): string {
  if (distanceMs < hourMs) return count(distanceMs / minuteMs, 'minute');
  if (distanceMs < 2 * dayMs) return count(distanceMs / hourMs, 'hour');
  if (distanceMs < 60 * dayMs) return count(distanceMs / dayMs, 'day');
  if (distanceMs < 730 * dayMs) return count(distanceMs / (30.44 * dayMs), 'month');
  return count(distanceMs / (365.25 * dayMs), 'year');
}

function count(amount: number, unit: string): string {
  const whole = Math.max(1, Math.floor(amount));
  return whole === 1 ? `1 ${unit}` : `${whole} ${unit}s`;
}

/** A `<time>` with both readings. `atMs` and `nowMs` are Unix times in milliseconds. */
export function Moment({ atMs, nowMs }: { atMs: number; nowMs: number }) {
  return (
    <time class="moment" datetime={new Date(atMs).toISOString()}>
      {formatRelative(atMs, nowMs)} <span>{formatUtc(atMs)}</span>
    </time>
  );
}

/** A `Moment`, or "never". */
export function MomentOrNever({ atMs, nowMs }: { atMs: number | null; nowMs: number }) {
  return atMs === null ? <>never</> : <Moment atMs={atMs} nowMs={nowMs} />;
}
