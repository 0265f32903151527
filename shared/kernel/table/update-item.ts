import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { documentClient, type Key, tableName } from './client.ts';
import { UpdateCommand } from './commands.ts';

type Attributes = Record<string, unknown>;

/**
 * Updates one item outside of a transaction, for half the price. The item is made where the table holds none.
 *
 * @returns `now`: the attributes that it wrote; `instead`: what the table holds where the condition refused
 */
export async function updateItem(
  key: Key,
  expression: string,
  values: Attributes,
  condition: string,
): Promise<{ now: Attributes } | { instead: Attributes }> {
  try {
    const answer = await documentClient.send(
      new UpdateCommand({
        TableName: tableName(),
        Key: key,
        UpdateExpression: expression,
        ConditionExpression: condition,
        ExpressionAttributeValues: values,
        ReturnValues: 'UPDATED_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return { now: answer.Attributes ?? {} };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // The SDK leaves the items inside exceptions in attribute-value form.
    return { instead: error.Item === undefined ? {} : unmarshall(error.Item) };
  }
}
