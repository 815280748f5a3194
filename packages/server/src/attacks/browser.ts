/** The browser of the attacks: the same that `npm run attack` drives. */
export { comparable, openBrowser, unescapeHtml } from '@countersign/attack';
export type { Browser, Page } from '@countersign/attack';
