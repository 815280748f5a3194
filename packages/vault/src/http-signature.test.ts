import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeBase64, decodeBase64Url } from './base64.ts';
import {
  claimedKeyId,
  signatureBase,
  signRequest,
  verifyRequestSignature,
  type SignableRequest,
} from './http-signature.ts';

const encoder = new TextEncoder();
const nowSeconds = 1_800_000_000;

async function makeSigner() {
  const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  const publicKeyBytes = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { signingKey: pair.privateKey, publicKeyBytes };
}

async function signedRequest(change: Partial<SignableRequest> = {}, createdSeconds = nowSeconds) {
  const signer = await makeSigner();
  const unsigned = {
    method: 'POST',
    targetUri: 'https://auth.example/relay/v1/devices?x=1',
    bodyBytes: encoder.encode('{"email":"a@example.com"}'),
    ...change,
  };
  const headers = await signRequest(unsigned, {
    signingKey: signer.signingKey,
    keyId: 'device-1',
    createdSeconds,
  });
  const request: SignableRequest = { ...unsigned, headers: new Headers(headers) };
  return { request, publicKeyBytes: signer.publicKeyBytes };
}

async function verdictOf(request: SignableRequest, publicKeyBytes: Uint8Array) {
  const verdict = await verifyRequestSignature(request, { publicKeyBytes, nowSeconds });
  return verdict.ok ? 'ok' : verdict.code;
}

test('the signature base and the signature are those of RFC 9421 B.2.6', async () => {
  const base = signatureBase(
    [
      ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
      ['@method', 'POST'],
      ['@path', '/foo'],
      ['@authority', 'example.com'],
      ['content-type', 'application/json'],
      ['content-length', '18'],
    ],
    '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
  );
  const publicKey = decodeBase64Url('JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs');
  const signature = decodeBase64(
    'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==',
  );
  assert.ok(publicKey && signature);
  const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  assert.equal(await crypto.subtle.verify('Ed25519', key, signature, base), true);
});

test('a signed request verifies, with and without a body', async () => {
  const post = await signedRequest();
  assert.deepEqual(
    await verifyRequestSignature(post.request, { publicKeyBytes: post.publicKeyBytes, nowSeconds }),
    { ok: true, keyId: 'device-1', createdSeconds: nowSeconds },
  );
  assert.equal(claimedKeyId(post.request.headers), 'device-1');

  const get = await signedRequest({ method: 'GET', bodyBytes: new Uint8Array() });
  assert.equal(get.request.headers.has('content-digest'), false);
  assert.equal(await verdictOf(get.request, get.publicKeyBytes), 'ok');
});

test('another method, target, body or key is refused', async () => {
  const { request, publicKeyBytes } = await signedRequest();
  const other = await makeSigner();
  assert.equal(await verdictOf({ ...request, method: 'DELETE' }, publicKeyBytes), 'bad-signature');
  assert.equal(
    await verdictOf({ ...request, targetUri: `${request.targetUri}2` }, publicKeyBytes),
    'bad-signature',
  );
  assert.equal(
    await verdictOf({ ...request, bodyBytes: encoder.encode('{}') }, publicKeyBytes),
    'digest-mismatch',
  );
  assert.equal(
    await verdictOf({ ...request, bodyBytes: new Uint8Array() }, publicKeyBytes),
    'digest-mismatch',
  );
  assert.equal(await verdictOf(request, other.publicKeyBytes), 'bad-signature');
  assert.equal(await verdictOf(request, new Uint8Array(31)), 'bad-signature');
});

test('a body put under a signature that covers none is refused', async () => {
  const { request, publicKeyBytes } = await signedRequest({ bodyBytes: new Uint8Array() });
  assert.equal(
    await verdictOf({ ...request, bodyBytes: encoder.encode('{}') }, publicKeyBytes),
    'digest-mismatch',
  );
});

test('a changed key id or creation time is refused', async () => {
  for (const [from, to] of [
    ['device-1', 'device-2'],
    [String(nowSeconds), String(nowSeconds + 1)],
  ] as const) {
    const { request, publicKeyBytes } = await signedRequest();
    const input = request.headers.get('signature-input') ?? '';
    request.headers.set('signature-input', input.replace(from, to));
    assert.equal(await verdictOf(request, publicKeyBytes), 'bad-signature');
  }
});

test('the age is bounded both ways, and only the holder of the key is told', async () => {
  for (const offsetSeconds of [-300, 300]) {
    const { request, publicKeyBytes } = await signedRequest({}, nowSeconds + offsetSeconds);
    assert.equal(await verdictOf(request, publicKeyBytes), 'ok');
  }
  for (const offsetSeconds of [-301, 301]) {
    const { request, publicKeyBytes } = await signedRequest({}, nowSeconds + offsetSeconds);
    assert.equal(await verdictOf(request, publicKeyBytes), 'expired');
    assert.equal(await verdictOf(request, (await makeSigner()).publicKeyBytes), 'bad-signature');
  }
});

test('fields that are missing or not of the profile are named as such', async () => {
  const { request, publicKeyBytes } = await signedRequest();
  const without = new Headers(request.headers);
  without.delete('signature');
  assert.equal(await verdictOf({ ...request, headers: without }, publicKeyBytes), 'missing');
  const input = request.headers.get('signature-input') ?? '';
  for (const foreign of [
    input.replace('ed25519', 'hmac-sha256'),
    input.replace('"@method" ', ''),
    `${input};nonce="x"`,
    `${input}, other=()`,
    input.replace('device-1', 'a b'),
    '',
  ]) {
    const headers = new Headers(request.headers);
    headers.set('signature-input', foreign);
    assert.equal(await verdictOf({ ...request, headers }, publicKeyBytes), 'malformed', foreign);
  }
});

test('signing refuses a key id that could break out of its quotes', async () => {
  const { signingKey } = await makeSigner();
  const request = { method: 'GET', targetUri: 'https://auth.example/' };
  await assert.rejects(
    signRequest(request, { signingKey, keyId: 'a";alg="x', createdSeconds: 1 }),
    TypeError,
  );
});
