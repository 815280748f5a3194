import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Mail } from '../../domain/ports.ts';
import { composeMail } from './compose-mail.tsx';
import { renderMail } from './render-mail.ts';

const context = { serviceName: 'Countersign', accountUrl: 'https://account.example.org' };
const link = `https://account.example.org/verify-email?token=${'a'.repeat(43)}`;
const to = 'ada@example.org';
const notMeLink = `https://account.example.org/not-me?token=${'b'.repeat(43)}`;
const atMs = Date.UTC(2026, 2, 5, 14, 2);
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

const mails: Record<Mail['template'], Mail> = {
  verify_email: { to, template: 'verify_email', link },
  already_have_account: { to, template: 'already_have_account', logInLink: link, resetLink: `${link}b` },
  reset_password: { to, template: 'reset_password', link },
  password_changed: { to, notMeLink, template: 'password_changed' },
  email_change_verify: { to, template: 'email_change_verify', link },
  email_changed: { to, notMeLink, template: 'email_changed', newEmail: 'countess@example.org' },
  two_factor_enabled: { to, notMeLink, template: 'two_factor_enabled' },
  two_factor_disabled: { to, notMeLink, template: 'two_factor_disabled' },
  authenticator_added: { to, notMeLink, template: 'authenticator_added', name: 'Ada’s tablet' },
  authenticator_removed: { to, notMeLink, template: 'authenticator_removed', name: 'Ada’s tablet' },
  browser_trust_replayed: {
    to,
    notMeLink,
    template: 'browser_trust_replayed',
    userAgent,
    address: '203.0.113.7',
    atMs,
  },
  recovery_codes_low: { to, template: 'recovery_codes_low', codesLeft: 3 },
  security_key_added: { to, notMeLink, template: 'security_key_added', keyName: 'blue key' },
  security_key_removed: { to, notMeLink, template: 'security_key_removed', keyName: 'blue key' },
  security_key_copied: {
    to,
    notMeLink,
    template: 'security_key_copied',
    keyName: 'blue key',
    address: '203.0.113.7',
  },
  recovery_code_used: { to, notMeLink, template: 'recovery_code_used', codesLeft: 9 },
  new_log_in: { to, notMeLink, template: 'new_log_in', userAgent, address: '203.0.113.7', atMs },
  recovery_codes_made: { to, notMeLink, template: 'recovery_codes_made' },
  api_token_made: { to, notMeLink, template: 'api_token_made', name: 'nightly backup', expiresAtMs: atMs },
  reported_not_me: { to, template: 'reported_not_me' },
  account_deleted: { to, template: 'account_deleted' },
  account_created: { to, template: 'account_created', link },
  factors_reset: { to, notMeLink, template: 'factors_reset' },
  verify_device: { to, template: 'verify_device', link, deviceName: 'Ada’s phone' },
};

for (const mail of Object.values(mails)) {
  const { subject, text, html } = renderMail(mail, context);

  test(`${mail.template}: no line over 76 columns but a link alone`, () => {
    for (const line of text.split('\n')) assert.ok(line.length <= 76 || /^https:\S+$/.test(line), line);
  });

  test(`${mail.template}: a subject that fits, and both parts carry the same links`, () => {
    assert.ok(subject.length <= 70, subject);
    const linksOf = (part: string) => new Set(part.match(/https:\/\/[^\s"<]+/g));
    assert.deepEqual(linksOf(html), linksOf(text));
  });

  test(`${mail.template}: HTML without script, image or anything fetched`, () => {
    assert.doesNotMatch(html, /<(?:script|img|link|iframe|form)|url\(/);
  });
}

test('every security mail ends with "This wasn\'t me", and no other mail has it', () => {
  for (const mail of Object.values(mails)) {
    const { text } = renderMail(mail, context);
    const isNotice = 'notMeLink' in mail;
    assert.equal(text.includes(`This wasn't me:\n${notMeLink}`), isNotice, mail.template);
    assert.equal(text.replaceAll('\n', ' ').includes('within 7 days'), isNotice, mail.template);
  }
});

test('attack 40: markup in any value is shown as text', () => {
  const payload = '"><script>alert(1)</script>';
  const hostile: Mail[] = [
    { to, template: 'verify_device', link: payload, deviceName: payload },
    { to, notMeLink, template: 'email_changed', newEmail: payload },
    { to, notMeLink, template: 'new_log_in', userAgent: payload, address: payload, atMs },
    { to, notMeLink, template: 'authenticator_added', name: payload },
    { to, notMeLink, template: 'authenticator_removed', name: payload },
    { to, notMeLink, template: 'browser_trust_replayed', userAgent: payload, address: payload, atMs },
  ];
  for (const mail of hostile) {
    const { html } = renderMail(mail, { serviceName: payload, accountUrl: payload });
    assert.doesNotMatch(html, /<script/);
  }
});

test('a device name cannot smuggle a link into the mail', () => {
  const deviceName = 'https://evil.example/win';
  const { text, html } = renderMail({ to, template: 'verify_device', link, deviceName }, context);
  for (const part of [text, html]) assert.doesNotMatch(part, /evil\.example|https:\/\/evil/);
});

test('a new log-in tells browser, address and time', () => {
  const { text } = renderMail(mails.new_log_in, context);
  assert.match(text, /Browser: Firefox on Linux\nAddress: 203\.0\.113\.7\nTime: 2026-03-05 14:02 UTC/);
});

test('the mail of a used recovery code says how many are left', () => {
  const textFor = (codesLeft: number) =>
    renderMail({ to, notMeLink, template: 'recovery_code_used', codesLeft }, context).text.replaceAll(
      '\n',
      ' ',
    );
  assert.match(textFor(9), /9 codes are left/);
  assert.match(textFor(1), /1 code is left/);
  assert.match(textFor(0), /the last one/);
});

test('how long a link works is told', () => {
  assert.match(renderMail(mails.verify_email, context).text, /within 24 hours/);
  assert.match(renderMail(mails.reset_password, context).text, /within an hour/);
});

test('a word longer than a line stays whole', () => {
  const word = 'x'.repeat(90);
  const { text } = composeMail({ subject: 's', paragraphs: [`before ${word} after`] }, context);
  assert.match(text, new RegExp(`^before\n${word}\nafter$`, 'm'));
});
