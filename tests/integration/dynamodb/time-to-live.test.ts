import { expect, it } from 'vitest';
import type { DynamoDbEngine } from '../../../infra/local/dynamodb/engine.ts';
import { engineWithTable, get, movableClock, put, records, TABLE } from './support/direct-engine.ts';

const setExpiry = (engine: DynamoDbEngine, Enabled: boolean) =>
  engine.call('UpdateTimeToLive', {
    TableName: TABLE,
    TimeToLiveSpecification: { Enabled, AttributeName: 'expiresAt' },
  });

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

it('deletes what has expired and records it as the doing of the TTL service', async () => {
  const clock = movableClock();
  const engine = await engineWithTable();
  await setExpiry(engine, true);
  await put(engine, 'soon', { expiresAt: inSeconds(60), g: 'g', h: 'h' });
  await put(engine, 'late', { expiresAt: inSeconds(7200) });
  await put(engine, 'never');
  await put(engine, 'text', { expiresAt: '1' });
  await put(engine, 'milliseconds-by-mistake', { expiresAt: Date.now() });
  await put(engine, 'long-ago', { expiresAt: 1 });
  expect(await engine.sweepTtl()).toBe(0);

  clock.advance(3_600_000);
  const before = (await records(engine)).at(-1)?.dynamodb.SequenceNumber;
  expect(await engine.sweepTtl()).toBe(1);
  expect(await get(engine, 'soon')).toBeUndefined();
  expect(await records(engine, before)).toMatchObject([
    {
      eventName: 'REMOVE',
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      dynamodb: { Keys: { pk: { S: 'soon' } } },
    },
  ]);
  const listed = await engine.call('Scan', { TableName: TABLE, IndexName: 'by-g' });
  expect(listed.Count).toBe(0);
});

it('follows an expiry that is moved or taken away', async () => {
  const clock = movableClock();
  const engine = await engineWithTable();
  await setExpiry(engine, true);
  await put(engine, 'moved', { expiresAt: inSeconds(60) });
  await put(engine, 'moved', { expiresAt: inSeconds(7200) });
  await put(engine, 'freed', { expiresAt: inSeconds(60) });
  await put(engine, 'freed');
  clock.advance(3_600_000);
  expect(await engine.sweepTtl()).toBe(0);
  clock.advance(7_200_000);
  expect(await engine.sweepTtl()).toBe(1);
  expect(await get(engine, 'freed')).toBeDefined();
});

it('counts items from before TTL was switched on, and none after it was switched off', async () => {
  const clock = movableClock();
  const engine = await engineWithTable();
  for (let n = 0; n < 250; n++) await put(engine, `item-${n}`, { expiresAt: inSeconds(60) });
  clock.advance(3_600_000);
  await setExpiry(engine, true);
  await setExpiry(engine, false);
  expect(await engine.sweepTtl()).toBe(0);
  await setExpiry(engine, true);
  expect(await engine.sweepTtl()).toBe(250);
  expect((await engine.call('Scan', { TableName: TABLE })).Count).toBe(0);
});
