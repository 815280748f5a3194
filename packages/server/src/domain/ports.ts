/**
 * What the rules need from the world: a store, a clock, randomness, hashing, sealing. The rules know these shapes and
 * nothing of SQL, HTTP or a library; `compose.ts` supplies the real ones. Time is Unix milliseconds unless a name says
 * seconds. Every record below is what one table row holds.
 */

/** An account: one person's record on the service. */
export interface Account {
  id: string;
  /** As the person typed it (NFC, trimmed). Shown to people. */
  email: string;
  /** `email` in lower case: what is unique, and what look-ups use. */
  emailKey: string;
  /** Argon2id in PHC string format. */
  passwordHash: string;
  createdAtMs: number;
}

/** A browser logged in, with every required step passed. The cookie's value is never stored, only its SHA-256. */
export interface Session {
  /** Public handle, safe to show and to post in a form. It survives rotation of the token. */
  id: string;
  accountId: string;
  tokenHash: string;
  createdAtMs: number;
  lastUsedAtMs: number;
  expiresAtMs: number;
  /** Last fresh proof (step-up) in this session, or null when there was none since log-in. */
  stepUpAtMs: number | null;
  userAgent: string;
  address: string;
  /** Recovery codes made and not yet acknowledged, sealed; null otherwise. */
  pendingRecoveryCodesSealed: string | null;
}

/** A log-in that has passed the password and waits for the second step. */
export interface Challenge {
  id: string;
  accountId: string;
  tokenHash: string;
  createdAtMs: number;
  expiresAtMs: number;
}

/** A registered TOTP authenticator. */
export interface Factor {
  id: string;
  accountId: string;
  name: string;
  secretSealed: string;
  createdAtMs: number;
  lastUsedAtMs: number | null;
}

/** A factor that is not proved yet. At most one an account. */
export interface Enrolment {
  id: string;
  accountId: string;
  /** The session it was started in: no other session may see or confirm it. */
  sessionId: string;
  secretSealed: string;
  createdAtMs: number;
  expiresAtMs: number;
}

/** A recovery code, as its keyed hash. A spent one stays, so that "used" can be told from "never existed" in an audit. */
export interface RecoveryCode {
  accountId: string;
  codeHash: string;
  usedAtMs: number | null;
}

/** What a link in a mail stands for. `already_have_account` can be followed nowhere: it only counts such a mail. */
export type MailLinkPurpose =
  'sign_up' | 'already_have_account' | 'reset_password' | 'change_email' | 'verify_device';

/** A link in a mail: works once, expires, and is stored as its SHA-256 only. */
export interface MailLink {
  tokenHash: string;
  purpose: MailLinkPurpose;
  /** The address the mail went to. */
  email: string;
  emailKey: string;
  /** The account it acts on; null for a sign-up and for a device. */
  accountId: string | null;
  /** The device it verifies; null otherwise. */
  deviceId: string | null;
  /** For a sign-up: the hash of the password chosen with *this* link, so that nobody else's link can set it. */
  passwordHash: string | null;
  createdAtMs: number;
  expiresAtMs: number;
}

/** A bearer secret for scripts. */
export interface ApiToken {
  id: string;
  accountId: string;
  name: string;
  tokenHash: string;
  createdAtMs: number;
  expiresAtMs: number;
  lastUsedAtMs: number | null;
  lastUsedAddress: string | null;
}

/** One line of an account's security activity. */
export interface AuditEvent {
  id: string;
  accountId: string;
  kind: AuditKind;
  atMs: number;
  address: string;
  userAgent: string;
  /** A name the event is about (a session's browser, a token's name), never a secret. */
  subject: string | null;
}

/** What can happen to an account, as its activity page tells it. */
export type AuditKind =
  | 'signed_up'
  | 'logged_in'
  | 'logged_in_with_recovery_code'
  | 'second_step_refused'
  | 'step_up_refused'
  | 'logged_out'
  | 'session_revoked'
  | 'other_sessions_revoked'
  | 'password_changed'
  | 'password_reset'
  | 'email_changed'
  | 'two_factor_enabled'
  | 'authenticator_replaced'
  | 'two_factor_disabled'
  | 'recovery_codes_made'
  | 'api_token_made'
  | 'api_token_revoked';

/** An installation of the authenticator. Keys are the raw 32 bytes in base64url. */
export interface Device {
  id: string;
  email: string;
  emailKey: string;
  name: string;
  /** Ed25519 public key. */
  signingKey: string;
  /** X25519 public key. */
  receivingKey: string;
  createdAtMs: number;
  emailVerifiedAtMs: number | null;
}

/** A mail to send: which text, to whom, and what to fill in. Links are whole URLs. */
export type Mail = { to: string } & (
  | { template: 'verify_email'; link: string }
  | { template: 'already_have_account'; logInLink: string; resetLink: string }
  | { template: 'reset_password'; link: string }
  | { template: 'password_changed' }
  | { template: 'email_change_verify'; link: string }
  | { template: 'email_changed'; newEmail: string }
  | { template: 'two_factor_enabled' }
  | { template: 'two_factor_disabled' }
  | { template: 'recovery_code_used'; codesLeft: number }
  | { template: 'new_log_in'; userAgent: string; address: string; atMs: number }
  | { template: 'account_deleted' }
  | { template: 'verify_device'; link: string; deviceName: string }
);

