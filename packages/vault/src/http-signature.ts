// HTTP Message Signatures (RFC 9421), the one small profile that devices and the relay speak: Ed25519 over the method,
// the target URI and, where there is a body, its digest (RFC 9530). Both ends use this file. It knows no device, no
// storage and no network. The profile in prose: docs/protocol/relay.md.
import { decodeBase64, encodeBase64 } from './base64.ts';

/** How far `created` may lie from the verifier's clock, either way, when nothing else is asked: 300 s. */
export const signatureMaxAgeSeconds = 300;

/** What is signed of a request. */
export interface SignableRequest {
  /** The method as sent, upper case: `POST`. */
  method: string;
  /** The absolute URI, with its query: `https://auth.example/relay/v1/devices`. RFC 9421 §2.2.2. */
  targetUri: string;
  /** The request's header fields; signing reads none of them, verifying reads the three that signing makes. */
  headers: Headers;
  /** The body as sent. Absent and empty are the same: no body. */
  bodyBytes?: Uint8Array;
}

/** Who signs, and when. */
export interface SignOptions {
  /** The device's Ed25519 private key. */
  signingKey: CryptoKey;
  /** The device id, or `new` while the device has none: 1 to 64 characters of `A-Z a-z 0-9 _ -`. */
  keyId: string;
  /** Unix seconds, an integer. */
  createdSeconds: number;
}

/** What the verifier holds against the request. */
export interface VerifyOptions {
  /** The raw Ed25519 public key, 32 bytes. */
  publicKeyBytes: Uint8Array;
  /** The verifier's clock, Unix seconds. */
  nowSeconds: number;
  /** Default {@link signatureMaxAgeSeconds}. */
  maxAgeSeconds?: number;
}

/**
 * Why a signature was refused. Stable.
 *
 * - `missing`: `Signature` or `Signature-Input` is not there
 * - `malformed`: the fields are not this profile's
 * - `digest-mismatch`: there is a body that `Content-Digest` does not cover, or is not the digest of
 * - `bad-signature`: not made by this key over this request
 * - `expired`: right, but made too long ago or in the future; the device should set its clock by `Date` and retry
 */
export type SignatureFailureCode = 'missing' | 'malformed' | 'digest-mismatch' | 'bad-signature' | 'expired';

/** The outcome of {@link verifyRequestSignature}. */
export type SignatureVerdict =
  { ok: true; keyId: string; createdSeconds: number } | { ok: false; code: SignatureFailureCode };

interface SignatureInput {
  coversDigest: boolean;
  parameters: string;
  keyId: string;
  createdSeconds: number;
}

const keyIdPattern = /^[A-Za-z0-9_-]{1,64}$/;
const signatureInputPattern =
  /^sig=(\("@method" "@target-uri"( "content-digest")?\);created=([0-9]{1,12});keyid="([A-Za-z0-9_-]{1,64})";alg="ed25519")$/;
const signaturePattern = /^sig=:([A-Za-z0-9+/=]{88}):$/;
const digestPattern = /^sha-256=:([A-Za-z0-9+/=]{44}):$/;

/**
 * Signs a request and returns the header fields to send with it: `signature-input`, `signature` and, for a request with
 * a body, `content-digest`.
 *
 * @example
 * const request = { method: 'GET', targetUri: url, headers: new Headers() };
 * const headers = await signRequest(request, { signingKey, keyId: deviceId, createdSeconds });
 * await fetch(url, { headers });
 * @throws {TypeError} for a key id outside the profile.
 */
export async function signRequest(
  request: Omit<SignableRequest, 'headers'>,
  options: SignOptions,
): Promise<Record<string, string>> {
  const { signingKey, keyId, createdSeconds } = options;
  if (!keyIdPattern.test(keyId))
    throw new TypeError('The key id must be 1 to 64 characters of A-Z a-z 0-9 _ -');
  const contentDigest = hasBody(request) ? await digestOf(request.bodyBytes) : undefined;
  const covered = contentDigest === undefined ? '' : ' "content-digest"';
  const parameters = `("@method" "@target-uri"${covered});created=${createdSeconds};keyid="${keyId}";alg="ed25519"`;
  const base = signatureBase(coveredComponents(request, contentDigest), parameters);
  const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', signingKey, base));
  return {
    ...(contentDigest !== undefined && { 'content-digest': contentDigest }),
    'signature-input': `sig=${parameters}`,
    signature: `sig=:${encodeBase64(signature)}:`,
  };
}

