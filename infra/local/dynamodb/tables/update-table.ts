import { AwsError } from '../../aws/aws-error.ts';
import { validationError } from '../aws-errors.ts';
import type { Database } from '../database.ts';
import type { Item } from '../items/attribute-value.ts';
import { type BatchOperation, indexPrefix, itemPrefix, rangeOf } from '../storage/key-space.ts';
import type { Storage } from '../storage/storage.ts';
import { indexEntry } from './secondary-indexes.ts';
import { attributeType, type SecondaryIndex, type TableDescription } from './table.ts';
import { type IndexLayout, indexLayout, layoutOf } from './table-layout.ts';
import { existingTable, streamSettings } from './tables.ts';

type Body = Record<string, unknown>;
type IndexUpdate = { Create?: SecondaryIndex; Delete?: { IndexName: string }; Update?: { IndexName: string } };

const ITEMS_PER_BATCH = 100;

/**
 * UpdateTable: the stream, deletion protection, and creating or deleting one index. Throughput settings are accepted
 * and mean nothing here. All of it is done when the call returns.
 */
export function updateTable({ storage, catalogue }: Database, body: Body): Body {
  const table = existingTable(catalogue, body);
  const updates = (body.GlobalSecondaryIndexUpdates ?? []) as IndexUpdate[];
  if (updates.filter(({ Update }) => !Update).length > 1) {
    throw new AwsError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  }
  const description = structuredClone(table.description);
  if (body.DeletionProtectionEnabled !== undefined) {
    description.DeletionProtectionEnabled = body.DeletionProtectionEnabled === true;
  }
  updateStream(description, body.StreamSpecification);
  let lastEntries: BatchOperation[] = [];
  for (const update of updates) {
    if (update.Create) lastEntries = createIndex(storage, description, update.Create, body.AttributeDefinitions);
    if (update.Delete) deleteIndex(description, update.Delete.IndexName);
  }
  catalogue.save({ ...table, description }, lastEntries);
  for (const { Delete } of updates) {
    if (Delete) storage.clear(rangeOf(indexPrefix(description.TableName, Delete.IndexName)));
  }
  return { TableDescription: structuredClone(description) };
}

function updateStream(description: TableDescription, specification: unknown): void {
  if (!specification) return;
  const enabled = description.StreamSpecification?.StreamEnabled === true;
  if ((specification as { StreamEnabled?: boolean }).StreamEnabled !== true) {
    delete description.StreamSpecification;
    return;
  }
  if (enabled) throw validationError(`Table already has an enabled stream: TableName: ${description.TableName}`);
  Object.assign(description, streamSettings(description.TableName, specification));
}

/** Fills the new index from the items there are. @returns the last entries, to be stored together with the table */
function createIndex(
  storage: Storage,
  description: TableDescription,
  { IndexName, KeySchema, Projection }: SecondaryIndex,
  definitions: unknown,
): BatchOperation[] {
  const { TableName, TableArn, GlobalSecondaryIndexes = [] } = description;
  if (GlobalSecondaryIndexes.some((existing) => existing.IndexName === IndexName)) {
    throw validationError(`Attempting to create an index which already exists: ${IndexName}`);
  }
  for (const definition of (definitions ?? []) as TableDescription['AttributeDefinitions']) {
    if (!attributeType(description, definition.AttributeName)) description.AttributeDefinitions.push(definition);
  }
  const undefinedKey = KeySchema.find(({ AttributeName }) => !attributeType(description, AttributeName));
  if (undefinedKey) {
    throw validationError(`The index key ${undefinedKey.AttributeName} is not defined in AttributeDefinitions`);
  }
  const index = { IndexName, KeySchema, Projection, IndexStatus: 'ACTIVE', IndexArn: `${TableArn}/index/${IndexName}` };
  description.GlobalSecondaryIndexes = [...GlobalSecondaryIndexes, index];

  const [tableLayout, layout] = [layoutOf(description), indexLayout(description, index)];
  const prefix = indexPrefix(TableName, IndexName);
  // A filling that was killed halfway may have left some.
  storage.clear(rangeOf(prefix));
  let operations: BatchOperation[] = [];
  for (const [, item] of storage.entries<Item>(rangeOf(itemPrefix(TableName)))) {
    const entry = hasKeyTypes(layout, item) ? indexEntry(tableLayout, layout, item) : undefined;
    if (!entry) continue;
    operations.push({ type: 'put', key: prefix + entry.key, value: entry.item });
    if (operations.length < ITEMS_PER_BATCH) continue;
    storage.commit(operations);
    operations = [];
  }
  return operations;
}

/** Items written before the index existed may hold anything in its key attributes; those stay out of it. */
function hasKeyTypes({ key }: IndexLayout, item: Item): boolean {
  return key.every(({ name, type }) => item[name]?.[type]);
}

function deleteIndex(description: TableDescription, name: string): void {
  const remaining = description.GlobalSecondaryIndexes?.filter(({ IndexName }) => IndexName !== name) ?? [];
  if (remaining.length === (description.GlobalSecondaryIndexes?.length ?? 0)) {
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Index: ${name} not found`);
  }
  if (remaining.length > 0) description.GlobalSecondaryIndexes = remaining;
  else delete description.GlobalSecondaryIndexes;
}
