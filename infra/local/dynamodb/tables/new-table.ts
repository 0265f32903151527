import { randomUUID } from 'node:crypto';
import { ACCOUNT_ID, REGION } from '../../aws/identity.ts';
import type { CheckedRequest } from '../requests/check-request.ts';
import type { SecondaryIndex, TableDescription } from './table.ts';

interface Throughput {
  ReadCapacityUnits?: number;
  WriteCapacityUnits?: number;
}

/** The description of a table as a checked request wants it; without its stream. */
export function newTable(request: CheckedRequest): TableDescription {
  const { TableName, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, BillingMode } =
    request as unknown as TableDescription;
  const TableArn = `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/${TableName}`;
  const CreationDateTime = Date.now() / 1000;
  const BillingModeSummary = { BillingMode, LastUpdateToPayPerRequestDateTime: CreationDateTime };
  return {
    TableName,
    TableArn,
    TableId: randomUUID(),
    TableStatus: 'ACTIVE',
    CreationDateTime,
    ItemCount: 0,
    TableSizeBytes: 0,
    AttributeDefinitions,
    KeySchema,
    ProvisionedThroughput: throughput(request.ProvisionedThroughput as Throughput | undefined),
    ...(BillingMode === 'PAY_PER_REQUEST' && { BillingModeSummary }),
    ...(GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: GlobalSecondaryIndexes.map((index) => newIndex(TableArn, index)),
    }),
  };
}

function newIndex(tableArn: string, index: SecondaryIndex & { ProvisionedThroughput?: Throughput }): SecondaryIndex {
  const rest = {
    IndexArn: `${tableArn}/index/${index.IndexName}`,
    IndexSizeBytes: 0,
    ItemCount: 0,
    ProvisionedThroughput: throughput(index.ProvisionedThroughput),
  };
  return { ...index, ...rest, IndexStatus: 'ACTIVE' };
}

function throughput({ ReadCapacityUnits = 0, WriteCapacityUnits = 0 }: Throughput = {}): object {
  return { ReadCapacityUnits, WriteCapacityUnits, NumberOfDecreasesToday: 0 };
}
