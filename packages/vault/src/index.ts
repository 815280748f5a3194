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
