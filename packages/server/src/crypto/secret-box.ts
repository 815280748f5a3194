/** Fields encrypted at rest: AES-256-GCM (NIST SP 800-38D), with the row a value belongs to bound in. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SealedPlace, SecretBox } from '../domain/ports.ts';
import type { KeyRing } from './key-ring.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A sealed value reads `<key version>.<base64url of nonce || ciphertext || tag>`. Nonces are random: at 96 bits that
 * is good for 2^32 values a key (SP 800-38D §8.3), far beyond the rows of one installation.
 */
export function createSecretBox(ring: KeyRing): SecretBox {
  return {
    seal(plaintext, place) {
      const [version] = ring.versions;
      if (version === undefined) throw new Error('the key ring is empty');
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', ring.derive(version, 'seal'), nonce);
      cipher.setAAD(associatedData(version, place));
      const sealed = Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
      return `${String(version)}.${sealed.toString('base64url')}`;
    },
    open(sealed, place) {
      const dot = sealed.indexOf('.');
      const version = Number(sealed.slice(0, dot));
      const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url');
      if (dot < 1 || bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('a sealed value is malformed');
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', ring.derive(version, 'seal'), nonce, {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(associatedData(version, place));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    },
  };
}

function associatedData(version: number, place: SealedPlace): Buffer {
  // JSON keeps the parts apart: no table and column can spell another pair.
  return Buffer.from(JSON.stringify(['countersign/v1', version, place.table, place.column, place.row]));
}
