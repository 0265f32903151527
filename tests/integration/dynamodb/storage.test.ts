import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openDynamoDb } from '../../../infra/local/dynamodb/engine.ts';
import { BrokenStateError } from '../../../infra/local/dynamodb/storage/state-error.ts';
import { Storage } from '../../../infra/local/dynamodb/storage/storage.ts';
import { temporaryFolder } from './support/direct-engine.ts';

const key = fc.string({ unit: fc.constantFrom('a', 'b', '~', '\x7f', 'é', '\uffee', '🙂'), maxLength: 4 });
const range = fc.record(
  { gt: key, gte: key, lt: key, lte: key, reverse: fc.boolean(), limit: fc.integer({ min: -1, max: 40 }) },
  { requiredKeys: [] },
);
type Range = typeof range extends fc.Arbitrary<infer Found> ? Found : never;

const byBytes = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right));
const isIn = ({ gt, gte, lt, lte }: Range, one: string) =>
  (gt === undefined || byBytes(one, gt) > 0) &&
  (gte === undefined || byBytes(one, gte) >= 0) &&
  (lt === undefined || byBytes(one, lt) < 0) &&
  (lte === undefined || byBytes(one, lte) <= 0);

function filled(keys: string[]): Storage {
  const storage = Storage.open(undefined);
  storage.commit(keys.map((one) => ({ type: 'put', key: one, value: { of: one } })));
  return storage;
}

it('lists any range in the order of bytes, from either end, and clears just that', () => {
  fc.assert(
    fc.property(fc.uniqueArray(key, { maxLength: 150 }), range, (keys, asked) => {
      const storage = filled(keys);
      const sorted = keys.toSorted(byBytes);
      const inside = sorted.filter((one) => isIn(asked, one));
      const { limit = -1, reverse = false } = asked;
      const wanted = (reverse ? inside.toReversed() : inside).slice(0, limit < 0 ? undefined : limit);
      expect([...storage.entries(asked)]).toEqual(wanted.map((one) => [one, { of: one }]));
      storage.clear(asked);
      expect([...storage.entries({})].map(([one]) => one)).toEqual(sorted.filter((one) => !isIn(asked, one)));
      storage.close();
    }),
  );
});

it('stores all of a commit or nothing of it', () => {
  const storage = filled(['kept', 'replaced']);
  const unstorable = { type: 'put', key: 'c', value: undefined } as const;
  expect(() =>
    storage.commit([
      { type: 'del', key: 'kept' },
      { type: 'put', key: 'replaced', value: 'new' },
      { type: 'put', key: 'b', value: 1 },
      unstorable,
    ]),
  ).toThrow();
  expect([...storage.entries({})].map(([one]) => one)).toEqual(['kept', 'replaced']);
  expect(storage.get('replaced')).toEqual({ of: 'replaced' });
  storage.commit([{ type: 'put', key: 'b', value: 1 }]);
  expect(storage.get('b')).toBe(1);
  storage.close();
});

it('refuses a folder of another format, of something else, or with an entry that is no JSON', async () => {
  const change = async (sql: string) => {
    const directory = temporaryFolder();
    await (await openDynamoDb({ directory })).close();
    const database = new DatabaseSync(join(directory, 'tables.sqlite'));
    database.exec(sql);
    database.close();
    return directory;
  };
  const refusal = async (directory: string) => {
    const error = await openDynamoDb({ directory }).catch((failure: Error) => failure);
    expect(error).toBeInstanceOf(BrokenStateError);
    return (error as Error).message;
  };
  const other = await change('PRAGMA user_version = 99');
  expect(await refusal(other)).toMatch(/it has format 99, not \d+\..*--fresh/);
  // The refusal left the folder unlocked and as it was.
  expect(await refusal(other)).toMatch(/it has format 99/);
  expect(await refusal(await change('PRAGMA user_version = 0'))).toMatch(/holds data of something else/);
  expect(await refusal(await change(`INSERT INTO entry VALUES ('table~x', '{')`))).toMatch(/cannot be used/);

  const foreign = temporaryFolder();
  writeFileSync(join(foreign, 'mine.txt'), 'kept');
  expect(await refusal(foreign)).toMatch(/holds data of something else/);
});
