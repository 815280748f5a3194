/** Resetting a forgotten password by mail. It proves the mailbox, not the second step: the factor stays (attack 22). */
import { recordEvent } from './audit.ts';
import type { Door } from './ceremonies.ts';
import { endEarlierProofs } from './earlier-proofs.ts';
import { parseEmailAddress, type EmailAddress } from './email-address.ts';
import { LinkGoneError, SecondStepRefusedError } from './errors.ts';
import { enqueueMail } from './mail.ts';
import { consumeLink, findLink, issueLink, withinLimit } from './mail-links.ts';
import { acceptNewPassword } from './password.ts';
import { sendNotice } from './security-notice.ts';
import type { Account, AttemptOutcome, MailLink, Origin, Ports, Tables } from './ports.ts';
import {
  fieldOfProof,
  hasSecondStep,
  methodOfProof,
  openWays,
  prepareProof,
  proveSecondStep,
  type PreparedProof,
  type SecondStepProof,
  type SecondStepWays,
} from './second-step.ts';

/**
 * Sends a reset link when the address has an account; says the same when it has none (attack 37).
 * @throws InvalidEmailError
 */
export async function requestPasswordReset(ports: Ports, text: string): Promise<EmailAddress> {
  const address = parseEmailAddress(text);
  await ports.store.transaction(async (tables) => {
    const account = await tables.accounts.findByEmailKey(address.emailKey);
    if (account !== undefined) await sendResetLink(ports, tables, account);
  });
  return address;
}

/** Sends a reset link to the account's address. */
export async function sendResetLink(ports: Ports, tables: Tables, account: Account): Promise<void> {
  const { id: accountId, email, emailKey } = account;
  await withinLimit(async () => {
    const token = await issueLink(ports, tables, { purpose: 'reset_password', email, emailKey, accountId });
    const link = `${ports.settings.accountUrl}/reset-password/new?token=${token}`;
    await enqueueMail(ports, tables, { to: email, template: 'reset_password', link });
  });
}

/**
 * What the page behind the link needs to know.
 * @throws LinkGoneError
 */
export async function viewPasswordReset(
  ports: Ports,
  token: string,
): Promise<{ secondStep: SecondStepWays | undefined }> {
  const link = await findLink(ports, 'reset_password', token);
  if (link?.accountId == null) throw new LinkGoneError();
  return { secondStep: await openWays(ports, resetDoor(link), link.accountId) };
}

/**
 * Sets the new password. Where the account has a second step it is asked here too; every session, waiting log-in and
 * other link dies, and no session is opened.
 * @throws LinkGoneError, PasswordRefusedError, SecondStepRefusedError (the link stays good), TooBusyError
 */
export async function resetPassword(
  ports: Ports,
  request: { token: string; password: string; secondStep: SecondStepProof | undefined },
  origin: Origin,
): Promise<void> {
  const link = await findLink(ports, 'reset_password', request.token);
  if (link?.accountId == null) throw new LinkGoneError();
  const password = acceptNewPassword(ports, link.emailKey, request.password);
  const passwordHash = await ports.passwordHasher.hash(password);
  const { accountId } = link;
  const proof = request.secondStep ?? { passcode: '' };
  const prepared = await prepareProof(ports, proof, { door: resetDoor(link), accountId, origin });
  const outcome = await ports.store.transaction(async (tables) => {
    const judged = await judgeSecondStep(ports, tables, accountId, prepared);
    if (judged !== 'passed') {
      await recordEvent(
        ports,
        tables,
        accountId,
        'second_step_refused',
        origin,
        null,
        methodOfProof(prepared),
      );
      return judged;
    }
    if ((await consumeLink(ports, tables, 'reset_password', request.token)) === undefined)
      throw new LinkGoneError();
    await tables.accounts.updatePassword(accountId, passwordHash);
    await tables.sessions.deleteAll(accountId);
    await endEarlierProofs(tables, accountId);
    await tables.mailLinks.deleteByAccount(accountId);
    // Whoever has the mailbox and the second step may log in here at once, however many guess meanwhile (attack 16).
    await tables.browsers.remember(accountId, origin.browserHash, ports.clock.nowMs());
    await recordEvent(ports, tables, accountId, 'password_reset', origin);
    await sendNotice(ports, tables, accountId, { template: 'password_changed' });
    return judged;
  });
  if (outcome !== 'passed') throw new SecondStepRefusedError(fieldOfProof(proof));
}

function resetDoor(link: MailLink): Door {
  return { purpose: 'reset_password', boundTo: link.tokenHash };
}

async function judgeSecondStep(
  ports: Ports,
  tables: Tables,
  accountId: string,
  proof: PreparedProof,
): Promise<AttemptOutcome> {
  if (!(await hasSecondStep(tables, accountId))) return 'passed';
  return proveSecondStep(ports, tables, accountId, proof);
}
