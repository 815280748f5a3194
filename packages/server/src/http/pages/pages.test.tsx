import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LINK_LIFETIME_MS } from '../../domain/mail-links.ts';
import { renderPage } from './layout.tsx';
import { samplePages } from './samples.tsx';

const budgetBytes = 30_000;
const styleBudgetBytes = 12_500;
const pages = samplePages((sample) => sample);

// The assets are served from `src`: the compiler does not copy what it does not compile.
const styleBytes = readFileSync(new URL('../../../src/http/assets/countersign.css', import.meta.url)).length;

const rendered = Object.entries(pages).map(([name, page]) => [name, renderPage(page)] as const);

function html(name: string): string {
  const found = rendered.find(([other]) => other === name);
  assert.ok(found, `no sample named ${name}`);
  return found[1];
}

test('every sample is looked at', () => {
  assert.ok(rendered.length > 50, `only ${rendered.length} pages`);
});

test('the style stays inside its budget', () => {
  assert.ok(styleBytes < styleBudgetBytes, `${styleBytes} bytes`);
});

test('attack 40: markup in any prop is shown as text', () => {
  const payload = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`;
  for (const [name, page] of Object.entries(samplePages((sample) => payload + sample))) {
    const text = renderPage(page);
    assert.ok(!text.includes('<script>'), `${name}: a script element came through`);
    assert.ok(!text.includes('<img'), `${name}: an element came through`);
    assert.ok(text.includes('&lt;script>'), `${name}: the payload is not there as text`);
  }
});

for (const [name, text] of rendered) {
  test(`${name}: whole page and style under 30 kB`, () => {
    const totalBytes = Buffer.byteLength(text) + styleBytes;
    assert.ok(totalBytes < budgetBytes, `${totalBytes} bytes`);
  });

  test(`${name}: nothing that the Content-Security-Policy would block`, () => {
    assert.doesNotMatch(text, /\sstyle=/);
    assert.doesNotMatch(text, /\son[a-z]+=/);
    assert.doesNotMatch(text, /<script(?![^>]*\ssrc="\/assets\/)/);
  });

  test(`${name}: every POST form carries its CSRF token, and one h1 leads`, () => {
    const forms = text.match(/<form[^>]*method="post"[^>]*>/g)?.length ?? 0;
    assert.equal(text.match(/name="csrf_token"/g)?.length ?? 0, forms);
    assert.equal(text.match(/<h1[ >]/g)?.length, 1);
  });

  test(`${name}: at most one field asks for the focus, and errors are linked to their fields`, () => {
    assert.ok((text.match(/\sautofocus/g)?.length ?? 0) <= 1);
    for (const [, id = ''] of text.matchAll(/<p class="field-error" id="([^"]+)"/g)) {
      assert.match(text, new RegExp(`aria-describedby="${id}[ "]`));
    }
    for (const [field] of text.matchAll(/<(?:input|select)[^>]*aria-invalid[^>]*>/g)) {
      assert.match(field, /aria-describedby="/);
    }
  });
}

/** DESIGN.md, "The walk": these words, on these pages. */
const walk: readonly (readonly [page: string, words: RegExp])[] = [
  ['verify-email', /<button[^>]*>Verify email<\/button>/],
  ['verify-email-device', /<button[^>]*>Verify email<\/button>/],
  ['log-in', /<button[^>]*>Log in<\/button>/],
  ['account', /<h1>Account settings<\/h1>/],
  ['account', /<a [^>]*>Set Up Two-factor Authentication<\/a>/],
  ['account-two-factor', /Two-factor Authentication is Enabled/],
  ['two-factor', /<a [^>]*>Set Up Two-factor Authentication<\/a>/],
  ['two-factor-app', /<h2>API tokens and sessions<\/h2>/],
  ['two-factor-scan', /<svg[^>]*role="img"/],
  ['two-factor-scan', /<button[^>]*>Enable Two-factor Authentication<\/button>/],
  ['two-factor-enabled', /<h1>Two-factor Authentication is Enabled<\/h1>/],
  ['log-in-two-factor', /<label for="passcode">One-time passcode<\/label>/],
  ['log-in-two-factor', /Use a recovery code/],
  ['recovery-codes-shown', /I have saved these codes/],
  ['step-up', /<h1>Confirm it's you<\/h1>/],
];

for (const [page, words] of walk) {
  test(`the walk: ${page} says ${words.source}`, () => {
    assert.match(html(page), words);
  });
}

test('Two-factor Authentication is the last section of Account settings', () => {
  for (const page of ['account', 'account-two-factor']) {
    const headings = Array.from(html(page).matchAll(/<h2>([^<]*)<\/h2>/g), ([, heading]) => heading);
    assert.equal(headings.at(-1), 'Two-factor Authentication');
  }
});

test('a passcode field takes what people paste and what browsers offer', () => {
  const [field = ''] = /<input[^>]*name="passcode"[^>]*>/.exec(html('log-in-two-factor')) ?? [];
  assert.match(field, /autocomplete="one-time-code"/);
  assert.match(field, /inputmode="numeric"/);
  assert.match(field, /autofocus/);
  assert.doesNotMatch(field, /maxlength|pattern|value=/);
});

test('the first field with an error asks for the focus', () => {
  assert.match(html('log-in-error'), /<input[^>]*autofocus[^>]*name="password"/);
  assert.match(html('sign-up-errors'), /<input[^>]*autofocus[^>]*name="email"/);
  assert.match(html('new-password-error'), /<input[^>]*autofocus[^>]*name="recovery_code"/);
});

test('the setup key is grouped in fours', () => {
  assert.match(html('two-factor-scan'), /<span>JBSW Y3DP EHPK 3PXP <\/span>/);
});

test('only web addresses of the outbox become links', () => {
  assert.match(html('outbox-mail'), /<a href="http:\/\/localhost:8080\/verify-email\?token=abcdef">/);
  assert.equal(html('outbox-mail').match(/<a href="http/g)?.length, 1);
});

test('"for an hour" is how long a reset link works', () => {
  assert.match(html('reset-password-sent'), /for\s+an hour/);
  assert.equal(LINK_LIFETIME_MS.reset_password, 60 * 60 * 1000);
});
