import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { LocalClock } from '../../../../infra/local/clock/local-clock.ts';
import { replaceDate } from '../../../../infra/local/clock/replace-date.ts';
import { type DynamoDbEngine, type DynamoDbOptions, openDynamoDb } from '../../../../infra/local/dynamodb/engine.ts';
import { directTable, TABLE } from './direct-table.ts';

export { directTable, EXPIRES_AT, TABLE } from './direct-table.ts';

/** A folder for one test, which is removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'herald-dynamodb-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An engine for one test, which is closed after it. */
export async function openEngine(directory?: string, options: DynamoDbOptions = {}): Promise<DynamoDbEngine> {
  const engine = await openDynamoDb({ ...options, directory });
  onTestFinished(() => engine.close());
  return engine;
}

export async function engineWithTable(directory?: string, options?: DynamoDbOptions): Promise<DynamoDbEngine> {
  const engine = await openEngine(directory, options);
  await engine.call('CreateTable', directTable);
  return engine;
}

/** Time that the test moves; real time comes back after it. */
export function movableClock(): LocalClock {
  const clock = new LocalClock();
  onTestFinished(replaceDate(clock.offset));
  return clock;
}

type Members = Record<string, string | number>;

const attributes = (members: Members) =>
  Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      name,
      typeof value === 'number' ? { N: `${value}` } : { S: value },
    ]),
  );

export const putAction = (pk: string, members: Members = {}) => ({
  TableName: TABLE,
  Item: attributes({ pk, ...members }),
});

export const put = (engine: DynamoDbEngine, pk: string, members: Members = {}) =>
  engine.call('PutItem', putAction(pk, members));

export const remove = (engine: DynamoDbEngine, pk: string) =>
  engine.call('DeleteItem', { TableName: TABLE, Key: attributes({ pk }) });

export const get = async (engine: DynamoDbEngine, pk: string) =>
  (await engine.call('GetItem', { TableName: TABLE, Key: attributes({ pk }) })).Item;

export const records = (engine: DynamoDbEngine, after?: string, limit = 1000) =>
  engine.streams.read(TABLE, after, limit);
