import { AwsError } from '../aws-error.ts';
import { type JsonService, type Members, unknownOperation } from '../json-service.ts';
import { tablePermissions } from './table-permissions.ts';

export interface DynamoDbEngine {
  call(operation: string, body: Members): Promise<Members>;
  supports(operation: string): boolean;
}

interface KeyElement {
  AttributeName: string;
  KeyType: 'HASH' | 'RANGE';
}

interface TableDescription {
  KeySchema?: KeyElement[];
  GlobalSecondaryIndexes?: { IndexName: string; KeySchema: KeyElement[] }[];
}

/** Operations that may change which keys a table or its indexes have. */
const CHANGES_KEYS = new Set(['CreateTable', 'UpdateTable', 'DeleteTable']);

/** DynamoDB behind the AWS endpoint: the engine answers, this file says what IAM asks first. */
export function createTableService(engine: DynamoDbEngine): JsonService {
  const descriptions = new Map<string, TableDescription>();

  async function describe(table: string): Promise<TableDescription> {
    const name = table.split('/').at(-1) ?? table;
    let description = descriptions.get(name);
    if (!description) {
      description = (await engine.call('DescribeTable', { TableName: name }).then(
        (answer) => answer.Table,
        (error) => {
          if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return {};
          throw error;
        },
      )) as TableDescription;
      if (description.KeySchema) descriptions.set(name, description);
    }
    return description;
  }

  return {
    permissions(operation, input) {
      if (!engine.supports(operation)) throw unknownOperation('dynamodb', operation);
      return tablePermissions(operation, input, async (table, index) => {
        const { KeySchema, GlobalSecondaryIndexes = [] } = await describe(table);
        const schema = index ? GlobalSecondaryIndexes.find((one) => one.IndexName === index)?.KeySchema : KeySchema;
        return schema?.find((element) => element.KeyType === 'HASH')?.AttributeName;
      });
    },
    async call(operation, input) {
      const answer = await engine.call(operation, input);
      if (CHANGES_KEYS.has(operation)) descriptions.clear();
      return answer;
    },
  };
}
