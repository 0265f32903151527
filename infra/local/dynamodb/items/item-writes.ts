import { AwsError } from '../../aws/aws-error.ts';
import { asAwsError } from '../aws-errors.ts';
import type { Database } from '../database.ts';
import { dynalite } from '../dynalite/dynalite.ts';
import { type CheckedRequest, checkRequest, runAction, type WriteAction } from '../dynalite/dynalite-actions.ts';
import { type Change, changeOf } from '../storage/change.ts';
import { itemPrefix } from '../storage/key-space.ts';
import type { Table } from '../tables/table.ts';
import type { Item } from './attribute-value.ts';
import { capacityReport } from './capacity.ts';
import { holds } from './condition.ts';
import { checkStoredItem } from './item-rules.ts';
import { WriteView } from './write-view.ts';

type Body = Record<string, unknown>;

/** PutItem, UpdateItem and DeleteItem. */
export async function writeItem(database: Database, action: WriteAction, body: Body): Promise<Body> {
  const request = checkRequest(action, body);
  const table = database.catalogue.get(request.TableName);
  const key = storeKey(table, request);
  checkWritten(table, request);
  const before = storedItem(database, table, key);
  if (!conditionHolds(request, before)) throw conditionFailed(body, before);
  const { output, change } = await applyWrite(table, key, before, action, request);
  database.journal.commit([change]);
  const consumed = capacityReport(request.ReturnConsumedCapacity, (capacity) => capacity.addWrite(change));
  return consumed ? { ...output, ConsumedCapacity: consumed[0] } : output;
}

/** Computes what one checked write makes of an item. It ignores the condition, and stores nothing. */
export async function applyWrite(
  table: Table,
  key: string,
  before: Item | undefined,
  action: WriteAction,
  request: CheckedRequest,
): Promise<{ output: Body; change: Change }> {
  const view = new WriteView(table, before);
  const { _condition, Expected, ...unconditional } = request;
  const { ConsumedCapacity: _inexact, ...output } = await runAction(action, unconditional, () => view);
  if (action === 'UpdateItem' && view.after) checkStoredItem(table, view.after, 'update');
  return { output, change: changeOf(table, key, before, view.after) };
}

/**
 * The key in the store of the item that a write is about.
 * @throws AwsError ValidationException when the key doesn't fit the table
 */
export function storeKey({ description }: Table, { Item: item, Key }: Partial<CheckedRequest>): string {
  const invalid = item ? dynalite.validateItem(item, description) : dynalite.validateKey(Key!, description);
  if (invalid) throw asAwsError(invalid);
  return dynalite.createKey(item ?? Key!, description);
}

/** @throws AwsError ValidationException when the table can't hold what the request writes, independent of the stored item */
export function checkWritten(table: Table, { Item: item, AttributeUpdates, _updates }: Partial<CheckedRequest>): void {
  if (item) checkStoredItem(table, item, 'put');
  const invalid = dynalite.validateUpdates(AttributeUpdates, _updates, table.description);
  if (invalid) throw asAwsError(invalid);
}

export function conditionHolds({ _condition, ...request }: CheckedRequest, before: Item | undefined): boolean {
  if (_condition) return holds(_condition.expression, before ?? {});
  return !dynalite.checkConditional(request, before);
}

export function storedItem({ storage }: Database, table: Table, key: string): Item | undefined {
  return storage.get<Item>(itemPrefix(table.description.TableName) + key);
}

function conditionFailed(body: Body, before: Item | undefined): AwsError {
  const item = body.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && before ? { Item: before } : {};
  return new AwsError('ConditionalCheckFailedException', 'The conditional request failed', 400, item);
}
