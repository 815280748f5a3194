import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';
import type { Challenge, MailLink, TrustedBrowser } from '../domain/ports.ts';
import { openStore } from './open.ts';
import { openSqliteStore } from './sqlite.ts';
import { accountRow, addAccount, openTemporaryStore, type TemporaryStore } from './temporary-store.ts';

interface Opened extends TemporaryStore {
  /** A connection of its own, which sees what is committed and nothing else. */
  second: DatabaseSync;
}

async function openBoth(t: TestContext): Promise<Opened> {
  const temporary = await openTemporaryStore();
  const second = new DatabaseSync(temporary.path, { timeout: 5000 });
  t.after(async () => {
    second.close();
    await temporary.remove();
  });
  return { ...temporary, second };
}

function ids(second: DatabaseSync): string[] {
  return second
    .prepare('select id from account order by rowid')
    .all()
    .map(({ id }) => String(id));
}

test('a commit is on the disk before anybody is told of it', async (t) => {
  const { store, second } = await openBoth(t);
  const names = Array.from({ length: 300 }, (_, index) => `account-${index}`);
  await Promise.all(
    names.map(async (id) => {
      await store.transaction((tables) => tables.accounts.insert(accountRow(id)));
      assert.ok(second.prepare('select 1 from account where id = ?').get(id), `${id} was promised`);
      assert.ok(await store.read.accounts.find(id));
    }),
  );
  assert.deepEqual(ids(second), names, 'in the order they were asked for');
});

test('transactions that wait share a commit', async (t) => {
  const { store, second } = await openBoth(t);
  const commits: string[] = [];
  t.mock.method(DatabaseSync.prototype, 'exec', recordingExec(commits));
  await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      store.transaction((tables) => tables.accounts.insert(accountRow(`account-${index}`))),
    ),
  );
  assert.equal(commits.filter((sql) => sql === 'commit').length, 1);
  assert.equal(ids(second).length, 100);
});

test('one that fails undoes itself and not its neighbours', async (t) => {
  const { store, second } = await openBoth(t);
  const results = await Promise.allSettled(
    Array.from({ length: 30 }, (_, index) =>
      store.transaction(async (tables) => {
        await tables.accounts.insert(accountRow(`account-${index}`));
        if (index % 3 === 0) throw new Error(`no ${index}`);
        if (index % 3 === 1) await tables.accounts.insert(accountRow(`account-${index}`)); // not unique
        return index;
      }),
    ),
  );
  const expected = results.flatMap((_, index) => (index % 3 === 2 ? [`account-${index}`] : []));
  assert.deepEqual(ids(second), expected);
  for (const [index, result] of results.entries()) {
    if (index % 3 === 2) assert.deepEqual(result, { status: 'fulfilled', value: index });
    else assert.match(String((result as PromiseRejectedResult).reason), index % 3 === 0 ? /no / : /UNIQUE/);
  }
});

test('a database that ends the transaction refuses the whole batch, and serves the next one', async (t) => {
  const { store, second } = await openBoth(t);
  second.exec(
    `create trigger broken before insert on account when new.id = 'bad'
     begin select raise(rollback, 'disk I/O error'); end`,
  );
  const results = await Promise.allSettled(
    ['one', 'bad', 'two'].map((id) => store.transaction((tables) => tables.accounts.insert(accountRow(id)))),
  );
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  );
  assert.deepEqual(ids(second), []);
  await addAccount(store, 'three');
  assert.deepEqual(ids(second), ['three']);
});

