// The public surface of @countersign/otp.
export { decodeBase32, encodeBase32 } from './base32.ts';
export {
  Base32Error,
  MigrationUriError,
  OptionError,
  OtpauthUriError,
  OtpError,
  type Base32ErrorCode,
  type MigrationUriErrorCode,
  type OtpauthUriErrorCode,
  type OtpFailure,
} from './errors.ts';
export type { Algorithm } from './hmac.ts';
export { hotp, matchHotp, type HotpOptions, type MatchHotpOptions } from './hotp.ts';
export {
  formatMigrationUri,
  parseMigrationUri,
  type MigrationBatch,
  type MigrationBatchPlace,
} from './otpauth-migration.ts';
export {
  formatOtpauthUri,
  parseOtpauthUri,
  type HotpAccount,
  type OtpauthAccount,
  type OtpauthBase,
  type SteamAccount,
  type TotpAccount,
} from './otpauth-uri.ts';
export { generateSecretBytes, prepareSecret, type PreparedSecret } from './secret.ts';
export { steamCode } from './steam.ts';
export {
  matchTotp,
  timeStepAt,
  totp,
  type MatchTotpOptions,
  type TimeStepOptions,
  type TotpOptions,
} from './totp.ts';
