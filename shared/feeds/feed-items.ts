import { createHash } from 'node:crypto';
import type { Item } from '../kernel/table/client.ts';
import { indexKeys, timeSortKey } from '../kernel/table/key-parts.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { getItem, getItems } from '../kernel/table/read.ts';
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

export function fromFeedItem(item: Item): Feed {
  return feedSchema.parse(item);
}

export async function readFeed(tenantId: string, id: string): Promise<Feed | undefined> {
  const item = await getItem(feedKeys.feed(tenantId, id));
  return item && fromFeedItem(item);
}

/** In the order of the feeds; a feed that was never asked has the empty state. */
export async function readFeedStates(tenantId: string, ids: string[]): Promise<FeedState[]> {
  const items = await getItems(ids.map((id) => feedKeys.feedState(tenantId, id)));
  return items.map((item) => (item === undefined ? newFeedState : feedStateSchema.parse(item)));
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

/** Of two polls at once the second finds another count; a feed that was deleted meanwhile stays so (`checkFeed`). */
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

/** What was decided of an entry for a platform, for good. */
export interface TakenEntry {
  guid: string;
  platformId: string;
  did: 'taken' | 'passed_over' | 'refused';
  /** The post that was made of it. */
  distributionId?: string;
}

/** The guard: no entry becomes a post twice. */
export function holdEntry(feed: Feed, { guid, platformId, ...entry }: TakenEntry): LabelledAction {
  const item = { ...itemKey(feed, guid, platformId), guid: guid.slice(0, 2_048).toWellFormed(), ...entry };
  return put(feedGuards.entry, item, isNew);
}

/** Which of these have been decided before. */
export async function knownEntries(feed: Feed, wanted: { guid: string; platformId: string }[]): Promise<Set<number>> {
  const known = new Set<number>();
  for (let start = 0; start < wanted.length; start += 100) {
    const some = wanted.slice(start, start + 100);
    const items = await getItems(some.map(({ guid, platformId }) => itemKey(feed, guid, platformId)));
    for (const [index, item] of items.entries()) if (item !== undefined) known.add(start + index);
  }
  return known;
}
