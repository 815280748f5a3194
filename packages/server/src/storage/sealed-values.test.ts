import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { SEALED_VALUES } from '../domain/sealed-values.ts';
import { openTemporaryStore } from './temporary-store.ts';

test('every sealed column of the schema is listed, so that a change of keys forgets none', async (t) => {
  const { path, remove } = await openTemporaryStore();
  const database = new DatabaseSync(path, { readOnly: true });
  t.after(async () => {
    database.close();
    await remove();
  });
  const columns = database
    .prepare(
      `select m.name || '.' || c.name as name from sqlite_schema m, pragma_table_info(m.name) c
       where m.type = 'table' and c.name like '%sealed%' order by name`,
    )
    .all()
    .map(({ name }) => String(name));
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const listed = SEALED_VALUES.map(({ table, column }) => `${snake(table)}.${snake(column)}`);
  assert.deepEqual(listed.toSorted(), columns);
  assert.ok(columns.length >= 4, 'sealed columns are named so');
});

test('a value that changed in between is not replaced', async (t) => {
  const { store, remove } = await openTemporaryStore();
  t.after(remove);
  const column = { table: 'mailQueue', column: 'contentSealed' };
  const mail = { id: 'a', tries: 0, nextTryAtMs: 0, createdAtMs: 0 };
  await store.transaction((tables) => tables.mailQueue.insert({ ...mail, contentSealed: '1.old' }));
  assert.equal(await store.read.sealedValues.count(column, 1), 1);
  const replace = (from: string, to: string) =>
    store.transaction((tables) => tables.sealedValues.replace(column, 'a', from, to));
  assert.equal(await replace('1.other', '2.new'), false);
  assert.equal(await replace('1.old', '2.new'), true);
  assert.deepEqual(await store.read.sealedValues.listBehind(column, 2, 10), []);
  const [row] = await store.read.sealedValues.listBehind(column, undefined, 10);
  assert.equal(row?.sealed, '2.new');
});

test('a key 1 is not taken for a key 10', async (t) => {
  const { store, remove } = await openTemporaryStore();
  t.after(remove);
  const column = { table: 'mailQueue', column: 'contentSealed' };
  const mail = { id: 'a', tries: 0, nextTryAtMs: 0, createdAtMs: 0 };
  await store.transaction((tables) => tables.mailQueue.insert({ ...mail, contentSealed: '10.x' }));
  assert.equal(await store.read.sealedValues.count(column, 1), 0);
  assert.equal((await store.read.sealedValues.listBehind(column, 1, 10)).length, 1);
});
