// SHA-1 (FIPS 180-4 §6.1), for HMAC only: the collisions found since do not touch HMAC-SHA-1 (RFC 6194 §3.3).
// This room knows blocks and hash values; it must not know keys, counters or passcodes.
// The symbols are FIPS 180-4's: H is the hash value, M a message block, W the message schedule, K the constants.

/** Block size of SHA-1 in bytes. */
export const SHA1_BLOCK_BYTES = 64;
/** Size of a SHA-1 hash value in bytes. */
export const SHA1_OUTPUT_BYTES = 20;

// FIPS 180-4 §4.2.1
const K0 = 0x5a827999;
const K20 = 0x6ed9eba1;
const K40 = 0x8f1bbcdc | 0;
const K60 = 0xca62c1d6 | 0;

// FIPS 180-4 §5.3.1
const INITIAL_HASH_VALUE = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);

/**
 * The initial hash value H(0) (FIPS 180-4 §5.3.1).
 *
 * @returns five new words
 */
export function initialHashValue(): Int32Array {
  return new Int32Array(INITIAL_HASH_VALUE);
}

/**
 * SHA-1 of a whole message (FIPS 180-4 §6.1).
 *
 * @param message - any number of bytes
 * @returns 20 bytes
 */
export function sha1(message: Uint8Array): Uint8Array {
  const padded = pad(message);
  const view = new DataView(padded.buffer);
  const H = initialHashValue();
  const M = new Int32Array(16);
  for (let offset = 0; offset < padded.length; offset += SHA1_BLOCK_BYTES) {
    for (let i = 0; i < 16; i++) M[i] = view.getInt32(offset + 4 * i);
    compress(H, M, H);
  }
  padded.fill(0);
  M.fill(0);
  const hashValue = new DataView(new ArrayBuffer(SHA1_OUTPUT_BYTES));
  H.forEach((word, i) => hashValue.setInt32(4 * i, word));
  return new Uint8Array(hashValue.buffer);
}

/** FIPS 180-4 §5.1.1: the bit "1", zero bits, and the message's length in bits as 64 bits. */
function pad(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const paddedLength = Math.ceil((message.length + 9) / SHA1_BLOCK_BYTES) * SHA1_BLOCK_BYTES;
  const padded = new Uint8Array(paddedLength);
  padded.set(message);
  padded[message.length] = 0x80;
  new DataView(padded.buffer).setBigUint64(paddedLength - 8, BigInt(message.length) * 8n);
  return padded;
}

/**
 * One step of the hash computation (FIPS 180-4 §6.1.2): `next` = H(i) from `H` = H(i-1) and the block `M`.
 *
 * Unrolled, with everything in local 32-bit variables. Three rewritings of the standard's text make that quick:
 *
 * - Instead of moving five working variables along each round, the names change places: where the standard has
 *   `T = ROTL5(a) + f(b, c, d) + e + K + W; e = d; d = c; c = ROTL30(b); b = a; a = T`, a line here adds the rest
 *   of T to the variable that plays `e` and rotates the one that plays `b`. After five rounds each name plays its
 *   own part again.
 * - The sum begins with what is known long before and ends with ROTL5(a), because `a` is the result of the round
 *   before: the processor then waits for one addition instead of four. This alone is worth 1.7 times the speed.
 * - The message schedule keeps sixteen words: `w<t mod 16>` becomes
 *   W<t> = ROTL1(W<t-3> ⊕ W<t-8> ⊕ W<t-14> ⊕ W<t-16>) just before round t needs it (the method of §6.1.3).
 *
 * @param H - five words, only read
 * @param M - sixteen words, only read
 * @param next - five words, overwritten; may be `H` itself
 */
