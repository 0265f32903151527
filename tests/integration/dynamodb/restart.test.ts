import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDynamoDb } from '../../../infra/local/dynamodb/engine.ts';
import {
  directTable,
  engineWithTable,
  get,
  movableClock,
  openEngine,
  put,
  putAction,
  records,
  TABLE,
  temporaryFolder,
} from './support/direct-engine.ts';

const settings = { TableName: TABLE, TimeToLiveSpecification: { Enabled: true, AttributeName: 'expiresAt' } };
const recovery = { TableName: TABLE, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } };

it('keeps items, indexes, settings, tokens, records and positions through a restart', async () => {
  const directory = temporaryFolder();
  const clock = movableClock();
  const before = await openDynamoDb({ directory });
  const { TableDescription } = await before.call('CreateTable', directTable);
  await before.call('UpdateTimeToLive', settings);
  await before.call('UpdateContinuousBackups', recovery);
  await put(before, 'expiring', { expiresAt: Math.floor(Date.now() / 1000) + 60, g: 'g', h: 'h' });
  const add = {
    ClientRequestToken: 'token-1',
    TransactItems: [
      {
        Update: {
          TableName: TABLE,
          Key: { pk: { S: 'counter' } },
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      },
    ],
  };
  await before.call('TransactWriteItems', add);
  const recorded = await records(before);
  await before.streams.savePosition('relay', recorded[0]!.dynamodb.SequenceNumber);
  await before.close();

  const after = await openEngine(directory);
  expect((await after.call('DescribeTable', { TableName: TABLE })).Table).toEqual(TableDescription);
  expect(await after.call('DescribeContinuousBackups', { TableName: TABLE })).toMatchObject({
    ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' } },
  });
  expect(await records(after)).toEqual(recorded);
  expect(await after.streams.loadPosition('relay')).toBe(recorded[0]!.dynamodb.SequenceNumber);
  await after.call('TransactWriteItems', add);
  expect(await get(after, 'counter')).toMatchObject({ n: { N: '1' } });
  expect((await after.call('Scan', { TableName: TABLE, IndexName: 'by-g' })).Count).toBe(1);
  clock.advance(3_600_000);
  expect(await after.sweepTtl()).toBe(1);
});

it('forgets a client token after ten minutes', async () => {
  const clock = movableClock();
  const engine = await engineWithTable();
  const once = (members: Record<string, number>) =>
    engine.call('TransactWriteItems', {
      ClientRequestToken: 'token-1',
      TransactItems: [{ Put: putAction('a', members) }],
    });
  await once({ n: 1 });
  clock.advance(9 * 60_000);
  await expect(once({ n: 2 })).rejects.toMatchObject({ code: 'IdempotentParameterMismatchException' });
  clock.advance(61_000);
  await once({ n: 2 });
  expect(await get(engine, 'a')).toMatchObject({ n: { N: '2' } });
});

it('goes on counting records after all of them were trimmed and the process restarted', async () => {
  const directory = temporaryFolder();
  const before = await openDynamoDb({ directory });
  await before.call('CreateTable', directTable);
  await put(before, 'a');
  const last = (await records(before)).at(-1)!.dynamodb.SequenceNumber;
  await before.streams.savePosition('relay', last);
  await before.streams.trim(TABLE, ['relay']);
  await before.close();

  const after = await openEngine(directory);
  expect(await records(after)).toEqual([]);
  await put(after, 'b');
  expect((await records(after, last)).map(({ dynamodb }) => dynamodb.Keys.pk?.S)).toEqual(['b']);
});

it('leaves nothing of a deleted table to one of the same name', async () => {
  const engine = await engineWithTable();
  await engine.call('UpdateTimeToLive', settings);
  await put(engine, 'a', { g: 'g', h: 'h', expiresAt: Math.floor(Date.now() / 1000) - 60 });
  await engine.call('DeleteTable', { TableName: TABLE });
  await expect(put(engine, 'b')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  await engine.call('CreateTable', directTable);
  expect((await engine.call('Scan', { TableName: TABLE })).Count).toBe(0);
  expect((await engine.call('Scan', { TableName: TABLE, IndexName: 'by-g' })).Count).toBe(0);
  expect(await records(engine)).toEqual([]);
  expect(await engine.sweepTtl()).toBe(0);
});

it('says what to do when the data folder is in use or is no data folder', async () => {
  const directory = temporaryFolder();
  await openEngine(directory);
  await expect(openDynamoDb({ directory })).rejects.toMatchObject({
    name: 'StateInUseError',
    message: expect.stringMatching(/in use by another process. Stop the other/),
  });

  const file = join(temporaryFolder(), 'data');
  writeFileSync(file, 'not a folder');
  await expect(openDynamoDb({ directory: file })).rejects.toMatchObject({
    name: 'BrokenStateError',
    message: expect.stringMatching(/a file is where the folder should be. .*--fresh/),
  });

  const broken = temporaryFolder();
  writeFileSync(join(broken, 'CURRENT'), 'MANIFEST-000042\n');
  await expect(openDynamoDb({ directory: broken })).rejects.toMatchObject({ name: 'BrokenStateError' });
});
