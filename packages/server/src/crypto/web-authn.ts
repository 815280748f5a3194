/** The relying party's side of WebAuthn (Level 3 §7), over SimpleWebAuthn. */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';
import type { ClaimedAnswer, SecurityKey, WebAuthn } from '../domain/ports.ts';

type CreationAnswer = Parameters<typeof verifyRegistrationResponse>[0]['response'];
type RequestAnswer = Parameters<typeof verifyAuthenticationResponse>[0]['response'];

/** How long the browser waits for the person. */
const TIMEOUT_MS = 120_000;
/** COSE: Ed25519, ES256, RS256 (Windows Hello). What every browser makes, and nothing that has to be asked about. */
const ALGORITHMS = [-8, -7, -257];
const KNOWN_TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/);
const answerShape = z.object({
  id: base64url.max(1364), // WebAuthn §4: at most 1023 bytes
  response: z.object({ clientDataJSON: base64url, userHandle: base64url.max(88).nullish() }),
});
const clientDataShape = z.object({ challenge: base64url });

/**
 * Security keys of one origin. Its host is the relying party's id, so that a key made here answers nowhere else; both
 * come from the settings, never from a request.
 * @param site.origin the account pages' origin, without a slash at the end
 * @param site.name what browsers call this service
 */
export function createWebAuthn(site: { origin: string; name: string }): WebAuthn {
  const rpID = new URL(site.origin).hostname;
  return {
    async creationOptions({ challenge, account, existing }) {
      const options = await generateRegistrationOptions({
        rpID,
        rpName: site.name,
        challenge: bytesOf(challenge),
        userID: new Uint8Array(Buffer.from(account.id)), // §14.6.1: nothing personal
        userName: account.email,
        userDisplayName: account.email,
        timeout: TIMEOUT_MS,
        attestationType: 'none',
        supportedAlgorithmIDs: ALGORITHMS,
        excludeCredentials: existing.map(describeKey),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      });
      return JSON.stringify(options);
    },
    async requestOptions({ challenge, keys }) {
      const options = await generateAuthenticationOptions({
        rpID,
        challenge: bytesOf(challenge),
        timeout: TIMEOUT_MS,
        allowCredentials: keys.map(describeKey),
        // After a password the key is the second factor, and touching it is enough; alone it has to be both.
        userVerification: keys.length === 0 ? 'required' : 'discouraged',
      });
      return JSON.stringify(options);
    },
    readAnswer: (answer) => orUndefined(() => readAnswer(answer)),
    verifyCreation: (answer, challenge) =>
      orUndefined(async () => {
        const { registrationInfo } = await verifyRegistrationResponse({
          response: JSON.parse(answer) as CreationAnswer,
          expectedChallenge: challenge,
          expectedOrigin: site.origin,
          expectedRPID: rpID,
          requireUserVerification: false,
          supportedAlgorithmIDs: ALGORITHMS,
        });
        if (registrationInfo === undefined) return undefined;
        const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
        const known = transports.filter((transport) => KNOWN_TRANSPORTS.includes(transport));
        return { credentialId: id, publicKey, signCount: counter, transports: known };
      }),
    verifyAnswer: (answer, expected) =>
      orUndefined(async () => {
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          response: JSON.parse(answer) as RequestAnswer,
          expectedChallenge: expected.challenge,
          expectedOrigin: site.origin,
          expectedRPID: rpID,
          requireUserVerification: expected.userVerification,
          credential: {
            id: expected.credentialId,
            publicKey: new Uint8Array(expected.publicKey),
            counter: 0, // compared in the database, where two answers at once cannot both be the later one
          },
        });
        return verified ? { signCount: authenticationInfo.newCounter } : undefined;
      }),
  };
}

function readAnswer(text: string): ClaimedAnswer {
  const { id, response } = answerShape.parse(JSON.parse(text));
  const clientData = Buffer.from(response.clientDataJSON, 'base64url').toString();
  const { challenge } = clientDataShape.parse(JSON.parse(clientData));
  const accountId = response.userHandle
    ? Buffer.from(response.userHandle, 'base64url').toString()
    : undefined;
  return { challenge, credentialId: id, accountId };
}

function describeKey(key: SecurityKey): { id: string; transports?: string[] } {
  const transports = key.transports === '' ? undefined : key.transports.split(',');
  return { id: key.credentialId, ...(transports && { transports }) };
}

function bytesOf(challenge: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(challenge, 'base64url'));
}

/** The library throws for whatever an answer has wrong; a stranger wrote it, so that is no fault of ours to report. */
function orUndefined<T>(work: () => Promise<T | undefined>): Promise<T | undefined>;
function orUndefined<T>(work: () => T | undefined): T | undefined;
function orUndefined<T>(work: () => T | Promise<T>): T | undefined | Promise<T | undefined> {
  try {
    const result = work();
    return result instanceof Promise ? result.catch(() => undefined) : result;
  } catch {
    return undefined;
  }
}
