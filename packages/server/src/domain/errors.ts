/**
 * Every way a rule can say no. One class a failure, with a stable `code`; the message is for the person and may change.
 * What only the log may hold goes into `cause`.
 */

/** Base of all refusals. `field` names the form field the message belongs to, where there is one. */
export abstract class CountersignError extends Error {
  abstract readonly code: string;
  readonly field: string | undefined;

  constructor(message: string, options: { field?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.field = options.field;
  }
}

/** The address cannot be one. */
export class InvalidEmailError extends CountersignError {
  readonly code = 'invalid_email';
  constructor() {
    super('Enter an email address, like name@example.org.', { field: 'email' });
  }
}

/** The new password is not accepted; the message says why and what to do. */
export class PasswordRefusedError extends CountersignError {
  readonly code = 'password_refused';
  constructor(message: string) {
    super(message, { field: 'password' });
  }
}

/**
 * Email or password is wrong. The same for an unknown account, so that log-in does not tell who has one
 * (attack 37; `attacks/rest.test.ts`).
 */
export class WrongCredentialsError extends CountersignError {
  readonly code = 'wrong_credentials';
  constructor() {
    super('Email or password is wrong. Check both, or reset the password.', { field: 'password' });
  }
}

/** The password is right, but the address was never verified. */
export class EmailNotVerifiedError extends CountersignError {
  readonly code = 'email_not_verified';
  constructor() {
    super('Verify your email address first: we have sent you the link again.', { field: 'email' });
  }
}

/**
 * The second step was not passed. The same for a wrong, old, reused or unlooked-at code: a difference would tell a
 * guesser whether a guess was right (attacks 1-15).
 */
export class SecondStepRefusedError extends CountersignError {
  readonly code = 'second_step_refused';
  /** @param clockOffsetSeconds by how much the clock that made the code is ahead; only after two codes (`clock-doctor.ts`) */
  constructor(field: SecondStepField, clockOffsetSeconds?: number) {
    super(clockOffsetSeconds === undefined ? SECOND_STEP_REFUSALS[field] : clockAdvice(clockOffsetSeconds), {
      field,
    });
  }
}

function clockAdvice(offsetSeconds: number): string {
  const minutes = Math.round(Math.abs(offsetSeconds) / 60);
  const amounts = [count(Math.floor(minutes / 60), 'hour'), count(minutes % 60, 'minute')];
  const offset = amounts.filter((amount) => amount !== '').join(' and ');
  return `The clock of your phone is wrong: about ${offset} ${offsetSeconds > 0 ? 'ahead' : 'behind'}. Your last two codes were right for that time, and not for now. In the settings of the phone, let it set date, time and time zone automatically. Then enter the next code shown.`;
}

function count(amount: number, unit: string): string {
  if (amount === 0) return '';
  return amount === 1 ? `1 ${unit}` : `${String(amount)} ${unit}s`;
}

/** The form fields by which the second step is proved. */
export type SecondStepField = 'passcode' | 'recovery_code' | 'security_key';

const SECOND_STEP_REFUSALS: Record<SecondStepField, string> = {
  passcode:
    'That passcode was not accepted. Check that it belongs to this account and that your phone sets its clock automatically, then enter the next code shown: each works once. After several wrong codes there is a pause of 30 seconds or more.',
  recovery_code:
    'That recovery code was not accepted. Check it against your list: each works once. After several wrong codes there is a pause of 30 seconds or more.',
  security_key:
    'That security key was not accepted. Use one that you added to this account, within five minutes of opening this page. After several wrong answers there is a pause of 30 seconds or more.',
};

/** The passkey was not accepted: unknown, too late, used twice, or not verifying its user. */
export class PasskeyRefusedError extends CountersignError {
  readonly code = 'passkey_refused';
  constructor() {
    super(
      'That passkey was not accepted. It may have been removed from its account, or the page was open for more than five minutes. Try again, or log in with your password.',
      { field: 'security_key' },
    );
  }
}

/** What was made is no security key for this account: it is there already, or the page was open for too long. */
export class SecurityKeyRefusedError extends CountersignError {
  readonly code = 'security_key_refused';
  constructor() {
    super(
      'That security key could not be added. It may be registered already, or the page was open for more than five minutes. Try again.',
      { field: 'security_key' },
    );
  }
}

/** The account has as many security keys as it may have. */
export class TooManySecurityKeysError extends CountersignError {
  readonly code = 'too_many_security_keys';
  constructor() {
    super('There is no room for another security key. Remove one first.', { field: 'security_key' });
  }
}

/** Removing the only factor turns two-factor off, and nobody said that this is meant. */
export class LastFactorError extends CountersignError {
  readonly code = 'last_factor';
  constructor() {
    super('This is the only factor of the account.');
  }
}

/** No log-in waits for a second step here: it took too long, or was ended. */
export class ChallengeGoneError extends CountersignError {
  readonly code = 'challenge_gone';
  constructor() {
    super('That log-in has ended. Log in again.');
  }
}

/** The link was used, has expired, or never was. */
export class LinkGoneError extends CountersignError {
  readonly code = 'link_gone';
  constructor() {
    super('This link has expired or was used already.');
  }
}

/** A sensitive act needs a fresh proof in this session. */
export class StepUpRequiredError extends CountersignError {
  readonly code = 'step_up_required';
  constructor() {
    super('Confirm that it is you.');
  }
}

/** The step-up was not accepted. One message for a wrong password and a wrong code. */
export class StepUpRefusedError extends CountersignError {
  readonly code = 'step_up_refused';
  constructor(hasSecondStep: boolean) {
    super(
      hasSecondStep
        ? 'The password or the passcode was not accepted. Enter both again, with the next code shown: each works once. After several wrong ones there is a pause of 30 seconds or more.'
        : 'The password was not accepted. After several wrong ones there is a pause of 30 seconds or more.',
      { field: 'password' },
    );
  }
}

/** No set-up waits here: it took over an hour, was started again elsewhere, or is done. */
export class EnrolmentGoneError extends CountersignError {
  readonly code = 'enrolment_gone';
  constructor() {
    super(
      'This set-up has ended: it took too long, or was started again in another tab or browser. Start it again.',
    );
  }
}

/**
 * The password alone is not enough: a script has to send a code, or use an API token (attack 31). Said only to whoever
 * knows the password, or holds a token.
 */
export class TwoFactorRequiredError extends CountersignError {
  readonly code = 'two_factor';
  constructor() {
    super('Two-factor Authentication is on: send a passcode or a recovery code too, or use an API token.');
  }
}

/** The token's scopes do not cover this, or it tried to hand out what it does not have. */
export class ScopeMissingError extends CountersignError {
  readonly code = 'scope_missing';
  constructor() {
    super('The scopes of this API token do not cover that.');
  }
}

/** Somebody said no in the browser. */
export class LogInDeniedError extends CountersignError {
  readonly code = 'log_in_denied';
  constructor() {
    super('The log-in was refused in the browser.');
  }
}

/** The address belongs to another account. */
export class EmailTakenError extends CountersignError {
  readonly code = 'email_taken';
  constructor() {
    super('That address cannot be used. Choose another one.', { field: 'email' });
  }
}

/** Two-factor Authentication has to be on for this. */
export class TwoFactorOffError extends CountersignError {
  readonly code = 'two_factor_off';
  constructor() {
    super('Set up Two-factor Authentication first.');
  }
}

/** What was asked for is not there, or not this account's. */
export class NotFoundError extends CountersignError {
  readonly code = 'not_found';
  constructor() {
    super('That is not here any more.');
  }
}

/** A name is empty, too long, or holds control characters. */
export class InvalidNameError extends CountersignError {
  readonly code = 'invalid_name';
  constructor(field: string, maxCharacters: number) {
    super(`Enter a name of 1 to ${String(maxCharacters)} characters.`, { field });
  }
}

/** The account has as many authenticators as it may have. */
export class TooManyAuthenticatorsError extends CountersignError {
  readonly code = 'too_many_authenticators';
  constructor() {
    super('Remove an authenticator before you add another one.');
  }
}

/** A value is outside what is allowed; the message says which values are. */
export class InvalidValueError extends CountersignError {
  readonly code = 'invalid_value';
  constructor(field: string, message: string) {
    super(message, { field });
  }
}

/** Asked for too often. */
export class TooOftenError extends CountersignError {
  readonly code = 'too_often';
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super(`Wait ${String(retryAfterSeconds)} seconds and try again.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The service is at its limit; trying again soon will work. */
export class TooBusyError extends CountersignError {
  readonly code = 'too_busy';
  readonly retryAfterSeconds = 2;
  constructor() {
    super('Too many people are logging in at this moment. Try again in a few seconds.');
  }
}
