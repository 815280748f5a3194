// HMAC (RFC 2104) of one eight-byte counter under a key that is prepared once. RFC 2104 §4: the hash states after
// the blocks K ⊕ ipad and K ⊕ opad depend on the key only, so they are kept and the key itself is not needed again.
// This room knows keys and counters; it must not know digits or time.
import { hmac } from '@noble/hashes/hmac.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { compress, initialHashValue, sha1, SHA1_BLOCK_BYTES, SHA1_OUTPUT_BYTES } from './sha1.ts';

/** A hash function that RFC 6238 names. */
export type Algorithm = 'SHA1' | 'SHA256' | 'SHA512';

/**
 * HMAC(K, C) of the moving factor C (RFC 4226 §5.1: eight bytes, high-order byte first).
 *
 * The view is scratch space: read it before the next call.
 */
export type CounterMac = (counter: number) => DataView;

/** Prepares `key` for HMAC under `algorithm`; keeps no reference to `key`. */
export function prepareCounterMac(key: Uint8Array, algorithm: Algorithm): CounterMac {
  return algorithm === 'SHA1' ? prepareSha1(key) : prepareSha2(key, algorithm);
}

const TWO_TO_32 = 2 ** 32;

// Shared by every SHA-1 key: a call is synchronous and leaves nothing behind that the next one reads. What does
// not change from call to call is FIPS 180-4's padding: a "1" bit after the message, and the message's length in
// bits, which counts the block that the key filled.
const COUNTER_BYTES = 8;
const innerBlock = new Int32Array(16);
innerBlock[2] = 0x80000000;
innerBlock[15] = (SHA1_BLOCK_BYTES + COUNTER_BYTES) * 8;
const outerBlock = new Int32Array(16);
outerBlock[5] = 0x80000000;
outerBlock[15] = (SHA1_BLOCK_BYTES + SHA1_OUTPUT_BYTES) * 8;
const sha1Words = new Int32Array(5);
const sha1Mac = new DataView(new ArrayBuffer(SHA1_OUTPUT_BYTES));

function prepareSha1(key: Uint8Array): CounterMac {
  // RFC 2104 §2: a key longer than a block is hashed first
  const K = key.length > SHA1_BLOCK_BYTES ? sha1(key) : key;
  const inner = hashValueAfterPad(K, 0x36);
  const outer = hashValueAfterPad(K, 0x5c);
  if (K !== key) K.fill(0);

  return function counterMac(counter) {
    innerBlock[0] = counter / TWO_TO_32;
    innerBlock[1] = counter;
    compress(inner, innerBlock, sha1Words);
    outerBlock.set(sha1Words);
    compress(outer, outerBlock, sha1Words);
    for (let i = 0; i < 5; i++) sha1Mac.setInt32(4 * i, sha1Words[i]!);
    return sha1Mac;
  };
}

const padBlock = new DataView(new ArrayBuffer(SHA1_BLOCK_BYTES));
const padWords = new Int32Array(16);

/** The SHA-1 state after the block K ⊕ pad (RFC 2104 §2, steps 2 and 5). */
function hashValueAfterPad(K: Uint8Array, padByte: number): Int32Array {
  for (let i = 0; i < SHA1_BLOCK_BYTES; i++) padBlock.setUint8(i, (K[i] ?? 0) ^ padByte);
  for (let i = 0; i < 16; i++) padWords[i] = padBlock.getInt32(4 * i);
  const H = initialHashValue();
  compress(H, padWords, H);
  wipeKey();
  return H;
}

/** Nothing here can throw between the key's arrival in the scratch blocks and this. */
function wipeKey(): void {
  for (let i = 0; i < 16; i++) {
    padBlock.setInt32(4 * i, 0);
    padWords[i] = 0;
  }
}

function prepareSha2(key: Uint8Array, algorithm: 'SHA256' | 'SHA512'): CounterMac {
  const keyed = hmac.create(algorithm === 'SHA256' ? sha256 : sha512, key);
  const message = new DataView(new ArrayBuffer(COUNTER_BYTES));
  const messageBytes = new Uint8Array(message.buffer);

  return function counterMac(counter) {
    message.setUint32(0, counter / TWO_TO_32);
    message.setUint32(4, counter);
    const mac = keyed.clone().update(messageBytes).digest();
    return new DataView(mac.buffer, mac.byteOffset, mac.byteLength);
  };
}
