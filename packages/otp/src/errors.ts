// Every way this package refuses. One class per kind of failure, each with a stable `code`; messages are for
// people and may change. No message carries a secret.

/** Any error this package throws on purpose; one `instanceof` catches them all. */
export abstract class OtpError extends Error {
  /** Stable and fit for programs; never shown to people. */
  abstract readonly code: string;
  /** The class's own name, also in a minified build. */
  abstract override readonly name: string;
}

/**
 * An argument is outside its documented range.
 *
 * @example
 * ```ts
 * try {
 *   hotp(secret, -1);
 * } catch (error) {
 *   if (error instanceof OptionError) console.log(error.option); // 'counter'
 * }
 * ```
 */
export class OptionError extends OtpError {
  readonly name = 'OptionError';
  readonly code = 'invalid_option';
  /** The argument's name, as in the function's signature. */
  readonly option: string;

  constructor(option: string, requirement: string) {
    super(`${option} must be ${requirement}`);
    this.option = option;
  }
}

/**
 * A text is not Base32.
 *
 * @example
 * ```ts
 * try {
 *   decodeBase32('JBSW Y3D1');
 * } catch (error) {
 *   if (error instanceof Base32Error) console.log(error.character, error.position); // '1' 8
 * }
 * ```
 */
export class Base32Error extends OtpError {
  readonly name = 'Base32Error';
  readonly code: Base32ErrorCode;
  /** The character that does not belong there; empty when the text ended too early. */
  readonly character: string;
  /** Its index in the text as given, from 0, in UTF-16 code units. */
  readonly position: number;

  constructor(code: Base32ErrorCode, message: string, character: string, position: number) {
    super(message);
    this.code = code;
    this.character = character;
    this.position = position;
  }
}

/** Why a text is not Base32: a character outside the alphabet, text after padding, or too little of it. */
export type Base32ErrorCode = 'invalid_character' | 'text_after_padding' | 'incomplete';

/**
 * An otpauth URI that cannot be read, or an account that cannot be written as one.
 *
 * @example
 * ```ts
 * try {
 *   parseOtpauthUri('otpauth://totp/bob');
 * } catch (error) {
 *   if (error instanceof OtpauthUriError) console.log(error.code); // 'missing_secret'
 * }
 * ```
 */
export class OtpauthUriError extends OtpError {
  readonly name = 'OtpauthUriError';
  readonly code: OtpauthUriErrorCode;

  constructor(code: OtpauthUriErrorCode, message: string, options?: { cause: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** What is wrong with an otpauth URI or account. */
export type OtpauthUriErrorCode =
  | 'too_long'
  | 'not_otpauth'
  | 'unknown_type'
  | 'duplicate_parameter'
  | 'missing_secret'
  | 'invalid_secret'
  | 'unsupported_algorithm'
  | 'unsupported_encoder'
  | 'invalid_digits'
  | 'invalid_period'
  | 'missing_counter'
  | 'invalid_counter'
  | 'reserved_parameter';

/**
 * An otpauth-migration URI that cannot be read as a whole, or a batch that cannot be written as one.
 *
 * @example
 * ```ts
 * try {
 *   parseMigrationUri('otpauth-migration://offline?data=AAAA');
 * } catch (error) {
 *   if (error instanceof MigrationUriError) console.log(error.code); // 'malformed_payload'
 * }
 * ```
 */
export class MigrationUriError extends OtpError {
  readonly name = 'MigrationUriError';
  readonly code: MigrationUriErrorCode;

  constructor(code: MigrationUriErrorCode, message: string, options?: { cause: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** What is wrong with an otpauth-migration URI or batch. */
export type MigrationUriErrorCode =
  | 'too_long'
  | 'not_migration'
  | 'missing_data'
  | 'malformed_base64'
  | 'malformed_payload'
  | 'not_representable';

/** The union of all errors, for an exhaustive `switch (failure.name)`. */
export type OtpFailure = OptionError | Base32Error | OtpauthUriError | MigrationUriError;
