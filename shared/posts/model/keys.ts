import { platformPk } from '../../accounts/keys.ts';
import type { Key } from '../../kernel/table/client.ts';
import { tenantPrefix } from '../../kernel/table/key-parts.ts';
import type { DistributionStatus } from './distribution.ts';

export const distributionPk = (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#DIST#${id}`;

/** The sort key of a distribution's state; its partition also has its text, attempts, figures and events. */
export const DISTRIBUTION_SORT_KEY = 'DIST';

/** Attention shards per hour: 1,000 writes a second on one key is DynamoDB's limit. */
export const ATTENTION_SHARDS = 4;

export const postPrefixes = {
  attempt: 'ATTEMPT#',
  continuation: 'CONTINUE#',
  waitingDiscard: 'DISCARD#',
} as const;

export const postKeys = {
  distribution: (tenantId: string, id: string): Key => ({
    pk: distributionPk(tenantId, id),
    sk: DISTRIBUTION_SORT_KEY,
  }),
  text: (tenantId: string, id: string, version: number): Key => ({
    pk: distributionPk(tenantId, id),
    sk: `TEXT#${version}`,
  }),
  prepared: (tenantId: string, id: string, textVersion: number): Key => ({
    pk: distributionPk(tenantId, id),
    sk: `PREPARED#${textVersion}`,
  }),
  attempt: (tenantId: string, id: string, number: number): Key => ({
    pk: distributionPk(tenantId, id),
    sk: `ATTEMPT#${String(number).padStart(4, '0')}`,
  }),
  /** The newest figures of a post, which `learning` writes. */
  summary: (tenantId: string, id: string): Key => ({ pk: distributionPk(tenantId, id), sk: 'SUMMARY' }),
  externalId: (tenantId: string, platformId: string, externalId: string): Key => ({
    pk: `${tenantPrefix(tenantId)}#EXT#${platformId}#${externalId}`,
    sk: 'EXT',
  }),
  /** `month` is `YYYY-MM` in UTC. */
  contentHash: (tenantId: string, platformId: string, hash: string, month: string): Key => ({
    pk: `${tenantPrefix(tenantId)}#HASH#${platformId}#${hash}`,
    sk: `HASH#${month}`,
  }),
  /** Work on an account that the next worker goes on with. */
  continuation: (tenantId: string, id: string, kind: 'line' | 'release'): Key => ({
    pk: platformPk(tenantId, id),
    sk: `CONTINUE#${kind}`,
  }),
  /** What is to be taken away at the platform once the account is connected again. */
  waitingDiscard: (tenantId: string, platformId: string, id: string, textVersion: number): Key => ({
    pk: platformPk(tenantId, platformId),
    sk: `DISCARD#${id}#${textVersion}`,
  }),
  ledger: (tenantId: string, id: string): Key => ({ pk: platformPk(tenantId, id), sk: 'LEDGER' }),
  crossPostGroup: (tenantId: string, id: string): Key => ({ pk: `${tenantPrefix(tenantId)}#GROUP#${id}`, sk: 'GROUP' }),
};

export const postLists = {
  distributionsByStatus: {
    index: 'gsi1',
    pk: (tenantId: string, status: ListedStatus) => `${tenantPrefix(tenantId)}#STATUS#${status}`,
  },
  distributionsByPlatform: { index: 'gsi2', pk: (tenantId: string, id: string) => platformPk(tenantId, id) },
  distributionsByContent: {
    index: 'gsi3',
    pk: (tenantId: string, contentId: string) => `${tenantPrefix(tenantId)}#CONTENT#${contentId}`,
  },
  distributions: { index: 'gsi4', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#DISTS` },
  /** `hour` is `YYYY-MM-DDTHH` in UTC. */
  attention: { index: 'gsi5', pk: (hour: string, shard: number) => `DUE#${hour}#${shard}` },
  /** Waits for a place in the account's quota, in due order. */
  inLine: { index: 'gsi6', pk: (tenantId: string, platformId: string) => `WAIT#${platformPk(tenantId, platformId)}` },
  /** Held until the account is reconnected, in due order. */
  held: { index: 'gsi6', pk: (tenantId: string, platformId: string) => `HELD#${platformPk(tenantId, platformId)}` },
} as const;

/** The statuses that have a list of their own. */
export type ListedStatus = Exclude<DistributionStatus, 'preparing' | 'publishing'>;

/**
 * The list that has the posts of a status. A post passes through `preparing` and `publishing` within minutes: it stays in
 * the list of those that are scheduled, and is not moved twice in an index.
 */
export function listedAs(status: DistributionStatus): ListedStatus {
  return status === 'preparing' || status === 'publishing' ? 'scheduled' : status;
}

/** The same distribution always falls into the same shard. */
export function attentionShard(id: string): number {
  return Number.parseInt(id.slice(-4), 16) % ATTENTION_SHARDS;
}
