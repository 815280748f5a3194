/**
 * Where an attack takes place: one Countersign, reached by its address alone, and the people the attack makes there.
 * Requests and time are bounded, so that a mistake here floods nobody.
 */
import { randomBytes } from 'node:crypto';
import { decodeBase32, prepareSecret, totp } from '@countersign/otp';
import { holds, requires, UnclearError } from './verdict.ts';
import { connectTo, openBrowser, type Browser, type Connection, type Page } from './browser.ts';
import { linkIn, type Mailbox } from './mailbox.ts';

const PERIOD_SECONDS = 30;
/** A code is not asked for so close to the end of its time step that it may arrive in the next one. */
const CALM_SECONDS = 5;

/** Bounds of a whole run. */
export interface Bounds {
  /** Requests to the service. */
  maxRequests: number;
  /** Seconds from the first request on. */
  maxSeconds: number;
}

/** Somebody with an account. */
export interface Person {
  email: string;
  password: string;
  /** The authenticator's secret in Base32; empty before set-up. */
  setupKey: string;
}

/** The service under attack. */
export interface Ground {
  url: string;
  /** A browser of its own. */
  open(): Browser;
  /** An address that nobody has signed up here. */
  newAddress(): string;
  /** The text of a mail to an address. @throws UnclearError when none arrives, or there is no mailbox */
  waitForMail(email: string, subject: string): Promise<string>;
  /** A moment at which the service's time step does not end soon. */
  calmMoment(): Promise<void>;
  /** The code of a setup key, so many time steps from the service's now. */
  codeOf(person: Person, steps?: number): string;
  requestCount(): number;
}

/** Prepares a run against one service; it sends one request, to learn what time the service has. */
export async function openGround(url: string, mailbox: Mailbox | undefined, bounds: Bounds): Promise<Ground> {
  const untilMs = Date.now() + bounds.maxSeconds * 1000;
  const connection = connectTo(url);
  let count = 0;
  const bounded: Connection = (sent) => {
    requires(count < bounds.maxRequests, `${bounds.maxRequests} requests are enough: stopped`);
    requires(Date.now() < untilMs, `${bounds.maxSeconds} seconds are enough: stopped`);
    count += 1;
    return connection(sent);
  };
  const open = (): Browser => openBrowser(url, bounded);
  // RFC 9110 §6.6.1: Date has whole seconds, so the difference is wrong by less than one.
  const dateOf = Date.parse((await open().get('/log-in')).headers.date ?? '');
  requires(!Number.isNaN(dateOf), 'the service does not say what time it has (no Date header)');
  const aheadMs = Math.abs(dateOf - Date.now()) < 2000 ? 0 : dateOf - Date.now();
  const timeSeconds = (): number => (Date.now() + aheadMs) / 1000;
  return {
    url,
    open,
    newAddress: () => (mailbox?.newAddress ?? unreadableAddress)(),
    waitForMail(email, subject) {
      if (mailbox === undefined) throw new UnclearError('there is no mailbox to read');
      return mailbox.waitForMail(open, email, subject, untilMs);
    },
    async calmMoment() {
      const leftSeconds = PERIOD_SECONDS - (timeSeconds() % PERIOD_SECONDS);
      if (leftSeconds > CALM_SECONDS) return;
      await new Promise((resolve) => setTimeout(resolve, (leftSeconds + 0.5) * 1000));
    },
    codeOf: (person, steps = 0) =>
      totp(prepareSecret(decodeBase32(person.setupKey)), {
        timeSeconds: timeSeconds() + steps * PERIOD_SECONDS,
      }),
    requestCount: () => count,
  };
}

/** An address of a reserved name (RFC 2606): no mail to it reaches anybody. */
export function unreadableAddress(): string {
  return `attack-${randomBytes(6).toString('hex')}@example.org`;
}

