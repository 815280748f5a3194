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
  /** When an operator disabled it: nobody logs in to it until it is enabled again. Null while it is in use. */
  disabledAtMs: number | null;
  /** When its owner said "This wasn't me": until the password is reset by mail, nobody gets in. Null otherwise. */
  lockedAtMs: number | null;
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
  /** What that proof was made with; null where there was none. */
  stepUpBy: ProofMethod | null;
  userAgent: string;
  address: string;
  /** Recovery codes made and not yet acknowledged, sealed; null otherwise. */
  pendingRecoveryCodesSealed: string | null;
}

/**
 * The last refused code that a clock far from ours would have shown: the first half of what the clock doctor needs. Both
 * are null when there was none.
 */
export interface FarCode {
  farTimeStep: number | null;
  /** When it was given. */
  farAtMs: number | null;
}

/** What a person proved themselves with: the password where there is no second step, else the second step. */
export type ProofMethod = 'password' | 'passcode' | 'recovery_code' | 'security_key';

/** A log-in that has passed the password and waits for the second step. */
export interface Challenge extends FarCode {
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
  /** Unique in its account. */
  name: string;
  secretSealed: string;
  createdAtMs: number;
  lastUsedAtMs: number | null;
}

/**
 * A browser whose next log-ins need no second step. Its cookie holds a series, which stays, and a secret, which each
 * log-in replaces; only their SHA-256 are stored.
 */
export interface TrustedBrowser {
  /** Public handle, safe to show and to post in a form. */
  id: string;
  accountId: string;
  seriesHash: string;
  secretHash: string;
  /** The secret before this one; null until the first rotation. */
  previousSecretHash: string | null;
  rotatedAtMs: number;
  createdAtMs: number;
  lastUsedAtMs: number;
  expiresAtMs: number;
  userAgent: string;
  address: string;
}

/** A registered security key: a WebAuthn credential. One that knows its user by itself is what people call a passkey. */
export interface SecurityKey {
  id: string;
  accountId: string;
  name: string;
  /** The authenticator's name for the credential, base64url. No two accounts have the same. */
  credentialId: string;
  /** The public key (COSE_Key), sealed: not for secrecy, but so that a row put or moved here by a stranger does not open. */
  publicKeySealed: string;
  /** The signature counter as last seen; 0 for keys that do not count (WebAuthn §6.1.1). */
  signCount: number;
  /** How the browser may reach it: `usb`, `nfc`, `ble`, `hybrid`, `internal`, joined by commas. */
  transports: string;
  createdAtMs: number;
  lastUsedAtMs: number | null;
}

/** What a security key's answer is good for, and nothing else. */
export type CeremonyPurpose = 'register' | 'log_in' | 'step_up' | 'reset_password' | 'passkey';

/** A WebAuthn ceremony under way: a random value that a security key is asked to sign, once. */
export interface Ceremony {
  /** SHA-256 of WebAuthn's challenge. */
  challengeHash: string;
  purpose: CeremonyPurpose;
  /** Whose answer is taken: the id of the session or challenge, the hash of the link, or of the browser's cookie. */
  boundTo: string;
  expiresAtMs: number;
}

/** A factor that is not proved yet. At most one an account. */
export interface Enrolment extends FarCode {
  id: string;
  accountId: string;
  /** The session it was started in: no other session may see or confirm it. */
  sessionId: string;
  secretSealed: string;
  /** Ids of the API tokens that end when it is proved, as the person chose; joined by spaces. */
  revokesApiTokenIds: string;
  createdAtMs: number;
  expiresAtMs: number;
}

/** A recovery code, as its keyed hash. A spent one stays, so that "used" can be told from "never existed" in an audit. */
export interface RecoveryCode {
  accountId: string;
  codeHash: string;
  /** With its set; or, where a recovery drill replaced a code, then. */
  madeAtMs: number;
  usedAtMs: number | null;
}

