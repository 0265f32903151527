import { createHash } from 'node:crypto';
import { listPage, mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import type { Item } from '../kernel/table/client.ts';
import { indexKeys, listOf, timeSortKey } from '../kernel/table/key-parts.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { allItems, getItem, getItems } from '../kernel/table/read.ts';
import { check, exists, isNew, put, remove, removeAlways } from '../kernel/table/transact.ts';
import { type Feed, type FeedState, feedSchema, feedStateSchema, newFeedState } from './feed.ts';
import { feedGuards } from './guards.ts';
import { feedKeys, feedLists } from './keys.ts';

function toFeedItem(feed: Feed): Item {
  const { tenantId, id, createdAt } = feed;
  return {
    ...feedKeys.feed(tenantId, id),
    ...indexKeys('gsi1', feedLists.feeds.pk(tenantId), timeSortKey(createdAt, id)),
    ...feed,
  };
}

function fromFeedItem(item: Item): Feed {
  return feedSchema.parse(item);
}

export async function readFeed(tenantId: string, id: string): Promise<Feed | undefined> {
  const item = await getItem(feedKeys.feed(tenantId, id));
  return item && fromFeedItem(item);
}

export async function readAllFeeds(tenantId: string): Promise<Feed[]> {
  const items = await Array.fromAsync(allItems(listOf(feedLists.feeds, tenantId)));
  return items.map(fromFeedItem);
}

/** In the order of the feeds; a feed that was never polled has the empty state. */
export async function readFeedStates(feeds: Pick<Feed, 'tenantId' | 'id'>[]): Promise<FeedState[]> {
  const items = await getItems(feeds.map(({ tenantId, id }) => feedKeys.feedState(tenantId, id)));
  return items.map((item) => (item === undefined ? newFeedState : feedStateSchema.parse(item)));
}

export async function readFeedState(feed: Pick<Feed, 'tenantId' | 'id'>): Promise<FeedState> {
  const [state] = await readFeedStates([feed]);
  return state!;
}

export function insertFeed(feed: Feed): LabelledAction {
  return put(feedGuards.newFeed, toFeedItem(feed), isNew);
}

/** `updatedAt` is the optimistic lock: each write sets a new one. */
export function replaceFeed(before: Feed, after: Feed): LabelledAction {
  return put(feedGuards.feed, toFeedItem(after), {
    expression: 'updatedAt = :updatedAt',
    values: { ':updatedAt': before.updatedAt },
  });
}

export function removeFeed({ tenantId, id }: Feed): LabelledAction[] {
  return [remove(feedGuards.feed, feedKeys.feed(tenantId, id), exists), removeAlways(feedKeys.feedState(tenantId, id))];
}

/** Of two polls at the same time the second finds another count. `checkFeed` keeps a deleted feed deleted. */
export function replaceFeedState({ tenantId, id }: Feed, before: FeedState, after: FeedState): LabelledAction {
  return put(
    feedGuards.state,
    { ...feedKeys.feedState(tenantId, id), ...feedStateSchema.parse(after) },
    before.polls === 0 ? isNew : { expression: 'polls = :polls', values: { ':polls': before.polls } },
  );
}

export function checkFeed({ tenantId, id }: Feed): LabelledAction {
  return check(feedGuards.feed, feedKeys.feed(tenantId, id), exists);
}

const itemKey = ({ tenantId, id }: Feed, guid: string, platformId: string) =>
  feedKeys.feedItem(tenantId, id, `${createHash('sha256').update(guid).digest('hex').slice(0, 32)}#${platformId}`);

/** What a poll has decided of an entry for a platform; no later poll decides again. */
interface TakenEntry {
  guid: string;
  platformId: string;
  did: 'taken' | 'passed_over' | 'refused';
  /** The post that was made of it. */
  distributionId?: string;
}

/** The guard: no entry becomes a post twice. */
export function recordEntry(feed: Feed, { guid, platformId, ...entry }: TakenEntry): LabelledAction {
  const item = { ...itemKey(feed, guid, platformId), guid: guid.slice(0, 2_048).toWellFormed(), ...entry };
  return put(feedGuards.entry, item, isNew);
}

/** The places in `wanted` of those entries that an earlier poll has decided. */
export async function knownEntries(feed: Feed, wanted: { guid: string; platformId: string }[]): Promise<Set<number>> {
  const items = await getItems(wanted.map(({ guid, platformId }) => itemKey(feed, guid, platformId)));
  return new Set(items.flatMap((item, index) => (item === undefined ? [] : [index])));
}

/** Oldest first. */
export async function readFeedPage(tenantId: string, query: PageQuery): Promise<Page<Feed>> {
  return mapPage(await listPage(listOf(feedLists.feeds, tenantId), query), fromFeedItem);
}
