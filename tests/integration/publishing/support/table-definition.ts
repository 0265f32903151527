import { indexNames, tableIndexes } from '../../../../shared/kernel/table/indexes.ts';

export const TABLE = 'herald';

const attributes = new Set(['pk', 'sk', ...indexNames.flatMap((name) => Object.values(tableIndexes[name]))]);
const keySchema = ({ pk, sk }: { pk: string; sk: string }) => [
  { AttributeName: pk, KeyType: 'HASH' },
  { AttributeName: sk, KeyType: 'RANGE' },
];

/** The table as the template has it. */
export const tableDefinition = {
  TableName: TABLE,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  KeySchema: keySchema({ pk: 'pk', sk: 'sk' }),
  GlobalSecondaryIndexes: indexNames.map((IndexName) => ({
    IndexName,
    KeySchema: keySchema(tableIndexes[IndexName]),
    Projection: { ProjectionType: 'KEYS_ONLY' },
  })),
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
};
