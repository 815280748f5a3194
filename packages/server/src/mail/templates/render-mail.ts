import type { Mail } from '../../domain/ports.ts';
import { accountCreatedMail } from './account-created.ts';
import { accountDeletedMail } from './account-deleted.ts';
import { alreadyHaveAccountMail } from './already-have-account.ts';
import { apiTokenMadeMail } from './api-token-made.ts';
import { authenticatorAddedMail } from './authenticator-added.ts';
import { authenticatorRemovedMail } from './authenticator-removed.ts';
import { browserTrustReplayedMail } from './browser-trust-replayed.ts';
import type { MailContext, RenderedMail } from './compose-mail.tsx';
import { emailChangeVerifyMail } from './email-change-verify.ts';
import { emailChangedMail } from './email-changed.ts';
import { factorsResetMail } from './factors-reset.ts';
import { newLogInMail } from './new-log-in.ts';
import { passwordChangedMail } from './password-changed.ts';
import { recoveryCodeUsedMail } from './recovery-code-used.ts';
import { recoveryCodesLowMail } from './recovery-codes-low.ts';
import { recoveryCodesMadeMail } from './recovery-codes-made.ts';
import { reportedNotMeMail } from './reported-not-me.ts';
import { resetPasswordMail } from './reset-password.ts';
import { securityKeyAddedMail } from './security-key-added.ts';
import { securityKeyCopiedMail } from './security-key-copied.ts';
import { securityKeyRemovedMail } from './security-key-removed.ts';
import { twoFactorDisabledMail } from './two-factor-disabled.ts';
import { twoFactorEnabledMail } from './two-factor-enabled.ts';
import { verifyDeviceMail } from './verify-device.ts';
import { verifyEmailMail } from './verify-email.ts';

/** The mail in words: subject, text part and HTML part. */
export function renderMail(mail: Mail, context: MailContext): RenderedMail {
  switch (mail.template) {
    case 'verify_email':
      return verifyEmailMail({ ...mail, ...context });
    case 'already_have_account':
      return alreadyHaveAccountMail({ ...mail, ...context });
    case 'reset_password':
      return resetPasswordMail({ ...mail, ...context });
    case 'password_changed':
      return passwordChangedMail({ ...mail, ...context });
    case 'email_change_verify':
      return emailChangeVerifyMail({ ...mail, ...context });
    case 'email_changed':
      return emailChangedMail({ ...mail, ...context });
    case 'two_factor_enabled':
      return twoFactorEnabledMail({ ...mail, ...context });
    case 'two_factor_disabled':
      return twoFactorDisabledMail({ ...mail, ...context });
    case 'authenticator_added':
      return authenticatorAddedMail({ ...mail, ...context });
    case 'authenticator_removed':
      return authenticatorRemovedMail({ ...mail, ...context });
    case 'browser_trust_replayed':
      return browserTrustReplayedMail({ ...mail, ...context });
    case 'recovery_codes_low':
      return recoveryCodesLowMail({ ...mail, ...context });
    case 'security_key_added':
      return securityKeyAddedMail({ ...mail, ...context });
    case 'security_key_removed':
      return securityKeyRemovedMail({ ...mail, ...context });
    case 'security_key_copied':
      return securityKeyCopiedMail({ ...mail, ...context });
    case 'recovery_code_used':
      return recoveryCodeUsedMail({ ...mail, ...context });
    case 'recovery_codes_made':
      return recoveryCodesMadeMail({ ...mail, ...context });
    case 'api_token_made':
      return apiTokenMadeMail({ ...mail, ...context });
    case 'reported_not_me':
      return reportedNotMeMail({ ...mail, ...context });
    case 'new_log_in':
      return newLogInMail({ ...mail, ...context });
    case 'account_created':
      return accountCreatedMail({ ...mail, ...context });
    case 'factors_reset':
      return factorsResetMail({ ...mail, ...context });
    case 'account_deleted':
      return accountDeletedMail({ ...mail, ...context });
    case 'verify_device':
      return verifyDeviceMail({ ...mail, ...context });
  }
}
