import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { ConfigError, isLoopback, readConfig } from './config.ts';

const KEY = Buffer.alloc(32, 1).toString('base64');

test('without any setting, everything has its default', () => {
  assert.deepEqual(readConfig({ PATH: '/usr/bin' }), {
    port: 8080,
    authenticatorPort: 8081,
    host: '127.0.0.1',
    accountUrl: undefined,
    authenticatorUrl: undefined,
    dataDir: resolve('data'),
    smtpUrl: undefined,
    mailFrom: undefined,
    keys: undefined,
    name: 'Countersign',
    trustedProxies: [],
  });
});

test('each setting is read', () => {
  const config = readConfig({
    COUNTERSIGN_PORT: '80',
    COUNTERSIGN_AUTHENTICATOR_PORT: '0',
    COUNTERSIGN_HOST: '0.0.0.0',
    COUNTERSIGN_ACCOUNT_URL: 'https://account.example.org',
    COUNTERSIGN_AUTHENTICATOR_URL: 'http://auth.example.org:8443',
    COUNTERSIGN_DATA_DIR: '/var/lib/countersign',
    COUNTERSIGN_SMTP_URL: 'smtps://ana:p%40ss@mail.example.org:465',
    COUNTERSIGN_MAIL_FROM: 'Sentry <no-reply@example.org>',
    COUNTERSIGN_KEYS: `2:${KEY}`,
    COUNTERSIGN_NAME: 'Sentry & Co',
    COUNTERSIGN_TRUSTED_PROXIES: '10.0.0.0/8, ::1 ,192.0.2.1,',
  });
  assert.deepEqual(config, {
    port: 80,
    authenticatorPort: 0,
    host: '0.0.0.0',
    accountUrl: 'https://account.example.org',
    authenticatorUrl: 'http://auth.example.org:8443',
    dataDir: '/var/lib/countersign',
    smtpUrl: 'smtps://ana:p%40ss@mail.example.org:465',
    mailFrom: 'Sentry <no-reply@example.org>',
    keys: `2:${KEY}`,
    name: 'Sentry & Co',
    trustedProxies: ['10.0.0.0/8', '::1', '192.0.2.1'],
  });
});

const BAD: Record<string, string[]> = {
  COUNTERSIGN_PORT: ['', ' ', 'http', '-1', '65536', '80.5', '0x50', '1e3', '8080 '],
  COUNTERSIGN_AUTHENTICATOR_PORT: ['', 'x', '70000'],
  COUNTERSIGN_HOST: [''],
  COUNTERSIGN_ACCOUNT_URL: [
    ...['', 'example.org', 'https://example.org/', 'https://example.org/path', 'ftp://example.org'],
    ...['https://user@example.org', 'https://example.org?x', 'https://EXAMPLE.org', 'javascript:alert(1)'],
  ],
  COUNTERSIGN_AUTHENTICATOR_URL: ['', 'https://example.org/app'],
  COUNTERSIGN_DATA_DIR: [''],
  COUNTERSIGN_DATABASE_URL: ['postgres://localhost/countersign'],
  COUNTERSIGN_SMTP_URL: ['', 'mail.example.org', 'http://mail.example.org', 'smtp://'],
  COUNTERSIGN_MAIL_FROM: ['', 'a', 'a@example.org\r\nbcc: b@example.org'],
  COUNTERSIGN_KEYS: ['', 'secret', `0:${KEY}`, '1:c2hvcnQ=', `1:${KEY},1:${KEY}`],
  COUNTERSIGN_NAME: ['', 'a:b', 'x'.repeat(65), 'a\nb', 'a\u202eb'],
  COUNTERSIGN_TRUSTED_PROXIES: ['proxy', '10.0.0.0/33', '10.0.0.0/', '::1/129', '10.0.0.1/8/8', '10.0.0'],
};

for (const [name, values] of Object.entries(BAD)) {
  test(`${name}: a bad value is told in one line that names it`, () => {
    for (const value of values) {
      assert.throws(
        () => readConfig({ [name]: value }),
        (error) => {
          assert.ok(error instanceof ConfigError, String(error));
          assert.match(error.message, new RegExp(`^${name}: [^\\n]+\\.$`));
          assert.ok(!error.message.includes(KEY), 'no key in a message');
          return true;
        },
        `${name}=${JSON.stringify(value)}`,
      );
    }
  });
}

test('an unknown setting is told with those that there are', () => {
  const refused = (environment: NodeJS.ProcessEnv, name: string): void =>
    assert.throws(
      () => readConfig(environment),
      (error) =>
        error instanceof ConfigError &&
        error.message.startsWith(`${name} is not a setting. The settings are COUNTERSIGN_PORT, `) &&
        !error.message.includes('\n'),
    );
  refused({ COUNTERSIGN_PROT: '80' }, 'COUNTERSIGN_PROT');
  refused({ COUNTERSIGN_PORT: '80', COUNTERSIGN_: '' }, 'COUNTERSIGN_');
  refused({ COUNTERSIGN_toString: '' }, 'COUNTERSIGN_toString');
});

test('only this machine reaches a loopback address', () => {
  for (const host of ['127.0.0.1', '127.9.9.9', '::1', 'localhost']) assert.ok(isLoopback(host), host);
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.org', 'localhost.example.org', '']) {
    assert.ok(!isLoopback(host), host);
  }
});
