// The keys of a device: what it is known by, instead of a password.

/** Both private keys stay where they were made: they are not extractable. */
export interface DeviceKeys {
  /** Ed25519 (RFC 8032): signs requests to the relay. */
  signing: CryptoKeyPair;
  /** X25519 (RFC 7748): receives what other devices seal to this one. */
  receiving: CryptoKeyPair;
}

/** Makes the keys of a new device. */
export async function generateDeviceKeys(): Promise<DeviceKeys> {
  const [signing, receiving] = await Promise.all([
    crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']),
    crypto.subtle.generateKey('X25519', false, ['deriveBits']),
  ]);
  return { signing, receiving };
}

/** A public key as 32 raw bytes (RFC 8032 §5.1.5, RFC 7748 §5). */
export async function publicKeyBytes(pair: CryptoKeyPair): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
}
