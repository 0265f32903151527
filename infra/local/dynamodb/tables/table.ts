import type { Item } from '../items/attribute-value.ts';

export type KeySchema = { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

export interface SecondaryIndex {
  IndexName: string;
  KeySchema: KeySchema;
  Projection: { ProjectionType?: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'; NonKeyAttributes?: string[] };
  IndexStatus?: string;
}

/** A table as DescribeTable answers it; further members pass through. */
export interface TableDescription {
  TableName: string;
  TableArn: string;
  TableStatus: string;
  AttributeDefinitions: { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
  KeySchema: KeySchema;
  GlobalSecondaryIndexes?: SecondaryIndex[];
  StreamSpecification?: { StreamEnabled: boolean; StreamViewType?: StreamViewType };
  LatestStreamArn?: string;
  LatestStreamLabel?: string;
  DeletionProtectionEnabled?: boolean;
  [member: string]: unknown;
}

/** A table with the settings that have calls of their own. */
export interface Table {
  description: TableDescription;
  /** The attribute that holds the expiry in epoch seconds, while TTL is on. */
  timeToLiveAttribute?: string;
  pointInTimeRecovery?: { enabledAt: number; recoveryPeriodInDays: number };
}

export function primaryKeyOf(table: Table, item: Item): Item {
  return Object.fromEntries(
    table.description.KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]!]),
  );
}

export function secondaryIndexesOf(table: Table): SecondaryIndex[] {
  return table.description.GlobalSecondaryIndexes ?? [];
}

export function attributeType(description: TableDescription, attribute: string): 'S' | 'N' | 'B' | undefined {
  return description.AttributeDefinitions.find(({ AttributeName }) => AttributeName === attribute)?.AttributeType;
}