export function compress(H: Int32Array, M: Int32Array, next: Int32Array): void {
  let w0 = M[0]!;
  let w1 = M[1]!;
  let w2 = M[2]!;
  let w3 = M[3]!;
  let w4 = M[4]!;
  let w5 = M[5]!;
  let w6 = M[6]!;
  let w7 = M[7]!;
  let w8 = M[8]!;
  let w9 = M[9]!;
  let w10 = M[10]!;
  let w11 = M[11]!;
  let w12 = M[12]!;
  let w13 = M[13]!;
  let w14 = M[14]!;
  let w15 = M[15]!;
  let a = H[0]!;
  let b = H[1]!;
  let c = H[2]!;
  let d = H[3]!;
  let e = H[4]!;

  // 0 ≤ t ≤ 19: f = Ch(b, c, d) = (b ∧ c) ⊕ (¬b ∧ d), which is d ⊕ (b ∧ (c ⊕ d))
  // t = 0 .. 4
  e = (e + K0 + w0 + (d ^ (b & (c ^ d))) + ((a << 5) | (a >>> 27))) | 0;
  b = (b << 30) | (b >>> 2);
  d = (d + K0 + w1 + (c ^ (a & (b ^ c))) + ((e << 5) | (e >>> 27))) | 0;
  a = (a << 30) | (a >>> 2);
  c = (c + K0 + w2 + (b ^ (e & (a ^ b))) + ((d << 5) | (d >>> 27))) | 0;
  e = (e << 30) | (e >>> 2);
  b = (b + K0 + w3 + (a ^ (d & (e ^ a))) + ((c << 5) | (c >>> 27))) | 0;
  d = (d << 30) | (d >>> 2);
  a = (a + K0 + w4 + (e ^ (c & (d ^ e))) + ((b << 5) | (b >>> 27))) | 0;
  c = (c << 30) | (c >>> 2);

  // t = 5 .. 9
  e = (e + K0 + w5 + (d ^ (b & (c ^ d))) + ((a << 5) | (a >>> 27))) | 0;
  b = (b << 30) | (b >>> 2);
  d = (d + K0 + w6 + (c ^ (a & (b ^ c))) + ((e << 5) | (e >>> 27))) | 0;
  a = (a << 30) | (a >>> 2);
  c = (c + K0 + w7 + (b ^ (e & (a ^ b))) + ((d << 5) | (d >>> 27))) | 0;
  e = (e << 30) | (e >>> 2);
  b = (b + K0 + w8 + (a ^ (d & (e ^ a))) + ((c << 5) | (c >>> 27))) | 0;
  d = (d << 30) | (d >>> 2);
  a = (a + K0 + w9 + (e ^ (c & (d ^ e))) + ((b << 5) | (b >>> 27))) | 0;
  c = (c << 30) | (c >>> 2);

  // t = 10 .. 14
  e = (e + K0 + w10 + (d ^ (b & (c ^ d))) + ((a << 5) | (a >>> 27))) | 0;
  b = (b << 30) | (b >>> 2);
  d = (d + K0 + w11 + (c ^ (a & (b ^ c))) + ((e << 5) | (e >>> 27))) | 0;
  a = (a << 30) | (a >>> 2);
  c = (c + K0 + w12 + (b ^ (e & (a ^ b))) + ((d << 5) | (d >>> 27))) | 0;
  e = (e << 30) | (e >>> 2);
  b = (b + K0 + w13 + (a ^ (d & (e ^ a))) + ((c << 5) | (c >>> 27))) | 0;
  d = (d << 30) | (d >>> 2);
  a = (a + K0 + w14 + (e ^ (c & (d ^ e))) + ((b << 5) | (b >>> 27))) | 0;
  c = (c << 30) | (c >>> 2);

  // t = 15 .. 19
  e = (e + K0 + w15 + (d ^ (b & (c ^ d))) + ((a << 5) | (a >>> 27))) | 0;
  b = (b << 30) | (b >>> 2);
  w0 ^= w13 ^ w8 ^ w2;
  w0 = (w0 << 1) | (w0 >>> 31);
  d = (d + K0 + w0 + (c ^ (a & (b ^ c))) + ((e << 5) | (e >>> 27))) | 0;
  a = (a << 30) | (a >>> 2);
  w1 ^= w14 ^ w9 ^ w3;
  w1 = (w1 << 1) | (w1 >>> 31);
  c = (c + K0 + w1 + (b ^ (e & (a ^ b))) + ((d << 5) | (d >>> 27))) | 0;
  e = (e << 30) | (e >>> 2);
  w2 ^= w15 ^ w10 ^ w4;
  w2 = (w2 << 1) | (w2 >>> 31);
  b = (b + K0 + w2 + (a ^ (d & (e ^ a))) + ((c << 5) | (c >>> 27))) | 0;
  d = (d << 30) | (d >>> 2);
  w3 ^= w0 ^ w11 ^ w5;
  w3 = (w3 << 1) | (w3 >>> 31);
  a = (a + K0 + w3 + (e ^ (c & (d ^ e))) + ((b << 5) | (b >>> 27))) | 0;
  c = (c << 30) | (c >>> 2);

  // 20 ≤ t ≤ 39: f = Parity(b, c, d) = b ⊕ c ⊕ d
  // t = 20 .. 24
  w4 ^= w1 ^ w12 ^ w6;
  w4 = (w4 << 1) | (w4 >>> 31);
  e = (e + K20 + w4 + (b ^ c ^ d) + ((a << 5) | (a >>> 27))) | 0;
  b = (b << 30) | (b >>> 2);
  w5 ^= w2 ^ w13 ^ w7;
  w5 = (w5 << 1) | (w5 >>> 31);
  d = (d + K20 + w5 + (a ^ b ^ c) + ((e << 5) | (e >>> 27))) | 0;
  a = (a << 30) | (a >>> 2);
  w6 ^= w3 ^ w14 ^ w8;
  w6 = (w6 << 1) | (w6 >>> 31);
  c = (c + K20 + w6 + (e ^ a ^ b) + ((d << 5) | (d >>> 27))) | 0;
  e = (e << 30) | (e >>> 2);
  w7 ^= w4 ^ w15 ^ w9;
  w7 = (w7 << 1) | (w7 >>> 31);
  b = (b + K20 + w7 + (d ^ e ^ a) + ((c << 5) | (c >>> 27))) | 0;
  d = (d << 30) | (d >>> 2);
  w8 ^= w5 ^ w0 ^ w10;
  w8 = (w8 << 1) | (w8 >>> 31);
  a = (a + K20 + w8 + (c ^ d ^ e) + ((b << 5) | (b >>> 27))) | 0;
  c = (c << 30) | (c >>> 2);

  // t = 25 .. 29
  w9 ^= w6 ^ w1 ^ w11;
  w9 = (w9 << 1) | (w9 >>> 31);
  e = (e + K20 + w9 + (b ^ c ^ d) + ((a << 5) | (a >>> 27))) | 0;
  b = (b << 30) | (b >>> 2);
  w10 ^= w7 ^ w2 ^ w12;
  w10 = (w10 << 1) | (w10 >>> 31);
  d = (d + K20 + w10 + (a ^ b ^ c) + ((e << 5) | (e >>> 27))) | 0;
  a = (a << 30) | (a >>> 2);
  w11 ^= w8 ^ w3 ^ w13;
  w11 = (w11 << 1) | (w11 >>> 31);
  c = (c + K20 + w11 + (e ^ a ^ b) + ((d << 5) | (d >>> 27))) | 0;
  e = (e << 30) | (e >>> 2);
  w12 ^= w9 ^ w4 ^ w14;
  w12 = (w12 << 1) | (w12 >>> 31);
  b = (b + K20 + w12 + (d ^ e ^ a) + ((c << 5) | (c >>> 27))) | 0;
  d = (d << 30) | (d >>> 2);
  w13 ^= w10 ^ w5 ^ w15;
  w13 = (w13 << 1) | (w13 >>> 31);
  a = (a + K20 + w13 + (c ^ d ^ e) + ((b << 5) | (b >>> 27))) | 0;
  c = (c << 30) | (c >>> 2);

  // t = 30 .. 34
  w14 ^= w11 ^ w6 ^ w0;
  w14 = (w14 << 1) | (w14 >>> 31);
  e = (e + K20 + w14 + (b ^ c ^ d) + ((a << 5) | (a >>> 27))) | 0;
  b = (b << 30) | (b >>> 2);
  w15 ^= w12 ^ w7 ^ w1;
  w15 = (w15 << 1) | (w15 >>> 31);
  d = (d + K20 + w15 + (a ^ b ^ c) + ((e << 5) | (e >>> 27))) | 0;
  a = (a << 30) | (a >>> 2);
  w0 ^= w13 ^ w8 ^ w2;
  w0 = (w0 << 1) | (w0 >>> 31);
  c = (c + K20 + w0 + (e ^ a ^ b) + ((d << 5) | (d >>> 27))) | 0;
  e = (e << 30) | (e >>> 2);
  w1 ^= w14 ^ w9 ^ w3;
  w1 = (w1 << 1) | (w1 >>> 31);
  b = (b + K20 + w1 + (d ^ e ^ a) + ((c << 5) | (c >>> 27))) | 0;
  d = (d << 30) | (d >>> 2);
  w2 ^= w15 ^ w10 ^ w4;
  w2 = (w2 << 1) | (w2 >>> 31);
  a = (a + K20 + w2 + (c ^ d ^ e) + ((b << 5) | (b >>> 27))) | 0;
  c = (c << 30) | (c >>> 2);

  // t = 35 .. 39
  w3 ^= w0 ^ w11 ^ w5;
  w3 = (w3 << 1) | (w3 >>> 31);
  e = (e + K20 + w3 + (b ^ c ^ d) + ((a << 5) | (a >>> 27))) | 0;
  b = (b << 30) | (b >>> 2);
  w4 ^= w1 ^ w12 ^ w6;
  w4 = (w4 << 1) | (w4 >>> 31);
  d = (d + K20 + w4 + (a ^ b ^ c) + ((e << 5) | (e >>> 27))) | 0;
  a = (a << 30) | (a >>> 2);
  w5 ^= w2 ^ w13 ^ w7;
  w5 = (w5 << 1) | (w5 >>> 31);
  c = (c + K20 + w5 + (e ^ a ^ b) + ((d << 5) | (d >>> 27))) | 0;
  e = (e << 30) | (e >>> 2);
  w6 ^= w3 ^ w14 ^ w8;
  w6 = (w6 << 1) | (w6 >>> 31);
  b = (b + K20 + w6 + (d ^ e ^ a) + ((c << 5) | (c >>> 27))) | 0;
  d = (d << 30) | (d >>> 2);
  w7 ^= w4 ^ w15 ^ w9;
  w7 = (w7 << 1) | (w7 >>> 31);
  a = (a + K20 + w7 + (c ^ d ^ e) + ((b << 5) | (b >>> 27))) | 0;
  c = (c << 30) | (c >>> 2);

  // 40 ≤ t ≤ 59: f = Maj(b, c, d) = (b ∧ c) ⊕ (b ∧ d) ⊕ (c ∧ d), which is (b ∧ c) ∨ (d ∧ (b ∨ c))
  // t = 40 .. 44
  w8 ^= w5 ^ w0 ^ w10;
  w8 = (w8 << 1) | (w8 >>> 31);
  e = (e + K40 + w8 + ((b & c) | (d & (b | c))) + ((a << 5) | (a >>> 27))) | 0;
  b = (b << 30) | (b >>> 2);
  w9 ^= w6 ^ w1 ^ w11;
  w9 = (w9 << 1) | (w9 >>> 31);
  d = (d + K40 + w9 + ((a & b) | (c & (a | b))) + ((e << 5) | (e >>> 27))) | 0;
  a = (a << 30) | (a >>> 2);
  w10 ^= w7 ^ w2 ^ w12;
  w10 = (w10 << 1) | (w10 >>> 31);
  c = (c + K40 + w10 + ((e & a) | (b & (e | a))) + ((d << 5) | (d >>> 27))) | 0;
  e = (e << 30) | (e >>> 2);
  w11 ^= w8 ^ w3 ^ w13;
  w11 = (w11 << 1) | (w11 >>> 31);
  b = (b + K40 + w11 + ((d & e) | (a & (d | e))) + ((c << 5) | (c >>> 27))) | 0;
  d = (d << 30) | (d >>> 2);
  w12 ^= w9 ^ w4 ^ w14;
  w12 = (w12 << 1) | (w12 >>> 31);
  a = (a + K40 + w12 + ((c & d) | (e & (c | d))) + ((b << 5) | (b >>> 27))) | 0;
  c = (c << 30) | (c >>> 2);

  // t = 45 .. 49
  w13 ^= w10 ^ w5 ^ w15;
  w13 = (w13 << 1) | (w13 >>> 31);
  e = (e + K40 + w13 + ((b & c) | (d & (b | c))) + ((a << 5) | (a >>> 27))) | 0;
  b = (b << 30) | (b >>> 2);
  w14 ^= w11 ^ w6 ^ w0;
  w14 = (w14 << 1) | (w14 >>> 31);
  d = (d + K40 + w14 + ((a & b) | (c & (a | b))) + ((e << 5) | (e >>> 27))) | 0;
  a = (a << 30) | (a >>> 2);
  w15 ^= w12 ^ w7 ^ w1;
  w15 = (w15 << 1) | (w15 >>> 31);
  c = (c + K40 + w15 + ((e & a) | (b & (e | a))) + ((d << 5) | (d >>> 27))) | 0;
  e = (e << 30) | (e >>> 2);
  w0 ^= w13 ^ w8 ^ w2;
  w0 = (w0 << 1) | (w0 >>> 31);
  b = (b + K40 + w0 + ((d & e) | (a & (d | e))) + ((c << 5) | (c >>> 27))) | 0;
  d = (d << 30) | (d >>> 2);
  w1 ^= w14 ^ w9 ^ w3;
  w1 = (w1 << 1) | (w1 >>> 31);
  a = (a + K40 + w1 + ((c & d) | (e & (c | d))) + ((b << 5) | (b >>> 27))) | 0;
  c = (c << 30) | (c >>> 2);

  // t = 50 .. 54
  w2 ^= w15 ^ w10 ^ w4;
  w2 = (w2 << 1) | (w2 >>> 31);
  e = (e + K40 + w2 + ((b & c) | (d & (b | c))) + ((a << 5) | (a >>> 27))) | 0;
  b = (b << 30) | (b >>> 2);
  w3 ^= w0 ^ w11 ^ w5;
  w3 = (w3 << 1) | (w3 >>> 31);
  d = (d + K40 + w3 + ((a & b) | (c & (a | b))) + ((e << 5) | (e >>> 27))) | 0;
  a = (a << 30) | (a >>> 2);
  w4 ^= w1 ^ w12 ^ w6;
  w4 = (w4 << 1) | (w4 >>> 31);
  c = (c + K40 + w4 + ((e & a) | (b & (e | a))) + ((d << 5) | (d >>> 27))) | 0;
  e = (e << 30) | (e >>> 2);
  w5 ^= w2 ^ w13 ^ w7;
  w5 = (w5 << 1) | (w5 >>> 31);
  b = (b + K40 + w5 + ((d & e) | (a & (d | e))) + ((c << 5) | (c >>> 27))) | 0;
  d = (d << 30) | (d >>> 2);
  w6 ^= w3 ^ w14 ^ w8;
  w6 = (w6 << 1) | (w6 >>> 31);
  a = (a + K40 + w6 + ((c & d) | (e & (c | d))) + ((b << 5) | (b >>> 27))) | 0;
  c = (c << 30) | (c >>> 2);

  // t = 55 .. 59
  w7 ^= w4 ^ w15 ^ w9;
  w7 = (w7 << 1) | (w7 >>> 31);
  e = (e + K40 + w7 + ((b & c) | (d & (b | c))) + ((a << 5) | (a >>> 27))) | 0;
  b = (b << 30) | (b >>> 2);
  w8 ^= w5 ^ w0 ^ w10;
  w8 = (w8 << 1) | (w8 >>> 31);
  d = (d + K40 + w8 + ((a & b) | (c & (a | b))) + ((e << 5) | (e >>> 27))) | 0;
  a = (a << 30) | (a >>> 2);
  w9 ^= w6 ^ w1 ^ w11;
  w9 = (w9 << 1) | (w9 >>> 31);
  c = (c + K40 + w9 + ((e & a) | (b & (e | a))) + ((d << 5) | (d >>> 27))) | 0;
  e = (e << 30) | (e >>> 2);
  w10 ^= w7 ^ w2 ^ w12;
  w10 = (w10 << 1) | (w10 >>> 31);
  b = (b + K40 + w10 + ((d & e) | (a & (d | e))) + ((c << 5) | (c >>> 27))) | 0;
  d = (d << 30) | (d >>> 2);
  w11 ^= w8 ^ w3 ^ w13;
  w11 = (w11 << 1) | (w11 >>> 31);
  a = (a + K40 + w11 + ((c & d) | (e & (c | d))) + ((b << 5) | (b >>> 27))) | 0;
  c = (c << 30) | (c >>> 2);

  // 60 ≤ t ≤ 79: f = Parity(b, c, d)
  // t = 60 .. 64
  w12 ^= w9 ^ w4 ^ w14;
  w12 = (w12 << 1) | (w12 >>> 31);
  e = (e + K60 + w12 + (b ^ c ^ d) + ((a << 5) | (a >>> 27))) | 0;
  b = (b << 30) | (b >>> 2);
  w13 ^= w10 ^ w5 ^ w15;
  w13 = (w13 << 1) | (w13 >>> 31);
  d = (d + K60 + w13 + (a ^ b ^ c) + ((e << 5) | (e >>> 27))) | 0;
  a = (a << 30) | (a >>> 2);
  w14 ^= w11 ^ w6 ^ w0;
  w14 = (w14 << 1) | (w14 >>> 31);
  c = (c + K60 + w14 + (e ^ a ^ b) + ((d << 5) | (d >>> 27))) | 0;
  e = (e << 30) | (e >>> 2);
  w15 ^= w12 ^ w7 ^ w1;
  w15 = (w15 << 1) | (w15 >>> 31);
  b = (b + K60 + w15 + (d ^ e ^ a) + ((c << 5) | (c >>> 27))) | 0;
  d = (d << 30) | (d >>> 2);
  w0 ^= w13 ^ w8 ^ w2;
  w0 = (w0 << 1) | (w0 >>> 31);
  a = (a + K60 + w0 + (c ^ d ^ e) + ((b << 5) | (b >>> 27))) | 0;
  c = (c << 30) | (c >>> 2);

  // t = 65 .. 69
  w1 ^= w14 ^ w9 ^ w3;
  w1 = (w1 << 1) | (w1 >>> 31);
  e = (e + K60 + w1 + (b ^ c ^ d) + ((a << 5) | (a >>> 27))) | 0;
  b = (b << 30) | (b >>> 2);
  w2 ^= w15 ^ w10 ^ w4;
  w2 = (w2 << 1) | (w2 >>> 31);
  d = (d + K60 + w2 + (a ^ b ^ c) + ((e << 5) | (e >>> 27))) | 0;
  a = (a << 30) | (a >>> 2);
  w3 ^= w0 ^ w11 ^ w5;
  w3 = (w3 << 1) | (w3 >>> 31);
  c = (c + K60 + w3 + (e ^ a ^ b) + ((d << 5) | (d >>> 27))) | 0;
  e = (e << 30) | (e >>> 2);
  w4 ^= w1 ^ w12 ^ w6;
  w4 = (w4 << 1) | (w4 >>> 31);
  b = (b + K60 + w4 + (d ^ e ^ a) + ((c << 5) | (c >>> 27))) | 0;
  d = (d << 30) | (d >>> 2);
  w5 ^= w2 ^ w13 ^ w7;
  w5 = (w5 << 1) | (w5 >>> 31);
  a = (a + K60 + w5 + (c ^ d ^ e) + ((b << 5) | (b >>> 27))) | 0;
  c = (c << 30) | (c >>> 2);

  // t = 70 .. 74
  w6 ^= w3 ^ w14 ^ w8;
  w6 = (w6 << 1) | (w6 >>> 31);
  e = (e + K60 + w6 + (b ^ c ^ d) + ((a << 5) | (a >>> 27))) | 0;
  b = (b << 30) | (b >>> 2);
  w7 ^= w4 ^ w15 ^ w9;
  w7 = (w7 << 1) | (w7 >>> 31);
  d = (d + K60 + w7 + (a ^ b ^ c) + ((e << 5) | (e >>> 27))) | 0;
  a = (a << 30) | (a >>> 2);
  w8 ^= w5 ^ w0 ^ w10;
  w8 = (w8 << 1) | (w8 >>> 31);
  c = (c + K60 + w8 + (e ^ a ^ b) + ((d << 5) | (d >>> 27))) | 0;
  e = (e << 30) | (e >>> 2);
  w9 ^= w6 ^ w1 ^ w11;
  w9 = (w9 << 1) | (w9 >>> 31);
  b = (b + K60 + w9 + (d ^ e ^ a) + ((c << 5) | (c >>> 27))) | 0;
  d = (d << 30) | (d >>> 2);
  w10 ^= w7 ^ w2 ^ w12;
  w10 = (w10 << 1) | (w10 >>> 31);
  a = (a + K60 + w10 + (c ^ d ^ e) + ((b << 5) | (b >>> 27))) | 0;
  c = (c << 30) | (c >>> 2);

  // t = 75 .. 79
  w11 ^= w8 ^ w3 ^ w13;
  w11 = (w11 << 1) | (w11 >>> 31);
  e = (e + K60 + w11 + (b ^ c ^ d) + ((a << 5) | (a >>> 27))) | 0;
  b = (b << 30) | (b >>> 2);
  w12 ^= w9 ^ w4 ^ w14;
  w12 = (w12 << 1) | (w12 >>> 31);
  d = (d + K60 + w12 + (a ^ b ^ c) + ((e << 5) | (e >>> 27))) | 0;
  a = (a << 30) | (a >>> 2);
  w13 ^= w10 ^ w5 ^ w15;
  w13 = (w13 << 1) | (w13 >>> 31);
  c = (c + K60 + w13 + (e ^ a ^ b) + ((d << 5) | (d >>> 27))) | 0;
  e = (e << 30) | (e >>> 2);
  w14 ^= w11 ^ w6 ^ w0;
  w14 = (w14 << 1) | (w14 >>> 31);
  b = (b + K60 + w14 + (d ^ e ^ a) + ((c << 5) | (c >>> 27))) | 0;
  d = (d << 30) | (d >>> 2);
  w15 ^= w12 ^ w7 ^ w1;
  w15 = (w15 << 1) | (w15 >>> 31);
  a = (a + K60 + w15 + (c ^ d ^ e) + ((b << 5) | (b >>> 27))) | 0;
  c = (c << 30) | (c >>> 2);

  next[0] = H[0]! + a;
  next[1] = H[1]! + b;
  next[2] = H[2]! + c;
  next[3] = H[3]! + d;
  next[4] = H[4]! + e;
}
