/**
 * A browser as an attacker drives one: cookies and forms as the real one handles them, every redirect looked at, and
 * any header or field forged where a test asks for it.
 */
import { request as requestOverHttp, type IncomingHttpHeaders } from 'node:http';
import { request as requestOverTls } from 'node:https';

/** An answer, as it came. */
export interface Page {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** A form's fields; a list of pairs where a name is to be sent twice. */
export type Fields = Record<string, string> | readonly (readonly [name: string, value: string])[];

/** A request beyond what a page would send. */
export interface Forged {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A browser with its own cookies. */
export interface Browser {
  cookies: Map<string, string>;
  /** The last page. */
  page: Page;
  /** Sends a request as it is given, with this browser's cookies. */
  send(path: string, forged?: Forged): Promise<Page>;
  get(path: string): Promise<Page>;
  /**
   * Posts a form. Hidden fields come from the form with this action on the last page; without one, the token from any
   * page seen before, for it belongs to the browser.
   */
  submit(path: string, fields?: Fields, headers?: Record<string, string>): Promise<Page>;
}

/** A request as it leaves the browser. */
export interface Sent {
  path: string;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** How requests reach a site. */
export type Connection = (sent: Sent) => Promise<Page>;

/**
 * A browser on a site, with an empty cookie jar.
 * @param connection how requests reach it: straight to its address when left out; a number is the port of this machine
 *   where a site listens whose address does not say
 */
export function openBrowser(siteUrl: string, connection?: Connection | number): Browser {
  const exchange =
    typeof connection === 'function'
      ? connection
      : connectTo(connection === undefined ? siteUrl : `http://127.0.0.1:${connection}`);
  const cookies = new Map<string, string>();
  const browser: Browser = {
    cookies,
    page: { status: 0, headers: {}, text: '' },
    async send(path, { method = 'GET', headers = {}, body } = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const own = { 'user-agent': FIREFOX, ...(cookie && { cookie }) };
      const page = await exchange({ path, method, headers: { ...own, ...headers }, body });
      for (const line of page.headers['set-cookie'] ?? []) keepCookie(cookies, line);
      browser.page = page;
      return page;
    },
    get: (path) => browser.send(path, { headers: { 'sec-fetch-site': 'same-origin' } }),
    async submit(path, fields = {}, headers = {}) {
      const hidden = hiddenFieldsOf(browser.page.text, path) ?? { csrf_token: await findToken(browser) };
      const body = new URLSearchParams(merge(hidden, fields)).toString();
      const type = 'application/x-www-form-urlencoded';
      const own = { origin: siteUrl, 'sec-fetch-site': 'same-origin', 'content-type': type };
      return browser.send(path, { method: 'POST', headers: { ...own, ...headers }, body });
    },
  };
  return browser;
}

/** Reads text as HTML means it. */
export function unescapeHtml(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39|#x27);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** Values that change from one browser or moment to the next, made equal, so that two answers can be compared. */
export function comparable(page: Page): Page {
  const { date: _date, ...headers } = page.headers;
  return { ...page, headers, text: page.text.replace(/name="csrf_token" value="[^"]*"/g, '') };
}

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const TIMEOUT_MS = 30_000;
const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
};

/**
 * A connection to one site and to no other: a redirect is an answer like any other.
 * @param timeoutMs how long one answer may take; default 30 seconds
 */
export function connectTo(siteUrl: string, timeoutMs = TIMEOUT_MS): Connection {
  const { protocol, hostname, port } = new URL(siteUrl);
  const request = protocol === 'https:' ? requestOverTls : requestOverHttp;
  // Spelled out, for the name localhost may mean ::1, where nobody listens. A connection is used once (agent: false).
  const host = hostname === 'localhost' ? '127.0.0.1' : hostname.replace(/^\[|\]$/g, '');
  return ({ body, ...sent }) =>
    new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const leaving = request({ host, port, agent: false, signal, ...sent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      });
      leaving.on('error', reject);
      leaving.end(body);
    });
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (/; max-age=0/i.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}

async function findToken(browser: Browser): Promise<string> {
  const known = tokenIn(browser.page.text);
  if (known !== undefined) return known;
  const before = browser.page;
  const found = tokenIn((await browser.get('/reset-password')).text);
  browser.page = before;
  return found ?? '';
}

function tokenIn(html: string): string | undefined {
  return /name="csrf_token" value="([^"]*)"/.exec(html)?.[1];
}

function hiddenFieldsOf(html: string, action: string): Record<string, string> | undefined {
  const forms = html.match(/<form[^>]*>.*?<\/form>/gs) ?? [];
  const form = forms.find((text) => text.includes(`action="${action}"`));
  if (form === undefined) return undefined;
  const inputs = form.matchAll(/<input[^>]*type="hidden"[^>]*>/g);
  return Object.fromEntries(
    [...inputs].map(([input]) => [attribute(input, 'name'), attribute(input, 'value')]),
  );
}

function attribute(tag: string, name: string): string {
  return unescapeHtml(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function merge(hidden: Record<string, string>, fields: Fields): [name: string, value: string][] {
  const given: [string, string][] = isList(fields)
    ? fields.map(([name, value]) => [name, value])
    : Object.entries(fields);
  const names = new Set(given.map(([name]) => name));
  return [...Object.entries(hidden).filter(([name]) => !names.has(name)), ...given];
}

function isList(fields: Fields): fields is readonly (readonly [string, string])[] {
  return Array.isArray(fields);
}
