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
  constructor(field: 'passcode' | 'recovery_code') {
    super(
      field === 'passcode'
        ? 'That passcode was not accepted. Check that it belongs to this account and that your phone sets its clock automatically, then enter the next code shown: each works once. After several wrong codes there is a pause of 30 seconds or more.'
        : 'That recovery code was not accepted. Check it against your list: each works once. After several wrong codes there is a pause of 30 seconds or more.',
      { field },
    );
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
