import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { documentClient, type Item, tableName } from '../kernel/table/client.ts';
import { UpdateCommand } from '../kernel/table/commands.ts';
import { getItem, queryPartition } from '../kernel/table/read.ts';
import { throughConflicts } from '../kernel/table/through-conflicts.ts';
import { transact, updateAlways } from '../kernel/table/transact.ts';
import { tryTransact } from '../kernel/table/try-transact.ts';
import { DAY_MS, MINUTE_MS } from '../kernel/time/durations.ts';
import { changeAccount } from './account-items.ts';
import { accountGuards } from './guards.ts';
import { accountKeys, accountPrefixes, platformPk } from './keys.ts';

/** When a post of the account last went out, and when its figures were last read. */
export async function readHealth(tenantId: string, platformId: string): Promise<Item | undefined> {
  return getItem(accountKeys.platformHealth(tenantId, platformId));
}

/** Counts a failed call of the platform in the hour's item, for `apiErrors24h`. */
export async function countError(tenantId: string, platformId: string, now: number): Promise<void> {
  const hour = accountKeys.usage(tenantId, platformId, new Date(now).toISOString().slice(0, 13));
  const values = { ':one': 1, ':expiresAt': Math.floor(now / 1000) + (2 * DAY_MS) / 1000 };
  // A transaction, because `transact` retries where posts count themselves in the same item.
  await transact([updateAlways(hour, 'ADD apiErrors :one SET expiresAt = :expiresAt', values)]);
}

export async function readErrors24h(tenantId: string, platformId: string, now: number): Promise<number> {
  const hour = (moment: number) => `${accountPrefixes.usage}${new Date(moment).toISOString().slice(0, 13)}`;
  const items = await queryPartition({
    pk: platformPk(tenantId, platformId),
    between: [hour(now - DAY_MS), hour(now)],
  });
  return items.reduce((sum, item) => sum + (typeof item.apiErrors === 'number' ? item.apiErrors : 0), 0);
}

/** All posts of an account write this item: a worker writes it once in this time, and the figure is as exact as that. */
const NOTE_EVERY_MS = MINUTE_MS;
/** What this worker has noted, by account and field. */
const noted = new Map<string, number>();
const MAX_NOTED = 1_000;

/** Keeps the later of two times, to the minute. Outside the post's transaction, in which all posts of an account would meet. */
export async function noteHealth(
  tenantId: string,
  platformId: string,
  field: 'lastPublishedAt' | 'lastMetricsSyncAt',
  at: string,
): Promise<void> {
  const name = `${tenantId} ${platformId} ${field}`;
  if (Math.abs(Date.parse(at) - (noted.get(name) ?? 0)) < NOTE_EVERY_MS) return;
  await writeHealth(tenantId, platformId, field, at);
  if (noted.size >= MAX_NOTED) noted.clear();
  noted.set(name, Date.parse(at));
}

async function writeHealth(tenantId: string, platformId: string, field: string, at: string): Promise<void> {
  try {
    await throughConflicts(() =>
      documentClient.send(
        new UpdateCommand({
          TableName: tableName(),
          Key: accountKeys.platformHealth(tenantId, platformId),
          UpdateExpression: 'SET #field = :at',
          ConditionExpression: 'attribute_not_exists(#field) OR #field < :at',
          ExpressionAttributeNames: { '#field': field },
          ExpressionAttributeValues: { ':at': at },
        }),
      ),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** The platform's answer says that it takes no post before `until` (ISO 8601); workers read this before each call. */
export async function blockPlatform(tenantId: string, platformId: string, until: string): Promise<void> {
  const condition = {
    expression: 'attribute_exists(pk) AND (attribute_not_exists(blockedUntil) OR blockedUntil < :blockedUntil)',
  };
  await tryTransact([
    changeAccount(accountGuards.blocked, { tenantId, id: platformId }, { blockedUntil: until }, condition),
  ]);
}