/** What a link in a mail stands for. `already_have_account` can be followed nowhere: it only counts such a mail. */
export type MailLinkPurpose =
  'sign_up' | 'already_have_account' | 'reset_password' | 'change_email' | 'verify_device' | 'not_me';

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
  /** What it may do, joined by spaces; see `api-scopes.ts`. */
  scopes: string;
  createdAtMs: number;
  /** When it was last renamed, given other scopes, or rotated. */
  updatedAtMs: number;
  expiresAtMs: number;
  lastUsedAtMs: number | null;
  lastUsedAddress: string | null;
  /** Birth certificate of the value: with what the person who made or rotated it had proved themselves, ... */
  birthFactor: ProofMethod;
  /** ... and how long before. */
  birthFactorAgeMs: number;
}

/** A log-in of a command line, waiting for its owner to say yes in a browser. */
export interface CommandLineLogIn {
  /** Stands in the address that the browser opens. */
  id: string;
  /** SHA-256 of what the command line waits with. */
  tokenHash: string;
  /** What the command line says about itself. */
  description: string;
  /** Where it was begun. */
  address: string;
  state: 'waiting' | 'confirmed' | 'denied';
  /** Whose it became; null while it waits. */
  accountId: string | null;
  birthFactor: ProofMethod | null;
  /** When the browser's owner had proved themselves. */
  provedAtMs: number | null;
  createdAtMs: number;
  expiresAtMs: number;
}

/** One line of an account's security activity, and a link of its chain (`audit-chain.ts`). */
export interface AuditEvent {
  id: string;
  accountId: string;
  /** From 1 on, without a gap. */
  sequence: number;
  kind: AuditKind;
  atMs: number;
  address: string;
  userAgent: string;
  /** A name the event is about (a session's browser, a token's name), never a secret. */
  subject: string | null;
  /** What was proved, or tried; null where nothing was asked for. */
  factor: ProofMethod | null;
  /** Over everything above and the hash before it. */
  hash: string;
}

/** The last link of an account's chain of events. */
export interface AuditHead {
  sequence: number;
  hash: string;
}

/** Which events are looked for; all of them without anything. */
export interface ActivityFilter {
  kinds: AuditKind[] | undefined;
  fromMs: number | undefined;
  /** The first moment that is too late. */
  untilMs: number | undefined;
}

/** A place in an account's activity: times repeat, and sequence numbers tell them apart. */
export interface ActivityPosition {
  atMs: number;
  sequence: number;
}

/** What can happen to an account, as its activity page tells it. */
export type AuditKind =
  | 'signed_up'
  | 'created_by_operator'
  | 'factors_reset_by_operator'
  | 'disabled_by_operator'
  | 'enabled_by_operator'
  | 'logged_in'
  | 'logged_in_with_recovery_code'
  | 'logged_in_from_trusted_browser'
  | 'logged_in_with_passkey'
  | 'second_step_refused'
  | 'step_up_refused'
  | 'logged_out'
  | 'session_revoked'
  | 'other_sessions_revoked'
  | 'password_changed'
  | 'password_reset'
  | 'email_changed'
  | 'reported_not_me'
  | 'two_factor_enabled'
  | 'authenticator_added'
  | 'authenticator_renamed'
  | 'authenticator_removed'
  | 'two_factor_disabled'
  | 'security_key_added'
  | 'security_key_renamed'
  | 'security_key_removed'
  | 'security_key_copied'
  | 'recovery_codes_made'
  | 'recovery_drill_passed'
  | 'recovery_drill_refused'
  | 'browser_trusted'
  | 'browser_trust_ended'
  | 'browser_trust_replayed'
  | 'api_token_made'
  | 'api_token_changed'
  | 'api_token_rotated'
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

/**
 * A mail to send: which text, to whom, and what to fill in. Links are whole URLs. Those with a `notMeLink` are security
 * notices (`security-notice.ts`).
 */