/**
 * Verifies a request against the public key of the device it names.
 *
 * The age is looked at last: `expired` is said only to the holder of the key.
 */
export async function verifyRequestSignature(
  request: SignableRequest,
  options: VerifyOptions,
): Promise<SignatureVerdict> {
  const { publicKeyBytes, nowSeconds, maxAgeSeconds = signatureMaxAgeSeconds } = options;
  if (!request.headers.has('signature') || !request.headers.has('signature-input')) return refused('missing');
  const input = parseSignatureInput(request.headers);
  const signature = fieldBytes(request.headers, 'signature', signaturePattern);
  if (input === undefined || signature?.length !== 64) return refused('malformed');

  if (hasBody(request) && !input.coversDigest) return refused('digest-mismatch');
  const contentDigest = input.coversDigest
    ? await digestOf(request.bodyBytes ?? new Uint8Array())
    : undefined;
  if (contentDigest !== undefined && !sameDigest(request.headers, contentDigest))
    return refused('digest-mismatch');

  const base = signatureBase(coveredComponents(request, contentDigest), input.parameters);
  if (!(await verifySignature(publicKeyBytes, signature, base))) return refused('bad-signature');

  if (Math.abs(nowSeconds - input.createdSeconds) > maxAgeSeconds) return refused('expired');
  return { ok: true, keyId: input.keyId, createdSeconds: input.createdSeconds };
}

/**
 * The key id a request claims, so that its public key can be looked up before {@link verifyRequestSignature}.
 * `undefined` when the header is missing or not this profile's.
 */
export function claimedKeyId(headers: Headers): string | undefined {
  return parseSignatureInput(headers)?.keyId;
}

/**
 * The signature base, RFC 9421 §2.5: one line a component, then the parameters.
 *
 * @param components name and value of each covered component, in order
 * @param parameters the inner list with its parameters, as in `Signature-Input` after the label
 */
export function signatureBase(
  components: readonly (readonly [name: string, value: string])[],
  parameters: string,
): Uint8Array<ArrayBuffer> {
  const lines = components.map(([name, value]) => `"${name}": ${value}`);
  return new TextEncoder().encode([...lines, `"@signature-params": ${parameters}`].join('\n'));
}

function coveredComponents(
  request: Pick<SignableRequest, 'method' | 'targetUri'>,
  contentDigest: string | undefined,
): [name: string, value: string][] {
  const components: [string, string][] = [
    ['@method', request.method],
    ['@target-uri', request.targetUri],
  ];
  if (contentDigest !== undefined) components.push(['content-digest', contentDigest]);
  return components;
}

function hasBody<Request extends { bodyBytes?: Uint8Array }>(
  request: Request,
): request is Request & { bodyBytes: Uint8Array } {
  return request.bodyBytes !== undefined && request.bodyBytes.length > 0;
}

/** RFC 9530 §2: the digest of the content as sent. */
async function digestOf(bodyBytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(bodyBytes));
  return `sha-256=:${encodeBase64(new Uint8Array(digest))}:`;
}

function sameDigest(headers: Headers, contentDigest: string): boolean {
  const claimed = headers.get('content-digest');
  return claimed !== null && digestPattern.test(claimed) && claimed === contentDigest;
}

// One label, one order of parameters: the profile leaves nothing to negotiate (RFC 9421 §1.4), and a second signature
// or an unknown parameter is refused rather than passed over.
function parseSignatureInput(headers: Headers): SignatureInput | undefined {
  const match = signatureInputPattern.exec(headers.get('signature-input') ?? '');
  if (match === null) return undefined;
  const [, parameters = '', digest, created, keyId = ''] = match;
  return { coversDigest: digest !== undefined, parameters, keyId, createdSeconds: Number(created) };
}

function fieldBytes(headers: Headers, name: string, pattern: RegExp): Uint8Array<ArrayBuffer> | undefined {
  const encoded = pattern.exec(headers.get(name) ?? '')?.[1];
  return encoded === undefined ? undefined : decodeBase64(encoded);
}

async function verifySignature(
  publicKeyBytes: Uint8Array,
  signature: Uint8Array<ArrayBuffer>,
  base: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', new Uint8Array(publicKeyBytes), 'Ed25519', false, [
      'verify',
    ]);
    return await crypto.subtle.verify('Ed25519', key, signature, base);
  } catch {
    return false; // not the encoding of a point on the curve: nothing can have been signed with it
  }
}

function refused(code: SignatureFailureCode): SignatureVerdict {
  return { ok: false, code };
}
