import type { Key } from './client.ts';
import { type IndexName, tableIndexes } from './indexes.ts';

/**
 * Every key of the table. All of a tenant's keys start with the tenant, so that a handler cannot reach another
 * tenant's items by mistake. Only API keys, calendar links and tenants are found without knowing
 * the tenant.
 */
const tenantPrefix = (tenantId: string) => `T#${tenantId}`;

export const platformPk = (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#PLATFORM#${id}`;
export const distributionPk = (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#DIST#${id}`;

export const importPk = (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#IMPORT#${id}`;
export const seriesPk = (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#SERIES#${id}`;
/** Of the group's events; the group itself has a partition of its own. */
export const crossPostEventsPk = (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#CROSS_POST#${id}`;
const feedPk = (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#FEED#${id}`;
export const calendarPk = (tenantId: string, platformId: string) => `${tenantPrefix(tenantId)}#CAL#${platformId}`;

export const keys = {
  /** How far the sweep has looked; the only item of no tenant but API keys, links and tenants. */
  sweepMark: (): Key => ({ pk: 'SWEEP', sk: 'WATERMARK' }),
  tenant: (id: string): Key => ({ pk: `TENANT#${id}`, sk: 'TENANT' }),
  apiKey: (id: string): Key => ({ pk: `APIKEY#${id}`, sk: 'APIKEY' }),
  platform: (tenantId: string, id: string): Key => ({ pk: platformPk(tenantId, id), sk: 'PLATFORM' }),
  platformHealth: (tenantId: string, id: string): Key => ({ pk: platformPk(tenantId, id), sk: 'HEALTH' }),
  /** `period` is `YYYY-MM-DDTHH` (hour) or `YYYY-MM-DD` (day), in UTC. */
  usage: (tenantId: string, id: string, period: string): Key => ({
    pk: platformPk(tenantId, id),
    sk: `USAGE#${period}`,
  }),
  ledger: (tenantId: string, id: string): Key => ({ pk: platformPk(tenantId, id), sk: 'LEDGER' }),
  distribution: (tenantId: string, id: string): Key => ({ pk: distributionPk(tenantId, id), sk: 'DIST' }),
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
  snapshot: (tenantId: string, id: string, recordedAt: string): Key => ({
    pk: distributionPk(tenantId, id),
    sk: `METRIC#${recordedAt}`,
  }),
  summary: (tenantId: string, id: string): Key => ({ pk: distributionPk(tenantId, id), sk: 'SUMMARY' }),
  externalId: (tenantId: string, platformId: string, externalId: string): Key => ({
    pk: `${tenantPrefix(tenantId)}#EXT#${platformId}#${externalId}`,
    sk: 'EXT',
  }),
  /** `day` is `YYYY-MM-DD` in UTC. */
  contentHash: (tenantId: string, platformId: string, hash: string, day: string): Key => ({
    pk: `${tenantPrefix(tenantId)}#HASH#${platformId}#${hash}`,
    sk: `HASH#${day}`,
  }),
  crossPostGroup: (tenantId: string, id: string): Key => ({ pk: `${tenantPrefix(tenantId)}#GROUP#${id}`, sk: 'GROUP' }),
  content: (tenantId: string, id: string): Key => ({ pk: `${tenantPrefix(tenantId)}#CONTENT#${id}`, sk: 'CONTENT' }),
  /** `key` is `slotKey` of the slot's moment. */
  slot: (tenantId: string, platformId: string, key: string): Key => ({ pk: calendarPk(tenantId, platformId), sk: key }),
  /** Where an occurrence of a rule does not stand any more. Behind the key of its moment, which others may take. */
  leftPlace: (tenantId: string, platformId: string, key: string, ruleId: string): Key => ({
    pk: calendarPk(tenantId, platformId),
    sk: `${key}#${ruleId}`,
  }),
  /** Held by a post whose time was found for it; `key` is `slotKey` of the minute. */
  minute: (tenantId: string, platformId: string, key: string): Key => ({
    pk: calendarPk(tenantId, platformId),
    sk: `${sortKeyPrefixes.minute}${key}`,
  }),
  slotRule: (tenantId: string, platformId: string, id: string): Key => ({
    pk: calendarPk(tenantId, platformId),
    sk: `RULE#${id}`,
  }),
  /** Found by its token, which names no tenant. */
  calendarLink: (id: string): Key => ({ pk: `CALLINK#${id}`, sk: 'CALLINK' }),
  pattern: (tenantId: string, platformId: string, type: string, name: string): Key => ({
    pk: platformPk(tenantId, platformId),
    sk: `PATTERN#${type}#${name}`,
  }),
  idempotency: (tenantId: string, id: string): Key => ({ pk: `${tenantPrefix(tenantId)}#IDEMP#${id}`, sk: 'IDEMP' }),
  import: (tenantId: string, id: string): Key => ({ pk: importPk(tenantId, id), sk: 'IMPORT' }),
  importChunk: (tenantId: string, id: string, chunk: number): Key => ({
    pk: importPk(tenantId, id),
    sk: `CHUNK#${String(chunk).padStart(4, '0')}`,
  }),
  feed: (tenantId: string, id: string): Key => ({ pk: feedPk(tenantId, id), sk: 'FEED' }),
  feedState: (tenantId: string, id: string): Key => ({ pk: feedPk(tenantId, id), sk: 'STATE' }),
  /** `item` names one entry of the feed for one platform. */
  feedItem: (tenantId: string, id: string, item: string): Key => ({ pk: feedPk(tenantId, id), sk: `ITEM#${item}` }),
  series: (tenantId: string, id: string): Key => ({ pk: seriesPk(tenantId, id), sk: 'SERIES' }),
  seriesTexts: (tenantId: string, id: string, version: number): Key => ({
    pk: seriesPk(tenantId, id),
    sk: `TEXTS#${version}`,
  }),
  /** `at` is the occurrence's instant; each plan of a series may have its own there. */
  seriesOccurrence: (tenantId: string, id: string, at: string, plan: number): Key => ({
    pk: seriesPk(tenantId, id),
    sk: `OCC#${at}#${String(plan).padStart(6, '0')}`,
  }),
  sandboxPost: (tenantId: string, id: string): Key => ({ pk: `${tenantPrefix(tenantId)}#SANDBOX#${id}`, sk: 'POST' }),
  sandboxReference: (tenantId: string, reference: string): Key => ({
    pk: `${tenantPrefix(tenantId)}#SANDBOXREF#${reference}`,
    sk: 'REF',
  }),
  sandboxContainer: (tenantId: string, id: string): Key => ({
    pk: `${tenantPrefix(tenantId)}#SANDBOXBOX#${id}`,
    sk: 'CONTAINER',
  }),
  /** Stands beside the reference's other items: a reference may name several containers. */
  sandboxContainerReference: (tenantId: string, reference: string, id: string): Key => ({
    pk: `${tenantPrefix(tenantId)}#SANDBOXREF#${reference}`,
    sk: `CONTAINER#${id}`,
  }),
};

/** An event stands beside what it tells of. */
export const eventKey = (tenantId: string, entityType: string, entityId: string, id: string): Key => ({
  pk:
    entityType === 'distribution'
      ? distributionPk(tenantId, entityId)
      : entityType === 'platform'
        ? platformPk(tenantId, entityId)
        : entityType === 'cross_post'
          ? crossPostEventsPk(tenantId, entityId)
          : `${tenantPrefix(tenantId)}#${entityType.toUpperCase()}#${entityId}`,
  sk: `EVENT#${id}`,
});

export const sortKeyPrefixes = {
  event: 'EVENT#',
  snapshot: 'METRIC#',
  attempt: 'ATTEMPT#',
  usage: 'USAGE#',
  slotRule: 'RULE#',
  minute: 'MINUTE#',
  sandboxContainer: 'CONTAINER#',
  importChunk: 'CHUNK#',
  seriesOccurrence: 'OCC#',
} as const;

/** Attention shards per hour: 1,000 writes a second on one key is DynamoDB's limit. */
export const ATTENTION_SHARDS = 4;

/**
 * Partition keys of the sparse indexes. All indexes hold keys only: a list reads one page of keys and then the items
 * themselves, so that a move of a distribution does not have to rewrite four indexes.
 */
export const lists = {
  tenants: { index: 'gsi1', pk: () => 'TENANTS' },
  platforms: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#PLATFORMS` },
  apiKeys: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#APIKEYS` },
  imports: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#IMPORTS` },
  feeds: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#FEEDS` },
  series: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#SERIES` },
  distributionsByStatus: {
    index: 'gsi1',
    pk: (tenantId: string, status: string) => `${tenantPrefix(tenantId)}#STATUS#${status}`,
  },
  distributionsByPlatform: { index: 'gsi2', pk: (tenantId: string, id: string) => platformPk(tenantId, id) },
  /** Those that have not ended. */
  seriesByPlatform: {
    index: 'gsi2',
    pk: (tenantId: string, platformId: string) => `${platformPk(tenantId, platformId)}#SERIES`,
  },
  distributionsByContent: {
    index: 'gsi3',
    pk: (tenantId: string, contentId: string) => `${tenantPrefix(tenantId)}#CONTENT#${contentId}`,
  },
  contents: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#CONTENTS` },
  calendarLinks: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#CALLINKS` },
  crossPostGroups: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#GROUPS` },
  distributions: { index: 'gsi4', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#DISTS` },
  eventsByDay: { index: 'gsi4', pk: (tenantId: string, day: string) => `${tenantPrefix(tenantId)}#EVENTS#${day}` },
  sandboxPosts: { index: 'gsi4', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#SANDBOX` },
  /** `hour` is `YYYY-MM-DDTHH` in UTC. */
  attention: { index: 'gsi5', pk: (hour: string, shard: number) => `DUE#${hour}#${shard}` },
  /** Series by the moment of their next post, of all tenants: what is not due is not read. */
  dueSeries: { index: 'gsi5', pk: () => 'SERIES' },
  /** Waits for a place in the account's ledger, in due order. */
  inLine: { index: 'gsi6', pk: (tenantId: string, platformId: string) => `WAIT#${platformPk(tenantId, platformId)}` },
  /** Held until the account is reconnected, in due order. */
  held: { index: 'gsi6', pk: (tenantId: string, platformId: string) => `HELD#${platformPk(tenantId, platformId)}` },
} as const;

/** Entries of one list are in time order; the id breaks ties. */
export const timeSortKey = (instant: string, id: string) => `${instant}#${id}`;

export function indexKeys(index: IndexName, pk: string, sk: string): Record<string, string> {
  const names = tableIndexes[index];
  return { [names.pk]: pk, [names.sk]: sk };
}

/** The same distribution always falls into the same shard. */
export function attentionShard(id: string): number {
  return Number.parseInt(id.slice(-4), 16) % ATTENTION_SHARDS;
}