/** Signs somebody up and verifies the address. @throws UnclearError */
export async function signUp(ground: Ground): Promise<Person> {
  const person = {
    email: ground.newAddress(),
    password: randomBytes(18).toString('base64url'),
    setupKey: '',
  };
  const browser = ground.open();
  const { email, password } = person;
  await browser.submit('/sign-up', { email, password });
  requires(browser.page.status === 200, `signing up was answered ${browser.page.status}`);
  await browser.get(linkIn(await ground.waitForMail(email, 'Verify')));
  await browser.submit('/verify-email');
  requires(browser.page.status < 400, `verifying the address was answered ${browser.page.status}`);
  return person;
}

/** A browser that has passed the password: logged in, or waiting for the second step. @throws UnclearError */
export async function enterPassword(ground: Ground, person: Person): Promise<Browser> {
  const browser = ground.open();
  await browser.get('/log-in');
  await browser.submit('/log-in', { email: person.email, password: person.password });
  requires(browser.page.status === 303, `a right password was answered ${browser.page.status}`);
  return browser;
}

/** A browser that waits for the second step. @throws UnclearError */
export async function openChallenge(ground: Ground, person: Person): Promise<Browser> {
  const browser = await enterPassword(ground, person);
  const page = await browser.get('/log-in/two-factor');
  requires(page.status === 200, `the page of the second step was answered ${page.status}`);
  return browser;
}

/** Starts a set-up, and returns the setup key of the page that the browser then shows. @throws UnclearError */
export async function startSetUp(browser: Browser): Promise<string> {
  await browser.get('/account/two-factor/app');
  await browser.submit('/account/two-factor/app');
  const page = await browser.get('/account/two-factor/scan');
  const key = /data-copy="([A-Z2-7]{16,})"/.exec(page.text)?.[1];
  requires(key !== undefined, `the page with the QR code was answered ${page.status}`);
  return key;
}

/**
 * Signs somebody up and enables Two-factor Authentication with the code of the time step before this one, so that the
 * codes of this step and of the next are left to spend.
 * @throws UnclearError
 */
export async function signUpWithTwoFactor(ground: Ground): Promise<{ person: Person; browser: Browser }> {
  const person = await signUp(ground);
  const browser = await enterPassword(ground, person);
  person.setupKey = await startSetUp(browser);
  await ground.calmMoment();
  await browser.submit('/account/two-factor/scan', { passcode: ground.codeOf(person, -1) });
  requires(browser.page.status === 303, `a right code at set-up was answered ${browser.page.status}`);
  return { person, browser };
}

/** Posts a passcode where a log-in waits for it. */
export async function passSecondStep(browser: Browser, passcode: string): Promise<Page> {
  return browser.submit('/log-in/two-factor', { passcode });
}

/** Proves a session afresh with password and passcode. @throws UnclearError */
export async function stepUp(browser: Browser, person: Person, passcode: string): Promise<void> {
  await browser.get('/account/step-up');
  await browser.submit('/account/step-up', { password: person.password, passcode });
  requires(browser.page.status === 303, `a right step-up was answered ${browser.page.status}`);
}

/** Makes recovery codes in a session that is stepped up. @throws UnclearError */
export async function makeRecoveryCodes(browser: Browser): Promise<string[]> {
  await browser.get('/account/recovery-codes');
  await browser.submit('/account/recovery-codes');
  const { text } = await browser.get('/account/recovery-codes');
  const codes = [...text.matchAll(/<code>([0-9A-Z-]{19})<\/code>/g)].map(([, code = '']) => code);
  requires(codes.length > 0, 'no recovery codes were shown');
  return codes;
}

/** Whether the last answer opened a session. */
export function opensSession(page: Page): boolean {
  return (page.headers['set-cookie'] ?? []).some((line) => /^(__Host-)?countersign_session=[^;]/.test(line));
}

/** A code that the person's authenticator does not show around now. */
export function wrongCodeOf(ground: Ground, person: Person): string {
  const shown = [-2, -1, 0, 1, 2].map((steps) => ground.codeOf(person, steps));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !shown.includes(code))!;
}

/** States that the account still opens with the right proofs: the attack changed nothing. @throws GotThroughError */
export async function holdsAccountOpens(ground: Ground, person: Person, passcode: string): Promise<void> {
  const browser = await openChallenge(ground, person);
  holds(opensSession(await passSecondStep(browser, passcode)), 'the owner is locked out');
}
