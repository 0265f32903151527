import { type JsonService, type Members, unknownOperation } from '../json-service.ts';
import { tablePermissions } from './table-permissions.ts';

export interface DynamoDbEngine {
  call(operation: string, body: Members): Promise<Members>;
  supports(operation: string): boolean;
  /** The name of the partition key of a table, or of one of its indexes; `undefined` where there is none. */
  partitionKeyOf(table: string, index?: string): string | undefined;
}

/** DynamoDB behind the AWS endpoint: the engine answers, this file says what IAM asks first. */
export function createTableService(engine: DynamoDbEngine): JsonService {
  return {
    permissions(operation, input) {
      if (!engine.supports(operation)) throw unknownOperation('dynamodb', operation);
      return tablePermissions(operation, input, engine.partitionKeyOf);
    },
    call: (operation, input) => engine.call(operation, input),
  };
}
