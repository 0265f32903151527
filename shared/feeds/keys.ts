import type { Key } from '../kernel/table/client.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

export const feedPk = (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#FEED#${id}`;

export const feedKeys = {
  feed: (tenantId: string, id: string): Key => ({ pk: feedPk(tenantId, id), sk: 'FEED' }),
  feedState: (tenantId: string, id: string): Key => ({ pk: feedPk(tenantId, id), sk: 'STATE' }),
  /** `item` names one entry of the feed for one platform. */
  feedItem: (tenantId: string, id: string, item: string): Key => ({ pk: feedPk(tenantId, id), sk: `ITEM#${item}` }),
};

export const feedLists = {
  feeds: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#FEEDS` },
} as const;
