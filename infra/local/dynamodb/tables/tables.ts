import { AwsError } from '../../aws/aws-error.ts';
import { tableNotFound, validationError } from '../aws-errors.ts';
import type { Database } from '../database.ts';
import { checkRequest } from '../requests/check-request.ts';
import { everyIndexPrefix, expiryPrefix, itemPrefix, rangeOf, recordPrefix } from '../storage/key-space.ts';
import type { Storage } from '../storage/storage.ts';
import { newStream } from '../streams/stream-record.ts';
import { newTable } from './new-table.ts';
import type { StreamViewType, Table, TableDescription } from './table.ts';

type Body = Record<string, unknown>;

/** CreateTable. The table is active at once. */
export function createTable({ storage, catalogue }: Database, body: Body): Body {
  const request = checkRequest('CreateTable', body);
  const { TableName } = request;
  if (catalogue.has(TableName)) {
    throw new AwsError('ResourceInUseException', `Table already exists: ${TableName}`);
  }
  if (request.LocalSecondaryIndexes) {
    throw validationError('The local DynamoDB does not know local secondary indexes');
  }
  const description: TableDescription = {
    ...newTable(request),
    ...streamSettings(TableName, body.StreamSpecification),
    DeletionProtectionEnabled: body.DeletionProtectionEnabled === true,
  };
  // A deletion that was killed halfway may have left some of an older table of this name.
  clearContents(storage, TableName);
  catalogue.save({ description });
  return { TableDescription: structuredClone(description) };
}

/** DescribeTable. */
export function describeTable({ catalogue }: Database, body: Body): Body {
  return { Table: structuredClone(existingTable(catalogue, body).description) };
}

/** ListTables. */
export function listTables({ catalogue }: Database, body: Body): Body {
  const { ExclusiveStartTableName: after = '', Limit = 100 } = checkRequest('ListTables', body) as {
    ExclusiveStartTableName?: string;
    Limit?: number;
  };
  const names = catalogue.names().filter((name) => name > (after as string));
  const page = names.slice(0, Limit as number);
  return { TableNames: page, ...(page.length < names.length && { LastEvaluatedTableName: page.at(-1) }) };
}

/** DeleteTable. Its stream goes with it. */
export function deleteTable({ storage, catalogue }: Database, body: Body): Body {
  const { description } = existingTable(catalogue, body);
  if (description.DeletionProtectionEnabled) {
    throw validationError(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    );
  }
  catalogue.remove(description.TableName);
  clearContents(storage, description.TableName);
  return { TableDescription: { ...description, TableStatus: 'DELETING' } };
}

/** @throws AwsError ResourceNotFoundException that names the table, as calls about tables do */
export function existingTable(catalogue: Database['catalogue'], { TableName }: Body): Table {
  if (catalogue.has(TableName as string)) return catalogue.get(TableName as string);
  throw tableNotFound(`Requested resource not found: Table: ${TableName} not found`);
}

/** @throws AwsError ValidationException */
export function streamSettings(tableName: string, specification: unknown): Partial<TableDescription> {
  const { StreamEnabled, StreamViewType: viewType } = (specification ?? {}) as {
    StreamEnabled?: boolean;
    StreamViewType?: string;
  };
  if (!StreamEnabled) return {};
  if (!['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'].includes(viewType ?? '')) {
    throw validationError(
      'One or more parameter values were invalid: StreamViewType is required when StreamEnabled is true',
    );
  }
  return newStream(tableName, viewType as StreamViewType);
}

function clearContents(storage: Storage, tableName: string): void {
  for (const prefix of [itemPrefix, everyIndexPrefix, recordPrefix, expiryPrefix]) {
    storage.clear(rangeOf(prefix(tableName)));
  }
}
