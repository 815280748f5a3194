/**
 * A security key in software, as an attacker may build one: it answers what a page asks like a browser with a key in it
 * (WebAuthn Level 3 §6), and lies wherever a test tells it to.
 */
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { unescapeHtml, type Page } from './browser.ts';

/** What an answer says, where it is not the truth. */
export interface Lies {
  origin?: string;
  challenge?: string;
  /** The counter to sign; not counted up from then on. */
  signCount?: number;
  /** Whether the key says that it verified its user. Default true. */
  userVerified?: boolean;
  /** Whose key it says it is. */
  userHandle?: string;
  signature?: Buffer;
  /** The private key to sign with, in the place of its own. */
  signedBy?: KeyObject;
}

/** One credential and the device it lives in. Answers are JSON, as the page posts them. */
export interface SoftwareKey {
  /** Answers a page that makes a new credential. */
  create(page: Page, lies?: Lies): string;
  /** Answers a page that asks for a credential. */
  get(page: Page, lies?: Lies): string;
}

const NO_MAKE = Buffer.alloc(16); // an AAGUID of zeros: of no known make
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

/** A new key with a credential of its own (ES256). */
export function makeSoftwareKey(origin: string): SoftwareKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(32);
  let signCount = 0;
  let userHandle = '';

  const clientData = (type: string, challenge: string, lies: Lies): Buffer =>
    Buffer.from(
      JSON.stringify({
        type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? origin,
        crossOrigin: false,
      }),
    );
  const authenticatorData = (flags: number, lies: Lies, credential = Buffer.alloc(0)): Buffer => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(lies.signCount ?? ++signCount);
    const verified = lies.userVerified === false ? 0 : USER_VERIFIED;
    const head = Buffer.from([USER_PRESENT | verified | flags]);
    return Buffer.concat([sha256(new URL(origin).hostname), head, count, credential]);
  };
  const answer = (response: Record<string, string>): string => {
    const id = credentialId.toString('base64url');
    return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response });
  };

  return {
    create(page, lies = {}) {
      const options = optionsOn(page, 'create');
      userHandle = options.user?.id ?? '';
      const length = Buffer.from([0, credentialId.length]);
      const credential = Buffer.concat([NO_MAKE, length, credentialId, coseKey(publicKey)]);
      const authData = authenticatorData(HAS_CREDENTIAL, lies, credential);
      return answer({
        clientDataJSON: clientData('webauthn.create', options.challenge, lies).toString('base64url'),
        attestationObject: attestationObject(authData).toString('base64url'),
      });
    },
    get(page, lies = {}) {
      const options = optionsOn(page, 'get');
      const authData = authenticatorData(0, lies);
      const data = clientData('webauthn.get', options.challenge, lies);
      const signature = sign('sha256', Buffer.concat([authData, sha256(data)]), lies.signedBy ?? privateKey);
      return answer({
        clientDataJSON: data.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: (lies.signature ?? signature).toString('base64url'),
        userHandle: lies.userHandle ?? userHandle,
      });
    },
  };
}

interface Options {
  challenge: string;
  rpId?: string;
  userVerification?: string;
  allowCredentials?: { id: string }[];
  user?: { id: string };
}

/** What a page hands to the browser. */
export function optionsOn(page: Page, asks: 'create' | 'get'): Options {
  const options = new RegExp(`data-security-key="${asks}" data-options="([^"]*)"`).exec(page.text)?.[1];
  assert.ok(options !== undefined, page.text);
  return JSON.parse(unescapeHtml(options)) as Options;
}

function sha256(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

/** COSE_Key of an ES256 key (RFC 9053 §7.1.1): {1: 2, 3: -7, -1: 1, -2: x, -3: y}. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
  const between = Buffer.from([0x22, 0x58, 0x20]);
  return Buffer.concat([head, Buffer.from(x, 'base64url'), between, Buffer.from(y, 'base64url')]);
}

/** CBOR of {"fmt": "none", "attStmt": {}, "authData": bytes} (WebAuthn §6.5.4). */
function attestationObject(authData: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(authData.length);
  return Buffer.concat([
    Buffer.from([0xa3]),
    cborText('fmt'),
    cborText('none'),
    cborText('attStmt'),
    Buffer.from([0xa0]),
    cborText('authData'),
    Buffer.from([0x59]),
    length,
    authData,
  ]);
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
}
