import { setImmediate as turnOfOthers } from 'node:timers/promises';
import { validationError } from '../aws-errors.ts';
import type { Database } from '../database.ts';
import type { Item } from '../items/attribute-value.ts';
import { type Change, changeOf, expirySecond } from '../storage/change.ts';
import { type BatchOperation, expiryKey, expiryPrefix, itemPrefix, rangeOf } from '../storage/key-space.ts';
import type { UserIdentity } from '../streams/stream-record.ts';
import type { Table } from '../tables/table.ts';

type Body = Record<string, unknown>;

const TTL_SERVICE: UserIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };
/** DynamoDB does not delete an item that expired longer ago: its TTL value most likely has the wrong unit. */
const MAX_EXPIRED_SECONDS = 5 * 365 * 24 * 3600;
const ITEMS_PER_BATCH = 100;

/** UpdateTimeToLive. Unlike the service it accepts the setting that is already in force. */
export function updateTimeToLive(database: Database, body: Body): Body {
  const table = database.catalogue.get(body.TableName as string);
  const wanted = body.TimeToLiveSpecification as { Enabled?: boolean; AttributeName?: string } | undefined;
  if (!wanted?.AttributeName || wanted.Enabled === undefined) {
    throw validationError('TimeToLiveSpecification needs both Enabled and AttributeName');
  }
  const current = table.timeToLiveAttribute;
  if (wanted.Enabled && current !== undefined && current !== wanted.AttributeName) {
    throw validationError(`TimeToLive is active on a different AttributeName: current AttributeName is ${current}`);
  }
  const { timeToLiveAttribute: _old, ...rest } = table;
  if (wanted.Enabled && current === undefined) enable(database, { ...rest, timeToLiveAttribute: wanted.AttributeName });
  if (!wanted.Enabled && current !== undefined) {
    database.catalogue.save(rest);
    database.storage.clear(rangeOf(expiryPrefix(table.description.TableName)));
  }
  return { TimeToLiveSpecification: { AttributeName: wanted.AttributeName, Enabled: wanted.Enabled } };
}

/** DescribeTimeToLive. */
export function describeTimeToLive({ catalogue }: Database, body: Body): Body {
  const { timeToLiveAttribute } = catalogue.get(body.TableName as string);
  return {
    TimeToLiveDescription: timeToLiveAttribute
      ? { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLiveAttribute }
      : { TimeToLiveStatus: 'DISABLED' },
  };
}

/** Deletes what has expired, in batches, so that others get their turn in between. @returns how many items went */
export async function sweepTimeToLive(database: Database): Promise<number> {
  let deleted = 0;
  for (const name of database.catalogue.names()) {
    let batch: number;
    do {
      batch = deleteExpired(database, name);
      deleted += batch;
      await turnOfOthers();
    } while (batch === ITEMS_PER_BATCH);
  }
  return deleted;
}

function deleteExpired(database: Database, tableName: string): number {
  // The table may have gone, or lost its TTL, since the last batch.
  if (!database.catalogue.has(tableName)) return 0;
  const table = database.catalogue.get(tableName);
  if (!table.timeToLiveAttribute) return 0;
  const now = Math.floor(Date.now() / 1000);
  const range = { gte: expiryKey(tableName, now - MAX_EXPIRED_SECONDS, ''), lt: expiryKey(tableName, now, '') };
  const changes: Change[] = [];
  const entries: BatchOperation[] = [];
  for (const [entry] of database.storage.entries({ ...range, limit: ITEMS_PER_BATCH })) {
    entries.push({ type: 'del', key: entry });
    const key = entry.slice(range.lt.length);
    const item = database.storage.get<Item>(itemPrefix(tableName) + key);
    if ((expirySecond(table, item) ?? now) < now) changes.push(changeOf(table, key, item, undefined));
  }
  database.journal.commit(changes, entries, TTL_SERVICE);
  return changes.length;
}

/** Notes the expiry of the items that are there already, and only then switches TTL on. */
function enable({ storage, catalogue }: Database, table: Table): void {
  const { TableName } = table.description;
  const prefix = itemPrefix(TableName);
  // A switch that was killed halfway may have left some.
  storage.clear(rangeOf(expiryPrefix(TableName)));
  let operations: BatchOperation[] = [];
  for (const [itemKey, item] of storage.entries<Item>(rangeOf(prefix))) {
    const second = expirySecond(table, item);
    if (second === undefined) continue;
    operations.push({ type: 'put', key: expiryKey(TableName, second, itemKey.slice(prefix.length)), value: 1 });
    if (operations.length < ITEMS_PER_BATCH) continue;
    storage.commit(operations);
    operations = [];
  }
  catalogue.save(table, operations);
}
