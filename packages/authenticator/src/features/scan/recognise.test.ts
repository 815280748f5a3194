import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { printable, recognise } from './recognise.ts';

test('an otpauth link is an account', () => {
  const found = recognise(' otpauth://totp/GitHub:me@example.org?secret=JBSWY3DPEHPK3PXP&issuer=GitHub\n');
  assert.equal(found.kind, 'account');
  assert.equal(found.kind === 'account' && found.account.issuer, 'GitHub');
});

test("Apple's spelling of the link is an account too", () => {
  assert.equal(recognise('apple-otpauth://totp/a?secret=JBSWY3DPEHPK3PXP').kind, 'account');
});

test('the scheme may be written in capitals, as codes in alphanumeric mode do', () => {
  assert.equal(recognise('OTPAUTH://TOTP/A?SECRET=JBSWY3DPEHPK3PXP').kind === 'not-otp', false);
});

test('an otpauth link with a fault says which', () => {
  for (const uri of [
    'otpauth://totp/a?secret=0189',
    'otpauth://totp/a',
    'otpauth-migration://offline?data=!',
  ]) {
    const found = recognise(uri);
    assert.equal(found.kind, 'faulty', uri);
    assert.ok(found.kind === 'faulty' && found.reason.length > 10);
  }
});

test('an export of Google Authenticator is a part of a batch', () => {
  // The sample of Google's own format: one account "Example:alice@google.com".
  const uri =
    'otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZSABKAEwAhABGAEgAA%3D%3D';
  const found = recognise(uri);
  assert.equal(found.kind, 'migration-part', JSON.stringify(found));
});

test('a bare setup key is offered as one; a sentence is not', () => {
  for (const key of [
    'JBSWY3DPEHPK3PXPJBSWY3DP',
    'jbsw y3dp ehpk 3pxp',
    'JBSW-Y3DP-EHPK-3PXP',
    'JBSWY3DPEHPK3PXP====',
  ]) {
    assert.equal(recognise(key).kind, 'setup-key', key);
  }
  for (const text of [
    'this is a plain sentence',
    'JBSWY3DP',
    'JBSW-------------2',
    'hello world',
    'JBSWY3DPEHPK3PX1',
  ]) {
    assert.equal(recognise(text).kind, 'not-otp', text);
  }
});

const OTHERS: [text: string, what: string, appName?: string][] = [
  ['https://example.org/otpauth://totp/x', 'a web address'],
  ['HTTP://EXAMPLE.ORG', 'a web address'],
  ['WIFI:T:WPA;S:cafe;P:secret;;', 'access to a Wi-Fi network'],
  ['BEGIN:VCARD\nVERSION:3.0\nN:Doe\nEND:VCARD', 'a contact card'],
  ['MECARD:N:Doe;;', 'a contact card'],
  ['BEGIN:VEVENT\nEND:VEVENT', 'a calendar entry'],
  ['mailto:me@example.org', 'an email message'],
  ['tel:+123', 'a telephone number'],
  ['SMSTO:+123:hi', 'a text message'],
  ['geo:1,2', 'a place on the map'],
  ['bitcoin:bc1q', 'a request for a payment in a cryptocurrency'],
  ['BCD\n002\n1\nSCT', 'a request for a payment'],
  ['FIDO:/0123456789', 'a passkey request'],
  ['LPA:1$smdp.example.com$X', 'an eSIM'],
  ['MT:Y.K9042C00KA0648G00', 'the set-up of a smart-home device'],
  ['javascript:alert(1)', 'a link for another app'],
  ['4006381333931', 'a number'],
  ['just words', 'plain text'],
  ['', 'nothing'],
  [
    'phonefactor://activate_account?code=1',
    'a registration for Microsoft Authenticator',
    'Microsoft Authenticator',
  ],
  ['duo://abc-def', 'a registration for Duo Mobile', 'Duo Mobile'],
  ['oktaverify://me@example.org/?t=1', 'a registration for Okta Verify', 'Okta Verify'],
  ['https://s.team/q/1/2', 'a log-in for the Steam app', 'the Steam app'],
  ['sgnl://linkdevice?uuid=x', 'a pairing with Signal', 'Signal'],
  ['tg://login?token=x', 'a log-in for Telegram', 'Telegram'],
];

test('what is something else is named', () => {
  for (const [text, what, appName] of OTHERS) {
    assert.deepEqual(recognise(text), { kind: 'not-otp', what, ...(appName && { appName }), text }, text);
  }
});

test('no text whatever makes it throw', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string().map((tail) => `otpauth://totp/${tail}`),
    fc.string().map((tail) => `otpauth-migration://offline?data=${tail}`),
  );
  fc.assert(fc.property(anyText, (text) => typeof recognise(text).kind === 'string'));
});

test('a found text is shown without control characters, and cut', () => {
  assert.equal(printable('a\u0000b\u202ec'), 'a\ufffdb\ufffdc');
  assert.equal(printable('BEGIN:VCARD\r\nN:Doe'), 'BEGIN:VCARD N:Doe');
  assert.equal([...printable('\u{1f511}'.repeat(1000))].length, 301);
});
