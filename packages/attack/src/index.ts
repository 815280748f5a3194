/**
 * The browser that attacks drive, and people who use a service from outside, in real time. The attacks themselves are a
 * program: `npm run attack -- URL`.
 */
export { comparable, connectTo, openBrowser, unescapeHtml } from './browser.ts';
export type { Browser, Fields, Forged, Page } from './browser.ts';
export {
  enterPassword,
  makeRecoveryCodes,
  openChallenge,
  openGround,
  opensSession,
  passSecondStep,
  signUp,
  signUpWithTwoFactor,
} from './ground.ts';
export type { Ground, Person } from './ground.ts';
export { linkIn, outboxMailbox } from './mailbox.ts';
