/** Logging in with a passkey alone: possession, and the person verified by the key itself, in one answer. */
import { recordEvent } from './audit.ts';
import { askForPasskey, verifyPasskeyAnswer, type Door } from './ceremonies.ts';
import { PasskeyRefusedError } from './errors.ts';
import type { Origin, Ports } from './ports.ts';
import { proveSecondStep } from './second-step.ts';
import { openSession } from './sessions.ts';

/** Begins to ask this browser for a passkey; returns what it needs, as JSON. */
export async function startPasskeyLogIn(ports: Ports, origin: Origin): Promise<string> {
  return askForPasskey(ports, passkeyDoor(origin));
}

/**
 * Opens a session for the account that the passkey names. An answer that does not verify is charged to nobody: a stranger
 * could lock an account out with it (attack 16), and there is nothing in it to guess. One that verifies is an attempt
 * like any other, and waits when the account has to.
 * @returns the session's token
 * @throws PasskeyRefusedError
 */
export async function logInWithPasskey(ports: Ports, answer: string, origin: Origin): Promise<string> {
  const verified = await verifyPasskeyAnswer(ports, passkeyDoor(origin), answer);
  if (verified === undefined) throw new PasskeyRefusedError();
  const { accountId } = verified.key;
  const token = await ports.store.transaction(async (tables) => {
    const account = await tables.accounts.find(accountId);
    if (account?.lockedAtMs !== null || account.disabledAtMs !== null) return undefined;
    const outcome = await proveSecondStep(ports, tables, accountId, { securityKey: verified, origin });
    if (outcome === 'passed') {
      return openSession(ports, tables, account, origin, 'logged_in_with_passkey', 'security_key');
    }
    await recordEvent(ports, tables, accountId, 'second_step_refused', origin, null, 'security_key');
    return undefined;
  });
  if (token === undefined) throw new PasskeyRefusedError();
  return token;
}

function passkeyDoor(origin: Origin): Door {
  return { purpose: 'passkey', boundTo: origin.browserHash };
}
