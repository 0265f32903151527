import { AwsError } from '../../aws/aws-error.ts';
import type { Database } from '../database.ts';
import { dynalite } from '../dynalite/dynalite.ts';
import { type CheckedRequest, checkRequest } from '../requests/check-request.ts';
import { changeOf } from '../storage/change.ts';
import { itemPrefix } from '../storage/key-space.ts';
import type { Table } from '../tables/table.ts';
import { applyUpdate } from './apply-update.ts';
import type { Item } from './attribute-value.ts';
import { capacityReport } from './capacity.ts';
import { holds } from './condition.ts';
import { checkStoredItem } from './item-rules.ts';
import { storeKeyOf, storeKeyOfItem, throwIf } from './table-key.ts';

type Body = Record<string, unknown>;
export type WriteAction = 'PutItem' | 'UpdateItem' | 'DeleteItem';

/** PutItem, UpdateItem and DeleteItem. */
export function writeItem(database: Database, action: WriteAction, body: Body): Body {
  const request = checkRequest(action, body);
  const table = database.catalogue.get(request.TableName);
  const key = storeKey(table, request);
  checkWritten(table, request);
  const before = storedItem(database, table, key);
  if (!conditionHolds(request, before)) throw conditionFailed(body, before);
  const after = written(table, action, request, before);
  const change = changeOf(table, key, before, after);
  database.journal.commit([change]);
  const Attributes = returnedAttributes(request, before, after);
  const consumed = capacityReport(request.ReturnConsumedCapacity, (capacity) => capacity.addWrite(change));
  return { ...(Attributes && { Attributes }), ...(consumed && { ConsumedCapacity: consumed[0] }) };
}

/**
 * What one checked write makes of an item. It ignores the condition, and stores nothing.
 * @throws AwsError ValidationException when the update doesn't fit the item, or makes it one that can't be stored
 */
export function written(
  table: Table,
  action: WriteAction,
  request: CheckedRequest,
  before: Item | undefined,
): Item | undefined {
  if (action === 'PutItem') return request.Item;
  if (action === 'DeleteItem') return undefined;
  const sections = request.expressions.updates?.sections ?? [];
  const after = applyUpdate(table, sections, request.values, before ?? request.Key!);
  checkStoredItem(table, after, 'update');
  return after;
}

/**
 * The key in the store of the item that a write is about.
 * @throws AwsError ValidationException when the key doesn't fit the table
 */
export function storeKey(table: Table, { Item: item, Key }: CheckedRequest): string {
  return item ? storeKeyOfItem(table, item) : storeKeyOf(table, Key!);
}

/** @throws AwsError ValidationException when the table can't hold what the request writes, independent of the stored item */
export function checkWritten(table: Table, { Item: item, expressions: { updates } }: CheckedRequest): void {
  if (item) checkStoredItem(table, item, 'put');
  if (updates) throwIf(dynalite.validateUpdates(undefined, updates, table.description));
}

export function conditionHolds({ expressions, values, older }: CheckedRequest, before: Item | undefined): boolean {
  if (expressions.condition) return holds(expressions.condition, before ?? {}, values);
  return !older || !dynalite.checkConditional(older, before);
}

export function storedItem({ storage }: Database, table: Table, key: string): Item | undefined {
  return storage.get<Item>(itemPrefix(table.description.TableName) + key);
}

function returnedAttributes(
  { ReturnValues, expressions }: CheckedRequest,
  before: Item | undefined,
  after: Item | undefined,
): Item | undefined {
  const paths = expressions.updates?.paths ?? [];
  switch (ReturnValues) {
    case 'ALL_OLD':
      return before;
    case 'ALL_NEW':
      return after;
    case 'UPDATED_OLD':
      return before && dynalite.mapPaths(paths, before);
    case 'UPDATED_NEW':
      return after && dynalite.mapPaths(paths, after);
    default:
      return undefined;
  }
}

function conditionFailed(body: Body, before: Item | undefined): AwsError {
  const item = body.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && before ? { Item: before } : {};
  return new AwsError('ConditionalCheckFailedException', 'The conditional request failed', 400, item);
}