/** A mail that waits to be delivered. Its content holds links, so it is sealed. */
export interface QueuedMail {
  id: string;
  contentSealed: string;
  tries: number;
  nextTryAtMs: number;
  createdAtMs: number;
}

/** How an attempt at the second step ended. Outside, `refused` and `held` look the same. */
export type AttemptOutcome = 'passed' | 'refused' | 'held';

/**
 * The attempt ledger of an account: one row, changed by one statement an attempt.
 * @see attempt-ledger.ts for the rules; the storage only carries them out atomically.
 */
export interface AttemptLedger {
  /** A new account starts with no failures and no spent time step. */
  open(accountId: string): Promise<void>;
  /** Charges one attempt and spends what it proved, as `AttemptCharge` says, in one statement. */
  charge(charge: AttemptCharge): Promise<AttemptOutcome>;
}

/** One attempt, judged: what it proved, and what the ledger is to do with it. */
export interface AttemptCharge {
  accountId: string;
  nowMs: number;
  /**
   * What the person proved: nothing (`none`); a passcode of `timeStep`, good only when later than the last one spent
   * (`time_step`); or something that is consumed elsewhere in the same transaction (`other`, for example a recovery
   * code; or the first code of a new secret, whose `timeStep` is then spent as well).
   */
  proof: { kind: 'none' } | { kind: 'time_step'; timeStep: number } | { kind: 'other'; timeStep?: number };
  /** Whether an account at the limit of consecutive failures may still try: only a way of recovery may. */
  evenIfSuspended: boolean;
}

/** A page of records, newest first. */
export interface PageRequest {
  beforeMs: number;
  limit: number;
}

/** Every table the rules use. Reads see committed rows; writes belong inside `Store.transaction`. */
export interface Tables {
  accounts: {
    insert(account: Account): Promise<void>;
    find(id: string): Promise<Account | undefined>;
    findByEmailKey(emailKey: string): Promise<Account | undefined>;
    updatePassword(id: string, passwordHash: string): Promise<void>;
    updateEmail(id: string, email: string, emailKey: string): Promise<void>;
    /** Deletes the account and every row that belongs to it. */
    delete(id: string): Promise<void>;
  };
  ledger: AttemptLedger;
  sessions: {
    insert(session: Session): Promise<void>;
    findByTokenHash(tokenHash: string, nowMs: number): Promise<Session | undefined>;
    list(accountId: string, nowMs: number): Promise<Session[]>;
    touch(id: string, lastUsedAtMs: number, address: string): Promise<void>;
    /** Replaces the token and notes a step-up. */
    rotate(id: string, tokenHash: string, stepUpAtMs: number): Promise<void>;
    setPendingRecoveryCodes(id: string, sealed: string | null): Promise<void>;
    /** Forgets the recovery codes that wait in any session of an account. */
    clearPendingRecoveryCodes(accountId: string): Promise<void>;
    /** Deletes one session of an account; undefined when it was not there. */
    delete(accountId: string, id: string): Promise<Session | undefined>;
    /** Deletes all sessions of an account but `exceptId`; returns how many. */
    deleteAll(accountId: string, exceptId?: string): Promise<number>;
    deleteExpired(nowMs: number): Promise<void>;
  };
  challenges: {
    insert(challenge: Challenge): Promise<void>;
    findByTokenHash(tokenHash: string, nowMs: number): Promise<Challenge | undefined>;
    /** True for the one caller whose statement removed it. */
    consume(id: string): Promise<boolean>;
    deleteAll(accountId: string): Promise<void>;
    deleteExpired(nowMs: number): Promise<void>;
  };
  factors: {
    insert(factor: Factor): Promise<void>;
    list(accountId: string): Promise<Factor[]>;
    touch(id: string, lastUsedAtMs: number): Promise<void>;
    deleteAll(accountId: string): Promise<void>;
  };
  enrolments: {
    /** Puts the account's only enrolment, replacing any that waited. */
    put(enrolment: Enrolment): Promise<void>;
    findByAccount(accountId: string, nowMs: number): Promise<Enrolment | undefined>;
    /** True for the one caller whose statement removed it. */
    consume(id: string): Promise<boolean>;
    deleteExpired(nowMs: number): Promise<void>;
  };
  recoveryCodes: {
    /** Replaces the whole set. */
    replaceAll(accountId: string, codeHashes: string[]): Promise<void>;
    /** Whether an unused code has one of these hashes. */
    has(accountId: string, codeHashes: string[]): Promise<boolean>;
    /** Marks the code used; true for the one caller that did. */
    consume(accountId: string, codeHashes: string[], usedAtMs: number): Promise<boolean>;
    countLeft(accountId: string): Promise<number>;
    deleteAll(accountId: string): Promise<void>;
  };
  mailLinks: {
    insert(link: MailLink): Promise<void>;
    find(purpose: MailLinkPurpose, tokenHash: string, nowMs: number): Promise<MailLink | undefined>;
    /** Removes and returns the link, for the one caller whose statement did. */
    consume(purpose: MailLinkPurpose, tokenHash: string, nowMs: number): Promise<MailLink | undefined>;
    /** The live links of one purpose to one address, newest first. */
    listByEmail(purpose: MailLinkPurpose, emailKey: string, nowMs: number): Promise<MailLink[]>;
    deleteByEmail(purpose: MailLinkPurpose, emailKey: string): Promise<void>;
    deleteByAccount(accountId: string): Promise<void>;
    deleteExpired(nowMs: number): Promise<void>;
  };
  browsers: {
    /** Records that the account was used from this browser; true when it had not been before. */
    remember(accountId: string, browserHash: string, nowMs: number): Promise<boolean>;
    count(accountId: string): Promise<number>;
  };
  apiTokens: {
    insert(token: ApiToken): Promise<void>;
    findByTokenHash(tokenHash: string, nowMs: number): Promise<ApiToken | undefined>;
    list(accountId: string, nowMs: number): Promise<ApiToken[]>;
    touch(id: string, lastUsedAtMs: number, address: string): Promise<void>;
    delete(accountId: string, id: string): Promise<ApiToken | undefined>;
  };
  audit: {
    insert(event: AuditEvent): Promise<void>;
    list(accountId: string, page: PageRequest): Promise<AuditEvent[]>;
  };
  mailQueue: {
    insert(mail: QueuedMail): Promise<void>;
    /** Takes up to `limit` due mails and pushes their next try to `leaseUntilMs`, so that no other worker takes them. */
    takeDue(nowMs: number, leaseUntilMs: number, limit: number): Promise<QueuedMail[]>;
    postpone(id: string, nextTryAtMs: number): Promise<void>;
    delete(id: string): Promise<void>;
    countDue(nowMs: number): Promise<number>;
  };
  devices: {
    insert(device: Device): Promise<void>;
    find(id: string): Promise<Device | undefined>;
    markVerified(id: string, atMs: number): Promise<void>;
    delete(id: string): Promise<void>;
    deleteUnverified(createdBeforeMs: number): Promise<void>;
  };
}

