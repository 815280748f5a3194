export {
  claimedKeyId,
  signatureMaxAgeSeconds,
  signRequest,
  verifyRequestSignature,
  type SignableRequest,
  type SignatureFailureCode,
  type SignatureVerdict,
  type SignOptions,
  type VerifyOptions,
} from './http-signature.ts';
export { decodeBase64Url, encodeBase64Url } from './base64.ts';
export { generateDeviceKeys, publicKeyBytes, type DeviceKeys } from './device-keys.ts';
export {
  accountFromEntry,
  compareEntries,
  entryFromAccount,
  findDuplicate,
  isSameSecret,
  type Entry,
  type HotpEntry,
  type SteamEntry,
  type TotpEntry,
} from './entry.ts';
export { VaultError, type VaultErrorCode } from './errors.ts';
export {
  createDeviceLocalSlot,
  generateDeviceLocalKey,
  openDeviceLocalSlot,
  type DeviceLocalSlot,
} from './key-slot.ts';
export { positionBetween } from './position.ts';
export { openRecord, sealEntry, type SealedRecord } from './sealed-record.ts';
