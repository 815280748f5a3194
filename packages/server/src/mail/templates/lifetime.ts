import { LINK_LIFETIME_MS } from '../../domain/mail-links.ts';
import type { MailLinkPurpose } from '../../domain/ports.ts';

const HOUR_MS = 60 * 60 * 1000;

/** "The link works once, within 24 hours", or an hour, or 7 days. */
export function lifetimeSentence(purpose: MailLinkPurpose): string {
  const hours = LINK_LIFETIME_MS[purpose] / HOUR_MS;
  if (hours > 48) return `The link works once, within ${String(hours / 24)} days.`;
  return `The link works once, within ${hours === 1 ? 'an hour' : `${String(hours)} hours`}.`;
}