/** Where rows live. */
export interface Store {
  /** Committed rows, outside any transaction. Not for writing. */
  read: Tables;
  /**
   * Runs `work` as one transaction: all of it is durable when the promise resolves, none of it when it rejects.
   * `work` awaits nothing but tables: transactions may share one writer.
   */
  transaction<T>(work: (tables: Tables) => Promise<T>): Promise<T>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Where a sealed value lives. Bound in as associated data, so that a value moved elsewhere does not open. */
export interface SealedPlace {
  table: string;
  column: string;
  row: string;
}

/** Encryption at rest. */
export interface SecretBox {
  seal(plaintext: Uint8Array, place: SealedPlace): string;
  /** @throws when the value was altered, moved, or sealed under a key that is not in the ring */
  open(sealed: string, place: SealedPlace): Uint8Array;
}

/** Password hashing: slow on purpose, off the event loop, bounded in parallel. */
export interface PasswordHasher {
  /** @throws TooBusyError */
  hash(password: string): Promise<string>;
  /** Takes as long for `undefined` (no such account) as for a real hash, and is then false. @throws TooBusyError */
  verify(passwordHash: string | undefined, password: string): Promise<boolean>;
}

/** Random values and their hashes. */
export interface Tokens {
  /** A bearer value: 256 random bits in base64url, 43 characters. */
  bearer(): string;
  /** SHA-256 of a bearer value, base64url: the only form that is stored. */
  hash(bearer: string): string;
  /** A row id: a random UUID. */
  id(): string;
  /** A new TOTP secret of 160 bits (RFC 4226 §4, R6). */
  totpSecret(): Uint8Array;
  /** A recovery code of 80 random bits, 16 characters of Crockford Base32, ungrouped. */
  recoveryCode(): string;
  /**
   * Keyed hashes of an account's recovery code, one for each key of the ring, the current key's first. The account is
   * part of what is hashed: a row given to another account is no code of it.
   */
  recoveryCodeHashes(accountId: string, code: string): string[];
}

/** Unix time in milliseconds. */
export interface Clock {
  nowMs(): number;
}

/** What the rules are told about this installation. */
export interface Settings {
  /** The issuer in the QR code, and the product's name in mails. */
  issuer: string;
  /** The account pages' origin, without a slash at the end. */
  accountUrl: string;
  /** The authenticator's origin, without a slash at the end. */
  authenticatorUrl: string;
}

/** Everything the rules need, handed to each of them. */
export interface Ports {
  store: Store;
  clock: Clock;
  secretBox: SecretBox;
  passwordHasher: PasswordHasher;
  tokens: Tokens;
  settings: Settings;
  /** Whether a password is among the most common ones. */
  isCommonPassword(password: string): boolean;
}

/** What a request tells about where it comes from: for the session list, the audit and mails. */
export interface Origin {
  address: string;
  userAgent: string;
  /** SHA-256 of the browser cookie: recognises a browser seen before. */
  browserHash: string;
}
