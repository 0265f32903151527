import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient, tableName } from '../kernel/table/client.ts';
import { queryPartition } from '../kernel/table/read.ts';
import { GuardFailed, transact, update } from '../kernel/table/transact.ts';
import { changeAccount } from './account-items.ts';
import { accountKeys, accountPrefixes, platformPk } from './keys.ts';

const DAY_SECONDS = 86_400;

/** Counts a failed call of the platform in the hour's item, for `apiErrors24h`. */
export async function countError(tenantId: string, platformId: string, now: number): Promise<void> {
  const hour = accountKeys.usage(tenantId, platformId, new Date(now).toISOString().slice(0, 13));
  const values = { ':one': 1, ':expiresAt': Math.floor(now / 1000) + 2 * DAY_SECONDS };
  // A transaction, because it is retried where posts take their places in the same item.
  await transact([update('apiErrors', hour, 'ADD apiErrors :one SET expiresAt = :expiresAt', values)]);
}

export async function readErrors24h(tenantId: string, platformId: string, now: number): Promise<number> {
  const hour = (moment: number) => `${accountPrefixes.usage}${new Date(moment).toISOString().slice(0, 13)}`;
  const items = await queryPartition({
    pk: platformPk(tenantId, platformId),
    between: [hour(now - DAY_SECONDS * 1000), hour(now)],
  });
  return items.reduce((sum, item) => sum + (typeof item.apiErrors === 'number' ? item.apiErrors : 0), 0);
}

/** Keeps the later of two times: outside the post's transaction, since all of a platform's posts meet in this item. */
export async function noteHealth(
  tenantId: string,
  platformId: string,
  field: 'lastPublishedAt' | 'lastMetricsSyncAt',
  at: string,
): Promise<void> {
  try {
    await documentClient.send(
      new UpdateCommand({
        TableName: tableName(),
        Key: accountKeys.platformHealth(tenantId, platformId),
        UpdateExpression: 'SET #field = :at',
        ConditionExpression: 'attribute_not_exists(#field) OR #field < :at',
        ExpressionAttributeNames: { '#field': field },
        ExpressionAttributeValues: { ':at': at },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** The platform takes nothing before `until` (ISO 8601), as its own answer says: whoever is due looks here first. */
export async function blockPlatform(tenantId: string, platformId: string, until: string): Promise<void> {
  const condition = {
    expression: 'attribute_exists(pk) AND (attribute_not_exists(blockedUntil) OR blockedUntil < :blockedUntil)',
  };
  const account = { tenantId, id: platformId };
  try {
    await transact([changeAccount('blocked', account, { blockedUntil: until }, condition)]);
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error;
  }
}
