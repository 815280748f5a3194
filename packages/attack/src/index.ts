/** The browser that attacks drive. The attacks themselves are a program: `npm run attack -- URL`. */
export { comparable, connectTo, openBrowser, unescapeHtml } from './browser.ts';
export type { Browser, Fields, Forged, Page } from './browser.ts';