export type Mail = { to: string } & (
  | { template: 'verify_email'; link: string }
  | { template: 'already_have_account'; logInLink: string; resetLink: string }
  | { template: 'reset_password'; link: string }
  | { template: 'password_changed'; notMeLink: string }
  | { template: 'email_change_verify'; link: string }
  | { template: 'email_changed'; notMeLink: string; newEmail: string }
  | { template: 'two_factor_enabled'; notMeLink: string }
  | { template: 'two_factor_disabled'; notMeLink: string }
  | { template: 'security_key_added'; notMeLink: string; keyName: string }
  | { template: 'security_key_removed'; notMeLink: string; keyName: string }
  | { template: 'security_key_copied'; notMeLink: string; keyName: string; address: string }
  | { template: 'authenticator_added'; notMeLink: string; name: string }
  | { template: 'authenticator_removed'; notMeLink: string; name: string }
  | { template: 'recovery_code_used'; notMeLink: string; codesLeft: number }
  | { template: 'recovery_codes_low'; codesLeft: number }
  | {
      template: 'browser_trust_replayed';
      notMeLink: string;
      userAgent: string;
      address: string;
      atMs: number;
    }
  | { template: 'new_log_in'; notMeLink: string; userAgent: string; address: string; atMs: number }
  | { template: 'recovery_codes_made'; notMeLink: string }
  | { template: 'api_token_made'; notMeLink: string; name: string; expiresAtMs: number }
  | { template: 'reported_not_me' }
  | { template: 'account_deleted' }
  | { template: 'account_created'; link: string }
  | { template: 'factors_reset'; notMeLink: string }
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
  /** Forgets the failures, and the wait or suspension they led to; a spent time step stays spent. */
  reset(accountId: string): Promise<void>;
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

/** How fast something may be tried: `tries` at once, and another one for each `drainMs` that passes. */
export interface GuessLimit {
  tries: number;
  drainMs: number;
}

/** Every table the rules use. Reads see committed rows; writes belong inside `Store.transaction`. */
export interface Tables {
  accounts: {
    insert(account: Account): Promise<void>;
    find(id: string): Promise<Account | undefined>;
    findByEmailKey(emailKey: string): Promise<Account | undefined>;
    /** Sets the password, and unlocks the account. */
    /** Every account, the oldest first. */
    listAll(): Promise<Account[]>;
    setDisabled(id: string, disabledAtMs: number | null): Promise<void>;
    updatePassword(id: string, passwordHash: string): Promise<void>;
    /** Replaces the password by one that nobody knows, and locks the account. */
    lockPassword(id: string, passwordHash: string, lockedAtMs: number): Promise<void>;
    updateEmail(id: string, email: string, emailKey: string): Promise<void>;
    /** Makes other transactions that ask for it wait until this one is over. */
    lock(id: string): Promise<void>;
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
    rotate(id: string, tokenHash: string, stepUpAtMs: number, stepUpBy: ProofMethod): Promise<void>;
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
    noteFarCode(id: string, far: FarCode): Promise<void>;
    /** True for the one caller whose statement removed it. */
    consume(id: string): Promise<boolean>;
    deleteAll(accountId: string): Promise<void>;
    deleteExpired(nowMs: number): Promise<void>;
  };
  factors: {
    insert(factor: Factor): Promise<void>;
    list(accountId: string): Promise<Factor[]>;
    rename(id: string, name: string): Promise<void>;
    /** True for the one caller whose statement removed it. */
    delete(accountId: string, id: string): Promise<boolean>;
    touch(id: string, lastUsedAtMs: number): Promise<void>;
    deleteAll(accountId: string): Promise<void>;
  };
  securityKeys: {
    /** False when some account has this credential already. */
    insert(key: SecurityKey): Promise<boolean>;
    list(accountId: string): Promise<SecurityKey[]>;
    findByCredentialId(credentialId: string): Promise<SecurityKey | undefined>;
    /**
     * Notes the counter of a signature, in one statement: false when it did not grow, unless the key never counts
     * (WebAuthn §7.2, step 22).
     */
    advance(id: string, signCount: number): Promise<boolean>;
    touch(id: string, lastUsedAtMs: number): Promise<void>;
    /** False when the account has no such key. */
    rename(accountId: string, id: string, name: string): Promise<boolean>;
    delete(accountId: string, id: string): Promise<SecurityKey | undefined>;
    deleteAll(accountId: string): Promise<void>;
  };
  ceremonies: {
    insert(ceremony: Ceremony): Promise<void>;
    /** True for the one caller whose statement removed it; false too when it is another purpose's or somebody else's. */
    consume(ceremony: Omit<Ceremony, 'expiresAtMs'>, nowMs: number): Promise<boolean>;
    deleteExpired(nowMs: number): Promise<void>;
  };
  enrolments: {
    /** Puts the account's only enrolment, replacing any that waited. */
    put(enrolment: Enrolment): Promise<void>;
    findByAccount(accountId: string, nowMs: number): Promise<Enrolment | undefined>;
    noteFarCode(id: string, far: FarCode): Promise<void>;
    /** True for the one caller whose statement removed it. */
    consume(id: string): Promise<boolean>;
    deleteExpired(nowMs: number): Promise<void>;
  };
  recoveryCodes: {
    /** Replaces the whole set. */
    replaceAll(accountId: string, codeHashes: string[], madeAtMs: number): Promise<void>;
    /** Adds one code, in the place of one that was spent. */
    insert(accountId: string, codeHash: string, madeAtMs: number): Promise<void>;
    /** Whether an unused code has one of these hashes. */
    has(accountId: string, codeHashes: string[]): Promise<boolean>;
    /** Marks the code used; true for the one caller that did. */
    consume(accountId: string, codeHashes: string[], usedAtMs: number): Promise<boolean>;
    countLeft(accountId: string): Promise<number>;
    /** When the newest code was made; undefined when there never was one. */
    lastMadeAtMs(accountId: string): Promise<number | undefined>;
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
    /** Deletes all of an account's links but those of "This wasn't me", which a thief must not be able to end. */
    deleteByAccount(accountId: string): Promise<void>;
    /** Deletes an account's links of one purpose that were made at this time or later. */
    deleteByAccountSince(purpose: MailLinkPurpose, accountId: string, createdAtMs: number): Promise<void>;
    deleteExpired(nowMs: number): Promise<void>;
  };
  trustedBrowsers: {
    insert(browser: TrustedBrowser): Promise<void>;
    findBySeriesHash(seriesHash: string, nowMs: number): Promise<TrustedBrowser | undefined>;
    list(accountId: string, nowMs: number): Promise<TrustedBrowser[]>;
    /** Replaces the secret, if it is still `fromSecretHash`; true for the one caller that did. */
    rotate(id: string, fromSecretHash: string, toSecretHash: string, rotatedAtMs: number): Promise<boolean>;
    touch(id: string, lastUsedAtMs: number, origin: Pick<Origin, 'address' | 'userAgent'>): Promise<void>;
    /** Deletes one of an account's; undefined when it was not there. */
    delete(accountId: string, id: string): Promise<TrustedBrowser | undefined>;
    /** Deletes all of an account's; returns how many. */
    deleteAll(accountId: string): Promise<number>;
    deleteExpired(nowMs: number): Promise<void>;
  };
  browsers: {
    /** Records that the account was used from this browser; true when it had not been before. */
    remember(accountId: string, browserHash: string, nowMs: number): Promise<boolean>;
    has(accountId: string, browserHash: string): Promise<boolean>;
    deleteAll(accountId: string): Promise<void>;
    count(accountId: string): Promise<number>;
  };
  apiTokens: {
    insert(token: ApiToken): Promise<void>;
    findByTokenHash(tokenHash: string, nowMs: number): Promise<ApiToken | undefined>;
    list(accountId: string, nowMs: number): Promise<ApiToken[]>;
    find(accountId: string, id: string, nowMs: number): Promise<ApiToken | undefined>;
    touch(id: string, lastUsedAtMs: number, address: string): Promise<void>;
    /** Changes one of an account's tokens; undefined when it was not there. */
    update(
      accountId: string,
      id: string,
      changes: Partial<Omit<ApiToken, 'id' | 'accountId' | 'createdAtMs'>>,
    ): Promise<ApiToken | undefined>;
    delete(accountId: string, id: string): Promise<ApiToken | undefined>;
    deleteAll(accountId: string): Promise<void>;
  };
  commandLineLogIns: {
    insert(logIn: CommandLineLogIn): Promise<void>;
    find(id: string, nowMs: number): Promise<CommandLineLogIn | undefined>;
    findByTokenHash(tokenHash: string, nowMs: number): Promise<CommandLineLogIn | undefined>;
    /** True for the one caller that decided it. */
    decide(
      id: string,
      decision: Pick<CommandLineLogIn, 'state' | 'accountId' | 'birthFactor' | 'provedAtMs'>,
      nowMs: number,
    ): Promise<boolean>;
    /** True for the one caller whose statement removed it. */
    consume(id: string): Promise<boolean>;
    deleteByAccount(accountId: string): Promise<void>;
    deleteExpired(nowMs: number): Promise<void>;
  };
  audit: {
    /**
     * Takes an account's next sequence number in one statement, and returns it with the hash it follows. Until the
     * transaction is over, no other one gets past this for the same account: so the chain has no gap and no fork.
     */
    advance(accountId: string): Promise<AuditHead>;
    /** Writes the event whose number was taken, and makes it the head. */
    append(event: AuditEvent): Promise<void>;
    head(accountId: string): Promise<AuditHead | undefined>;
    /** The newest first. @param page.before only what comes after it in that order */
    list(
      accountId: string,
      page: ActivityFilter & { before: ActivityPosition | undefined; limit: number },
    ): Promise<AuditEvent[]>;
    /** In the order of the chain. */
    chain(
      accountId: string,
      range: { afterSequence: number; upToSequence: number; limit: number },
    ): Promise<AuditEvent[]>;
  };
  passwordGuesses: {
    /** Charges a try in one statement: 0, or, where it would be one too many, how many milliseconds to wait. */
    charge(key: string, limit: GuessLimit, nowMs: number): Promise<number>;
    /** Undoes one charge. */
    takeBack(key: string, limit: GuessLimit): Promise<void>;
    deleteExpired(nowMs: number): Promise<void>;
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
  /** Sealed columns of any table, for a change of keys. */
  sealedValues: {
    /** How many values of a column are sealed under a key. */
    count(column: SealedColumn, keyVersion: number): Promise<number>;
    /** Rows whose value is not under the newest key; any rows that hold a value when it is undefined. */
    listBehind(column: SealedColumn, newestVersion: number | undefined, limit: number): Promise<SealedRow[]>;
    /** Puts a value in the place of another; false when that had changed. */
    replace(column: SealedColumn, id: string, from: string, to: string): Promise<boolean>;
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

/** A column that holds sealed values, named as the records here name it. Every such table has an `id`. */
export interface SealedColumn {
  table: string;
  column: string;
}

/** A row of such a table: all its columns, and the sealed value by itself. */
export interface SealedRow extends Record<string, unknown> {
  id: string;
  sealed: string;
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
  /** The bearer value that follows another: the same each time, and nothing that one can be found from. */
  nextBearer(bearer: string): string;
  /** The text of a new API token: 256 random bits and a checksum. */
  apiToken(): string;
  /** Whether a text can be an API token at all; asks no database. */
  isApiToken(text: string): boolean;
  /** SHA-256 of a bearer value, base64url: the only form that is stored. */
  hash(bearer: string): string;
  /** Keyed hash of what a counter counts, so that a copy of the database does not list addresses. */
  counterKey(name: string): string;
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

/** What an answer of a security key says about itself. Nothing of it is verified. */
export interface ClaimedAnswer {
  /** The random value it claims to have signed. */
  challenge: string;
  credentialId: string;
  /** Which account the credential was made for, as a passkey says by itself; undefined when it does not say. */
  accountId: string | undefined;
}

/** A credential as it was just made. */
export interface NewCredential {
  credentialId: string;
  /** COSE_Key. */
  publicKey: Uint8Array;
  signCount: number;
  transports: string[];
}

/**
 * The relying party's side of WebAuthn, for this installation's origin. Options and answers are the JSON forms of
 * WebAuthn Level 3 §5.1.8-10, as text. An answer that is malformed, or of another origin, reads as undefined.
 */
export interface WebAuthn {
  creationOptions(request: {
    challenge: string;
    account: Account;
    existing: readonly SecurityKey[];
  }): Promise<string>;
  /** @param request.keys which keys may answer; none: whichever passkey the person picks, which must verify its user */
  requestOptions(request: { challenge: string; keys: readonly SecurityKey[] }): Promise<string>;
  readAnswer(answer: string): ClaimedAnswer | undefined;
  verifyCreation(answer: string, challenge: string): Promise<NewCredential | undefined>;
  verifyAnswer(
    answer: string,
    expected: { challenge: string; credentialId: string; publicKey: Uint8Array; userVerification: boolean },
  ): Promise<{ signCount: number } | undefined>;
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
  webAuthn: WebAuthn;
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
