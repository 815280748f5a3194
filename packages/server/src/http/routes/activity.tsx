/** The Activity tab, and its export. */
import { Hono } from 'hono';
import {
  activityHead,
  checkActivity,
  exportActivity,
  kindsOfGroup,
  listActivity,
  type ActivityGroup,
} from '../../domain/audit.ts';
import { describeBrowser } from '../../domain/browser-name.ts';
import type { ActivityFilter, ActivityPosition } from '../../domain/ports.ts';
import { activityAsCsv, activityAsJson, streamOf } from '../activity-export.ts';
import { portsOf, type AccountContext, type Env } from '../context.ts';
import { requireSession } from '../guards.ts';
import { ActivityPage, type ActivityFilterProps } from '../pages/activity.tsx';
import { accountPageProps, oneOf, show } from './present.ts';

const GROUPS: readonly ActivityGroup[] = [
  'log_ins',
  'refusals',
  'password_and_address',
  'two_factor',
  'api_tokens',
];
const DAY_MS = 24 * 60 * 60 * 1000;

/** `/account/activity`, `/account/activity/export.csv`, `/account/activity/export.json`. */
export function activityRoutes(): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/account/activity', async (c) => {
    const live = requireSession(c);
    const ports = portsOf(c);
    const accountId = live.account.id;
    const { filter, asked, filterQuery } = readFilter(c);
    const { events, older } = await listActivity(
      ports,
      accountId,
      filter,
      readPosition(c.req.query('before')),
    );
    const page = {
      ...accountPageProps(c, live),
      events: events.map((event) => ({ ...event, browser: describeBrowser(event.userAgent) })),
      filter: asked,
      filterQuery,
      fault: (await checkActivity(ports, accountId)) ?? null,
      ...(older && { olderHref: olderHref(filterQuery, older) }),
    };
    return show(c, <ActivityPage {...page} />);
  });

  app.get('/account/activity/export.csv', (c) => {
    const live = requireSession(c);
    const batches = exportActivity(portsOf(c), live.account.id, readFilter(c).filter);
    return download(c, 'activity.csv', 'text/csv; charset=utf-8', activityAsCsv(batches));
  });

  app.get('/account/activity/export.json', async (c) => {
    const live = requireSession(c);
    const head = await activityHead(portsOf(c), live.account.id);
    const batches = exportActivity(portsOf(c), live.account.id, readFilter(c).filter);
    const text = activityAsJson(live.account.email, head, batches);
    return download(c, 'activity.json', 'application/json', text);
  });

  return app;
}

function download(c: AccountContext, name: string, type: string, text: AsyncGenerator<string>): Response {
  c.header('content-type', type);
  c.header('content-disposition', `attachment; filename="countersign-${name}"`);
  return c.body(streamOf(text));
}

/** The filter in a query. What is not one of ours filters nothing, and the form shows it empty. */
function readFilter(c: AccountContext): {
  filter: ActivityFilter;
  asked: ActivityFilterProps;
  filterQuery: string;
} {
  const group = oneOf(c.req.query('kind'), GROUPS);
  const fromMs = parseDay(c.req.query('from'));
  const toMs = parseDay(c.req.query('to'));
  const asked = { group: group ?? '', from: formatDay(fromMs), to: formatDay(toMs) } as const;
  const given = Object.entries({ kind: asked.group, from: asked.from, to: asked.to });
  const filterQuery = new URLSearchParams(given.filter(([, value]) => value !== '')).toString();
  const filter = {
    kinds: group && kindsOfGroup(group),
    fromMs,
    untilMs: toMs === undefined ? undefined : toMs + DAY_MS, // the last day counts
  };
  return { filter, asked, filterQuery };
}

/** The start of a day in UTC; undefined for what is no YYYY-MM-DD. */
function parseDay(text = ''): number | undefined {
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isNaN(atMs) ? undefined : atMs;
}

function formatDay(atMs: number | undefined): string {
  return atMs === undefined ? '' : new Date(atMs).toISOString().slice(0, 10);
}

function readPosition(text = ''): ActivityPosition | undefined {
  const [, atMs, sequence] = /^(\d{1,15})-(\d{1,9})$/.exec(text) ?? [];
  if (atMs === undefined || sequence === undefined) return undefined;
  return { atMs: Number(atMs), sequence: Number(sequence) };
}

function olderHref(filterQuery: string, { atMs, sequence }: ActivityPosition): string {
  const before = `before=${String(atMs)}-${String(sequence)}`;
  return `/account/activity?${filterQuery === '' ? '' : `${filterQuery}&`}${before}`;
}
