/**
 * WebAuthn ceremonies: a random value goes to one browser for one purpose, and comes back signed by a security key, once
 * and within five minutes. The value is used up before the signature is looked at, so no answer can be tried twice.
 */
import type { Account, CeremonyPurpose, ClaimedAnswer, Ports, SealedPlace, SecurityKey } from './ports.ts';

const CEREMONY_LIFETIME_MS = 5 * 60 * 1000;

/** What an answer has to be for: one purpose, and one session, challenge, link or browser. */
export interface Door {
  purpose: CeremonyPurpose;
  boundTo: string;
}

/** An answer whose signature is right, by a key of the account. Whether it is a copy's, the database says. */
export interface VerifiedAnswer {
  key: SecurityKey;
  signCount: number;
}

/** Begins the registration of a key; returns the browser's options as JSON. */
export async function beginRegistration(ports: Ports, door: Door, account: Account): Promise<string> {
  const existing = await ports.store.read.securityKeys.list(account.id);
  return ports.webAuthn.creationOptions({ challenge: await begin(ports, door), account, existing });
}

/** Begins to ask for one of an account's keys; returns the browser's options as JSON, undefined when it has none. */
export async function askForKey(ports: Ports, door: Door, accountId: string): Promise<string | undefined> {
  const keys = await ports.store.read.securityKeys.list(accountId);
  if (keys.length === 0) return undefined;
  return ports.webAuthn.requestOptions({ challenge: await begin(ports, door), keys });
}

/** Begins to ask for any passkey of this service; returns the browser's options as JSON. */
export async function askForPasskey(ports: Ports, door: Door): Promise<string> {
  return ports.webAuthn.requestOptions({ challenge: await begin(ports, door), keys: [] });
}

async function begin(ports: Ports, door: Door): Promise<string> {
  const challenge = ports.tokens.bearer(); // WebAuthn §13.4.3 asks for 16 random bytes at least
  await ports.store.transaction((tables) =>
    tables.ceremonies.insert({
      challengeHash: ports.tokens.hash(challenge),
      ...door,
      expiresAtMs: ports.clock.nowMs() + CEREMONY_LIFETIME_MS,
    }),
  );
  return challenge;
}

/** Reads an answer and uses up the ceremony it belongs to; undefined when there is none for this door. */
export async function endCeremony(
  ports: Ports,
  door: Door,
  answer: string,
): Promise<ClaimedAnswer | undefined> {
  const claimed = ports.webAuthn.readAnswer(answer);
  if (claimed === undefined) return undefined;
  const challengeHash = ports.tokens.hash(claimed.challenge);
  const nowMs = ports.clock.nowMs();
  const isOurs = await ports.store.transaction((tables) =>
    tables.ceremonies.consume({ challengeHash, ...door }, nowMs),
  );
  return isOurs ? claimed : undefined;
}

/**
 * Verifies the answer of one of an account's keys, outside any transaction: signatures are checked off the event loop.
 * WebAuthn §7.2, but for the counter (step 22).
 */
export async function verifyKeyAnswer(
  ports: Ports,
  door: Door,
  accountId: string,
  answer: string,
): Promise<VerifiedAnswer | undefined> {
  const claimed = await endCeremony(ports, door, answer);
  if (claimed === undefined) return undefined;
  const key = await ports.store.read.securityKeys.findByCredentialId(claimed.credentialId);
  if (key?.accountId !== accountId) return undefined;
  return verifySignature(ports, claimed, key, answer, false);
}

/** Verifies a passkey's answer: it says by itself whose it is (§7.2, step 6), and has verified its user (step 17). */
export async function verifyPasskeyAnswer(
  ports: Ports,
  door: Door,
  answer: string,
): Promise<VerifiedAnswer | undefined> {
  const claimed = await endCeremony(ports, door, answer);
  if (claimed === undefined) return undefined;
  const key = await ports.store.read.securityKeys.findByCredentialId(claimed.credentialId);
  if (key === undefined || key.accountId !== claimed.accountId) return undefined;
  return verifySignature(ports, claimed, key, answer, true);
}

async function verifySignature(
  ports: Ports,
  { challenge, credentialId }: ClaimedAnswer,
  key: SecurityKey,
  answer: string,
  userVerification: boolean,
): Promise<VerifiedAnswer | undefined> {
  const publicKey = ports.secretBox.open(key.publicKeySealed, publicKeyPlace(key));
  const expected = { challenge, credentialId, publicKey, userVerification };
  const verified = await ports.webAuthn.verifyAnswer(answer, expected);
  return verified && { key, signCount: verified.signCount };
}

/** Where a key's public half is sealed: its row, whose it is and what it is called there. */
export function publicKeyPlace(key: Pick<SecurityKey, 'id' | 'accountId' | 'credentialId'>): SealedPlace {
  const row = `${key.accountId}/${key.id}/${key.credentialId}`;
  return { table: 'security_key', column: 'public_key_sealed', row };
}