test('a full disk: refused, nothing lost, and it works again once there is room', async (t) => {
  const writers: DatabaseSync[] = [];
  const spy = t.mock.method(DatabaseSync.prototype, 'exec', rememberingExec(writers));
  const { store, second } = await openBoth(t);
  spy.mock.restore();
  const writer = writers[0]!;
  await addAccount(store, 'before');
  writer.exec('pragma max_page_count = 1'); // SQLite takes the present size where that is more
  const filled: string[] = [];
  let refusal: unknown;
  for (let index = 0; refusal === undefined && index < 500; index++) {
    const id = `filling-${index}-${'x'.repeat(500)}`;
    await store
      .transaction((tables) => tables.accounts.insert(accountRow(id)))
      .then(() => filled.push(id))
      .catch((error: unknown) => (refusal = error));
  }
  assert.match(String(refusal), /full/);
  assert.deepEqual(ids(second), ['before', ...filled]);
  const several = await Promise.allSettled(
    ['a', 'b', 'c'].map((id) =>
      store.transaction((tables) => tables.accounts.insert(accountRow(id + 'y'.repeat(9000)))),
    ),
  );
  assert.ok(several.every(({ status }) => status === 'rejected'));
  assert.deepEqual(ids(second), ['before', ...filled]);
  assert.ok(await store.read.accounts.find('before'), 'reading goes on');

  writer.exec('pragma max_page_count = 1000000');
  await addAccount(store, 'after');
  assert.deepEqual(ids(second), ['before', ...filled, 'after']);
  assert.deepEqual({ ...second.prepare('pragma integrity_check').get() }, { integrity_check: 'ok' });
});

test('two stores on one file wait for each other', async (t) => {
  const { store, path, second } = await openBoth(t);
  const other = await openSqliteStore(path);
  await Promise.all(
    Array.from({ length: 40 }, (_, index) => addAccount(index % 2 === 0 ? store : other, `account-${index}`)),
  );
  await other.close();
  assert.equal(ids(second).length, 40);
});

test('a read sees nothing of a transaction that is not committed', async (t) => {
  const { store } = await openBoth(t);
  await store
    .transaction(async (tables) => {
      await tables.accounts.insert(accountRow('ana'));
      assert.ok(await tables.accounts.find('ana'), 'its own row');
      assert.equal(await store.read.accounts.find('ana'), undefined);
      throw new Error('undone');
    })
    .catch(() => undefined);
  assert.equal(await store.read.accounts.find('ana'), undefined);
});

test('deleting an account deletes every row that belongs to it', async (t) => {
  const { store, second } = await openBoth(t);
  await addAccount(store, 'ana');
  await store.transaction(async (tables) => {
    await tables.recoveryCodes.replaceAll('ana', ['a hash'], 0);
    await tables.trustedBrowsers.insert(trustedBrowser('t'));
    await tables.browsers.remember('ana', 'a hash', 0);
    await tables.accounts.delete('ana');
  });
  for (const table of ['account', 'attempt_ledger', 'recovery_code', 'trusted_browser', 'known_browser']) {
    assert.equal(second.prepare(`select count(*) as count from ${table}`).get()?.['count'], 0, table);
  }
});

test('what may be used once is given to one caller', async (t) => {
  const { store } = await openBoth(t);
  await addAccount(store, 'ana');
  const link: MailLink = {
    ...{
      tokenHash: 'link',
      purpose: 'reset_password',
      email: 'ana@example.org',
      emailKey: 'ana@example.org',
    },
    ...{ accountId: 'ana', deviceId: null, passwordHash: null, createdAtMs: 0, expiresAtMs: 100 },
  };
  const challenge: Challenge = {
    ...{ id: 'c', accountId: 'ana', tokenHash: 't', createdAtMs: 0, expiresAtMs: 100 },
    ...{ farTimeStep: null, farAtMs: null },
  };
  await store.transaction(async (tables) => {
    await tables.mailLinks.insert(link);
    await tables.challenges.insert(challenge);
    await tables.recoveryCodes.replaceAll('ana', ['code', 'other'], 0);
    await tables.trustedBrowsers.insert(trustedBrowser('t'));
  });
  const takers = await Promise.all(
    Array.from({ length: 50 }, () =>
      store.transaction(async (tables) => [
        (await tables.mailLinks.consume('reset_password', 'link', 99)) !== undefined,
        await tables.challenges.consume('c'),
        await tables.recoveryCodes.consume('ana', ['code'], 1),
        await tables.trustedBrowsers.rotate('t', 'secret', 'next secret', 1),
      ]),
    ),
  );
  for (const column of [0, 1, 2, 3]) assert.equal(takers.filter((taken) => taken[column]).length, 1);
  assert.equal(await store.read.recoveryCodes.countLeft('ana'), 1);
});

