import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Browser } from '../../packages/server/dist/attacks/browser.js';
import {
  codeOf,
  logIn,
  makeRecoveryCodes,
  signUpPeople,
  signUpWithTwoFactor,
  stepUp,
  wrongCodeOf,
  type Person,
} from '../../packages/server/dist/attacks/person.js';
import { startService } from '../../packages/server/dist/attacks/service.js';
import { openHeroku, type Answers, type Heroku } from './heroku.ts';

const service = await startService();
const url = service.accountUrl.replace('localhost', '127.0.0.1');
const [ana] = (await signUpWithTwoFactor(service, 'ana')) as [Person];
const [ben] = (await signUpPeople(service, 'ben')) as [Person];
const opened: Heroku[] = [];
after(async () => {
  await Promise.all(opened.map((heroku) => heroku.remove()));
  await service.stop();
});

async function open(): Promise<Heroku> {
  const heroku = await openHeroku(url);
  opened.push(heroku);
  return heroku;
}

function nextCode(person: Person): string {
  service.clock.advanceSeconds(30);
  return codeOf(service, person);
}

const askedForCode: Answers = [[/Two-factor code/, () => nextCode(ana)]];

async function logInWith(heroku: Heroku, person: Person, ...code: (() => string)[]): Promise<void> {
  const { exitCode, output } = await heroku.run('login -i', [
    [/Email/, person.email],
    [/Password/, person.password],
    ...code.map((typed) => [/Two-factor code/, typed] as const),
  ]);
  assert.equal(exitCode, 0, output);
  assert.ok(output.includes(`Logged in as ${person.email}`), output);
}

async function apiStatus(token: string): Promise<number> {
  const answer = await fetch(`${url}/account`, { headers: { authorization: `Bearer ${token}` } });
  return answer.status;
}

/** Runs a command that must work; its output must hold a text. */
async function run(heroku: Heroku, args: string, expected = '', answers: Answers = []): Promise<string> {
  const { exitCode, output } = await heroku.run(args, answers);
  assert.equal(exitCode, 0, output);
  assert.ok(output.includes(expected), output);
  return output;
}

function tokenIn(output: string): string {
  const token = /csn_[0-9A-Za-z]{49}/.exec(output)?.[0];
  assert.ok(token !== undefined, output);
  return token;
}

test('logs in with password and code, looks around, and logs out for good', async () => {
  const heroku = await open();
  await logInWith(heroku, ana, () => nextCode(ana));
  await run(heroku, 'auth:whoami', ana.email);
  const token = tokenIn(await run(heroku, 'auth:token'));
  await run(heroku, 'auth:2fa', 'Two-factor authentication is enabled');
  await run(heroku, 'sessions', 'Firefox on Linux');
  assert.equal(await apiStatus(token), 200);
  await run(heroku, 'logout');
  assert.equal(await apiStatus(token), 401, 'the token is dead, not only forgotten');
  assert.equal(await heroku.token(), undefined);
});

test('logs in with a recovery code, once', async () => {
  const browser = await logIn(service, ana);
  await stepUp(service, browser, ana);
  const [code = ''] = await makeRecoveryCodes(browser);
  await logInWith(await open(), ana, () => code);
  const { exitCode, output } = await (
    await open()
  ).run('login -i', [
    [/Email/, ana.email],
    [/Password/, ana.password],
    [/Two-factor code/, code],
  ]);
  assert.notEqual(exitCode, 0, output);
  assert.match(output, /not accepted/);
});

test('a wrong password and a wrong code log nobody in', async () => {
  const heroku = await open();
  const wrongPassword = await heroku.run('login -i', [
    [/Email/, ana.email],
    [/Password/, 'not the password of ana'],
  ]);
  assert.notEqual(wrongPassword.exitCode, 0);
  assert.match(wrongPassword.output, /Invalid credentials provided/);
  const wrongCode = await heroku.run('login -i', [
    [/Email/, ana.email],
    [/Password/, ana.password],
    [/Two-factor code/, () => wrongCodeOf(service, ana)],
  ]);
  assert.notEqual(wrongCode.exitCode, 0);
  assert.equal(await heroku.token(), undefined);
});

test('makes, shows, renames, rotates and revokes a token, with a fresh code where one is due', async () => {
  const heroku = await open();
  await logInWith(heroku, ana, () => nextCode(ana));
  const made = await run(heroku, 'authorizations:create -d backup -e 3600 -s account:read', '', askedForCode);
  const first = tokenIn(made);
  const id = /ID: +([0-9a-f-]{36})/.exec(made)?.[1] ?? '';
  assert.match(made, /Scope: +account:read/);
  assert.match(made, /in about 1 hour/);
  assert.equal(await apiStatus(first), 200);
  await run(heroku, 'authorizations', 'backup');
  const shown = await run(heroku, `authorizations:info ${id}`, 'backup', askedForCode);
  assert.ok(!shown.includes(first), 'a value is shown when it is made, and never again');
  await run(heroku, `authorizations:update ${id} -d nightly`, 'nightly');
  const second = tokenIn(await run(heroku, `authorizations:rotate ${id}`, 'nightly', askedForCode));
  assert.equal(await apiStatus(first), 401);
  assert.equal(await apiStatus(second), 200);
  await run(heroku, `authorizations:revoke ${id}`, 'revoked authorization from nightly');
  assert.equal(await apiStatus(second), 401);
  await run(heroku, 'auth:whoami', ana.email);
});

test('without two-factor the password is enough, and nothing asks for a code', async () => {
  const heroku = await open();
  await logInWith(heroku, ben);
  await run(heroku, 'auth:2fa', 'Two-factor authentication is not enabled');
  const id = /ID: +([0-9a-f-]{36})/.exec(await run(heroku, 'authorizations:create'))?.[1] ?? '';
  assert.match(await run(heroku, `authorizations:info ${id}`), /in (about|almost) 1 year/);
  await run(heroku, 'logout');
});

test('logs in through the browser, behind a fresh second step', async () => {
  const heroku = await open();
  const { exitCode, output } = await heroku.run(
    'login',
    [[/Press any key/, '']],
    answerInBrowser(async (browser, path) => {
      assert.match((await browser.get(path)).text, /Heroku CLI login from/);
      assert.equal((await browser.submit(path, { answer: 'yes' })).status, 200, browser.page.text);
    }),
  );
  assert.equal(exitCode, 0, output);
  assert.ok(output.includes(`Logged in as ${ana.email}`), output);
  await run(heroku, 'auth:whoami', ana.email);
});

test('a log-in that is refused in the browser ends the command line', async () => {
  const heroku = await open();
  const { exitCode, output } = await heroku.run(
    'login',
    [[/Press any key/, '']],
    answerInBrowser(async (browser, path) => {
      await browser.get(path);
      await browser.submit(path, { answer: 'no' });
    }),
  );
  assert.notEqual(exitCode, 0);
  assert.match(output, /refused in the browser/);
  assert.equal(await heroku.token(), undefined);
});

/** Once the terminal shows the address to open, opens it in Ana's browser: not stepped up at first, then so. */
function answerInBrowser(answer: (browser: Browser, path: string) => Promise<void>) {
  return async (output: string): Promise<boolean> => {
    const path = /(\/account\/command-line\/[0-9a-f-]{36})\s/.exec(output)?.[1];
    if (path === undefined) return false;
    const browser = await logIn(service, ana);
    assert.match((await browser.get(path)).headers.location ?? '', /^\/account\/step-up/);
    await stepUp(service, browser, ana);
    await answer(browser, path);
    return true;
  };
}
