/** Security activity as a file: CSV for spreadsheets, JSON for programs. Written as it is read, so that its length needs no memory. */
import type { AuditEvent, AuditHead } from '../domain/ports.ts';
import { EVENT_WORDS, FACTOR_WORDS } from './pages/activity.tsx';

const CSV_COLUMNS = [
  ...['number', 'time', 'event', 'what happened', 'about', 'by'],
  ...['address', 'browser', 'checksum'],
] as const;

/** The events as CSV (RFC 4180), under a line of headings. */
export async function* activityAsCsv(batches: AsyncIterable<AuditEvent[]>): AsyncGenerator<string> {
  yield csvLine(CSV_COLUMNS);
  for await (const events of batches) yield events.map((event) => csvLine(csvCells(event))).join('');
}

function csvCells(event: AuditEvent): string[] {
  return [
    String(event.sequence),
    new Date(event.atMs).toISOString(),
    event.kind,
    EVENT_WORDS[event.kind],
    event.subject ?? '',
    event.factor === null ? '' : FACTOR_WORDS[event.factor],
    event.address,
    event.userAgent,
    event.hash,
  ];
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/**
 * One cell. A spreadsheet runs what begins with = + - @ as a formula, and a browser may call itself one: an apostrophe
 * before it makes it text (OWASP, CSV injection).
 */
export function csvCell(text: string): string {
  const defused = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}

/**
 * The events as JSON, with what the chain's check needs.
 * @param head the account's; events that came later are not in `batches`, or after it
 */
export async function* activityAsJson(
  email: string,
  head: AuditHead,
  batches: AsyncIterable<AuditEvent[]>,
): AsyncGenerator<string> {
  yield `{"account":${JSON.stringify(email)},"head":${JSON.stringify(head)},"events":[`;
  let separator = '\n';
  for await (const events of batches) {
    for (const event of events) {
      yield separator + JSON.stringify(event);
      separator = ',\n';
    }
  }
  yield '\n]}\n';
}

/** A text as a stream of bytes that is made as it is read. */
export function streamOf(text: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const next = await text.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await text.return(undefined);
    },
  });
}
