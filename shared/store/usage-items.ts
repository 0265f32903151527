import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Attempt } from '../domain/distribution.ts';
import type { Platform } from '../domain/platform.ts';
import { keys, platformPk, sortKeyPrefixes } from './keys.ts';
import { queryPartition } from './read.ts';
import { documentClient, type Key, tableName } from './table.ts';
import { type LabelledAction, update } from './transact.ts';

const DAY_SECONDS = 86_400;
const INTERVAL_TOLERANCE_MS = 2_000;

/** The labels of the ledger's guards: which limit was met. */
export type LedgerLabel = 'postsPerHour' | 'postsPerDay' | 'minInterval';

/**
 * One post taken from the platform's ledger at `now` (milliseconds), for the transaction of the attempt. Counts even
 * where there is no limit would make every post of a platform write one item, so only limits that are set are kept.
 */
export function takeFromLedger(platform: Platform, distributionId: string, now: number): LabelledAction[] {
  const { tenantId, id, postsPerHour, postsPerDay, minIntervalMinutes } = platform;
  const iso = new Date(now).toISOString();
  const actions: LabelledAction[] = [];
  if (postsPerHour !== undefined) {
    actions.push(countPost('postsPerHour', keys.usage(tenantId, id, iso.slice(0, 13)), postsPerHour, now));
  }
  if (postsPerDay !== undefined) {
    actions.push(countPost('postsPerDay', keys.usage(tenantId, id, iso.slice(0, 10)), postsPerDay, now));
  }
  if (minIntervalMinutes !== undefined) {
    // A post's own failed try keeps nobody out, and posts planned exactly one interval apart are not a second too near.
    const condition = {
      expression: 'attribute_not_exists(lastAt) OR lastAt <= :latest OR lastBy = :self',
      values: { ':latest': now - minIntervalMinutes * 60_000 + INTERVAL_TOLERANCE_MS },
    };
    const values = { ':now': now, ':self': distributionId };
    actions.push(
      update('minInterval', keys.lastPost(tenantId, id), 'SET lastAt = :now, lastBy = :self', values, condition),
    );
  }
  return actions;
}

/** Takes a post back that the platform refused: it does not stand there. */
export function giveBackToLedger(platform: Platform, { ledgerAt }: Attempt): LabelledAction[] {
  if (ledgerAt === undefined) return [];
  const { tenantId, id, postsPerHour, postsPerDay } = platform;
  const back = (label: string, period: string) =>
    update(label, keys.usage(tenantId, id, period), 'ADD posts :minusOne', { ':minusOne': -1 });
  return [
    ...(postsPerHour === undefined ? [] : [back('hourBack', ledgerAt.slice(0, 13))]),
    ...(postsPerDay === undefined ? [] : [back('dayBack', ledgerAt.slice(0, 10))]),
  ];
}

/** When the limit that refused a post at `now` next lets one through, in milliseconds. */
export function nextFit(label: LedgerLabel, platform: Platform, now: number, lastAt: unknown): number {
  if (label === 'postsPerHour') return (Math.floor(now / 3_600_000) + 1) * 3_600_000;
  if (label === 'postsPerDay') return (Math.floor(now / (DAY_SECONDS * 1000)) + 1) * DAY_SECONDS * 1000;
  const last = typeof lastAt === 'number' ? lastAt : now;
  return last + (platform.minIntervalMinutes ?? 0) * 60_000;
}

/** Counts a failed call of the platform in the hour's item, for `apiErrors24h`. */
export async function countError(tenantId: string, platformId: string, now: number): Promise<void> {
  await documentClient.send(
    new UpdateCommand({
      TableName: tableName(),
      Key: keys.usage(tenantId, platformId, new Date(now).toISOString().slice(0, 13)),
      UpdateExpression: 'ADD apiErrors :one SET expiresAt = :expiresAt',
      ExpressionAttributeValues: { ':one': 1, ':expiresAt': Math.floor(now / 1000) + 2 * DAY_SECONDS },
    }),
  );
}

export async function readErrors24h(tenantId: string, platformId: string, now: number): Promise<number> {
  const hour = (moment: number) => `${sortKeyPrefixes.usage}${new Date(moment).toISOString().slice(0, 13)}`;
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
        Key: keys.platformHealth(tenantId, platformId),
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

function countPost(label: LedgerLabel, key: Key, limit: number, now: number): LabelledAction {
  return update(
    label,
    key,
    'ADD posts :one SET expiresAt = :expiresAt',
    { ':one': 1, ':expiresAt': Math.floor(now / 1000) + 3 * DAY_SECONDS },
    { expression: 'attribute_not_exists(posts) OR posts < :limit', values: { ':limit': limit } },
  );
}