test('what has expired is not found, to the millisecond', async (t) => {
  const { store } = await openBoth(t);
  await addAccount(store, 'ana');
  await store.transaction((tables) =>
    tables.challenges.insert({
      ...{ id: 'c', accountId: 'ana', tokenHash: 't', createdAtMs: 0, expiresAtMs: 100 },
      ...{ farTimeStep: null, farAtMs: null },
    }),
  );
  await store.transaction((tables) => tables.trustedBrowsers.insert(trustedBrowser('t')));
  assert.ok(await store.read.trustedBrowsers.findBySeriesHash('series of t', 99));
  assert.equal(await store.read.trustedBrowsers.findBySeriesHash('series of t', 100), undefined);
  assert.ok(await store.read.challenges.findByTokenHash('t', 99));
  assert.equal(await store.read.challenges.findByTokenHash('t', 100), undefined);
});

test('a mail is leased to one worker', async (t) => {
  const { store } = await openBoth(t);
  await store.transaction(async (tables) => {
    for (const id of ['a', 'b', 'c']) {
      await tables.mailQueue.insert({ id, contentSealed: 'x', tries: 0, nextTryAtMs: 0, createdAtMs: 0 });
    }
  });
  const take = () => store.transaction((tables) => tables.mailQueue.takeDue(10, 60, 2));
  const taken = (await Promise.all([take(), take(), take()])).flat();
  assert.deepEqual(taken.map(({ id }) => id).sort(), ['a', 'b', 'c']);
  assert.ok(taken.every(({ tries }) => tries === 1));
  assert.equal(await store.read.mailQueue.countDue(59), 0);
  assert.equal(await store.read.mailQueue.countDue(60), 3);
});

test('the file is opened again as it was, and the same schema twice is no migration', async (t) => {
  const { store, path } = await openBoth(t);
  await addAccount(store, 'ana');
  const again = await openSqliteStore(path);
  assert.ok(await again.read.accounts.find('ana'));
  await again.close();
});

test('a database of a newer program is refused in one line', async (t) => {
  const { path, second } = await openBoth(t);
  second.exec("insert into kysely_migration (name, timestamp) values ('999-from-the-future', '2099')");
  await assert.rejects(openSqliteStore(path), (error: Error) => {
    assert.match(error.message, /^the database cannot be brought up to date: .*999-from-the-future/);
    return !error.message.includes('\n');
  });
});

test('a file that is no database is refused', async (t) => {
  const { path } = await openBoth(t);
  const folder = `${dirname(path)}/other`;
  await mkdir(folder);
  await writeFile(
    `${folder}/countersign.db`,
    'this is no database, and long enough to be looked at'.repeat(20),
  );
  await assert.rejects(openStore(folder), /not a database/);
});

test('ping tells whether the database can be written to', async (t) => {
  const { store, second } = await openBoth(t);
  await store.ping();
  second.exec('drop table challenge');
  await assert.rejects(store.ping());
});

const originalExec = DatabaseSync.prototype.exec;

function recordingExec(log: string[]) {
  return function exec(this: DatabaseSync, sql: string): void {
    log.push(sql);
    originalExec.call(this, sql);
  };
}

function rememberingExec(connections: DatabaseSync[]) {
  return function exec(this: DatabaseSync, sql: string): void {
    connections.push(this);
    originalExec.call(this, sql);
  };
}

/** A browser that ana trusts, until 100. */
function trustedBrowser(id: string): TrustedBrowser {
  return {
    ...{
      id,
      accountId: 'ana',
      seriesHash: `series of ${id}`,
      secretHash: 'secret',
      previousSecretHash: null,
    },
    ...{ rotatedAtMs: 0, createdAtMs: 0, lastUsedAtMs: 0, expiresAtMs: 100, userAgent: '', address: '' },
  };
}
