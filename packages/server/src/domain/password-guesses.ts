/**
 * How often a password may be guessed: on one account from many addresses, and on many accounts from one address
 * (attack 18). A counter fills with each try and drains with time; a try that would make it run over is not looked at, be
 * the password right or wrong, and the account exist or not. A right password takes its try back.
 *
 * Nobody can shut an account's owner out with it (attack 16): a browser in which the account was used before has a counter
 * of its own, and is charged on that one only.
 */
import { TooOftenError } from './errors.ts';
import type { GuessLimit, Origin, Ports, Tables } from './ports.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/**
 * 100 at once (NIST SP 800-63B-4 §3.2.2 allows as many in a row), then one in three minutes: some 600 on the first day,
 * against passwords that are not among the common ones.
 */
const ACCOUNT_LIMIT: GuessLimit = { tries: 100, drainMs: 3 * MINUTE_MS };
/** 200 at once, then one in five seconds: an office behind one address logs in on a Monday morning. */
const ADDRESS_LIMIT: GuessLimit = { tries: 200, drainMs: 5 * SECOND_MS };

/** A try that was let through; `takeBack` is for when the password was right. */
export interface GuessCharge {
  takeBack(tables: Tables): Promise<void>;
}

/**
 * Charges one try, before the password is looked at.
 * @param emailKey of an account or of none: the counters are the same
 * @param accountId the account's, or undefined
 * @throws TooOftenError
 */
export async function chargeGuess(
  ports: Ports,
  emailKey: string,
  accountId: string | undefined,
  origin: Origin,
): Promise<GuessCharge> {
  const isKnown = await ports.store.read.browsers.has(accountId ?? '', origin.browserHash);
  const counters = isKnown ? knownBrowserCounters(emailKey, origin) : strangerCounters(emailKey, origin);
  const keyed = counters.map(({ name, limit }) => ({ key: ports.tokens.counterKey(name), limit }));
  const nowMs = ports.clock.nowMs();
  await ports.store.transaction(async (tables) => {
    for (const { key, limit } of keyed) {
      const waitMs = await tables.passwordGuesses.charge(key, limit, nowMs);
      // Thrown inside the transaction: a try that is not looked at fills no other counter.
      if (waitMs > 0) throw new TooOftenError(Math.ceil(waitMs / SECOND_MS));
    }
  });
  return {
    async takeBack(tables) {
      for (const { key, limit } of keyed) await tables.passwordGuesses.takeBack(key, limit);
    },
  };
}

interface Counter {
  name: string;
  limit: GuessLimit;
}

function knownBrowserCounters(emailKey: string, origin: Origin): Counter[] {
  return [{ name: JSON.stringify(['browser', emailKey, origin.browserHash]), limit: ACCOUNT_LIMIT }];
}

/** In this order for everybody, so that no two transactions wait for each other. */
function strangerCounters(emailKey: string, origin: Origin): Counter[] {
  return [
    { name: JSON.stringify(['account', emailKey]), limit: ACCOUNT_LIMIT },
    { name: JSON.stringify(['address', networkOf(origin.address)]), limit: ADDRESS_LIMIT },
  ];
}

/** Whose an address is: an IPv4 address by itself; of IPv6 its /64, which is what one customer has at least (RFC 6177). */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [left = '', right] = address.toLowerCase().replace(/%.*$/, '').split('::');
  const groups = left === '' ? [] : left.split(':');
  if (right !== undefined) {
    const tail = right === '' ? [] : right.split(':');
    const tailGroups = tail.length + (right.includes('.') ? 1 : 0); // an embedded IPv4 address is two groups
    while (groups.length + tailGroups < 8) groups.push('0');
    groups.push(...tail);
  }
  const network = groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${network.join(':')}::/64`;
}
