import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { LocalClock } from '../../../infra/local/clock/local-clock.ts';
import type { StreamRecord } from '../../../infra/local/dynamodb/engine.ts';
import { StreamFollower, type StreamFollowerOptions } from '../../../infra/local/event-sources/stream-follower.ts';
import { FaultInjection } from '../../../infra/local/faults/fault-injection.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A stream in memory with one follower, and what came to its function. */
function follow() {
  const records: StreamRecord[] = [];
  const batches: string[][] = [];
  const listeners = new Set<(tableName: string) => void>();
  const streams: StreamFollowerOptions['streams'] = {
    read: async (_table, after = '', limit) =>
      records.filter(({ dynamodb }) => dynamodb.SequenceNumber > after).slice(0, limit),
    onRecords(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    loadPosition: async () => undefined,
    savePosition: async () => {},
    trim: async () => {},
  };
  const invoke = async (_arn: string, payload: string) => {
    const { Records } = JSON.parse(payload) as { Records: StreamRecord[] };
    batches.push(Records.map(({ dynamodb }) => dynamodb.SequenceNumber));
    return { payload: 'null' };
  };
  const follower = new StreamFollower({
    mapping: {
      kind: 'stream',
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
      streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/s',
      batchSize: 1_000,
      batchWindowSeconds: 0,
      filters: [],
      reportsItemFailures: false,
      bisectsOnError: false,
      maximumRetryAttempts: -1,
      maximumRecordAge: -1,
    },
    streams,
    lambda: { invoke } as unknown as StreamFollowerOptions['lambda'],
    queues: {} as StreamFollowerOptions['queues'],
    clock: new LocalClock(),
    faults: new FaultInjection(),
    onCaughtUp: () => {},
    log: (line) => expect.fail(line),
  });
  onTestFinished(() => follower.close());
  const write = (count = 1) => {
    for (let index = 0; index < count; index += 1) {
      const SequenceNumber = String(records.length).padStart(6, '0');
      const dynamodb = { SequenceNumber, ApproximateCreationDateTime: Date.now() / 1000 };
      records.push({ dynamodb } as unknown as StreamRecord);
    }
    for (const listener of listeners) listener('t');
  };
  return { follower, write, sizes: () => batches.map(({ length }) => length), read: () => batches.flat().length };
}

/** Lets what can go on without time go on. */
const settle = () => vi.advanceTimersByTimeAsync(0);
const longAfter = () => vi.advanceTimersByTimeAsync(1_000);

it('a record that comes alone is delivered at once, however long the stream was still', async () => {
  const { write, sizes } = follow();
  await longAfter();
  for (const expected of [[1], [1, 1]]) {
    write();
    await settle();
    expect(sizes()).toEqual(expected);
    await longAfter();
  }
});

it('records that come soon after it are delivered together', async () => {
  const { write, sizes } = follow();
  await longAfter();
  write();
  await settle();
  for (let index = 0; index < 5; index += 1) {
    write();
    await vi.advanceTimersByTimeAsync(2);
  }
  expect(sizes()).toEqual([1]);
  await longAfter();
  expect(sizes()).toEqual([1, 5]);
});

it('nobody who waits for the end of the stream waits for a pause', async () => {
  const { follower, write, sizes } = follow();
  await longAfter();
  write();
  await settle();
  write();
  await settle();
  expect(follower.isBusy).toBe(true);
  follower.hurry();
  await settle();
  expect(sizes()).toEqual([1, 1]);
  expect(follower.isBusy).toBe(false);
});

it('more than it reads at once is read on without a pause', async () => {
  const { write, read } = follow();
  await longAfter();
  write(250);
  await settle();
  expect(read()).toBe(250);
});
