import type { NewDistribution } from '../../domain/distribution-input.ts';
import type { Actor } from '../../domain/event.ts';
import type { Feed } from '../../domain/feeds/feed.ts';
import type { FeedEntry } from '../../domain/feeds/feed-entry.ts';
import { renderEntry } from '../../domain/feeds/feed-template.ts';
import { HeraldError } from '../../domain/herald-error.ts';
import { derivedId } from '../../domain/ids.ts';
import type { Platform } from '../../domain/platform.ts';
import { adapterFor, type PlatformKind } from '../../platforms/registry.ts';
import { recordEvent } from '../../store/event-items.ts';
import { holdEntry, knownEntries } from '../../store/feed-items.ts';
import { readPlatforms } from '../../store/platform-items.ts';
import { GuardFailed, transact } from '../../store/transact.ts';
import { createDistribution } from '../create-distribution.ts';

/** What a transaction holds at most. */
const WRITES = 100;

/** Entries that were there before the feed was followed, which a later poll would take for new ones. */
export async function passOver(feed: Feed, entries: FeedEntry[]): Promise<void> {
  const wanted = entries.flatMap(({ guid }) => feed.platformIds.map((platformId) => ({ guid, platformId })));
  const known = await knownEntries(feed, wanted);
  const fresh = wanted.filter((_, index) => !known.has(index));
  for (let start = 0; start < fresh.length; start += WRITES) {
    const some = fresh.slice(start, start + WRITES);
    await transact(some.map((entry) => holdEntry(feed, { ...entry, did: 'passed_over' })));
  }
}

/**
 * Makes a post of each entry for each platform, unless that was done before. Guard, post and event are one transaction,
 * so nothing that happens between two polls, or within one, makes a second one.
 */
export async function takeEntries(
  feed: Feed,
  entries: FeedEntry[],
  worker: Actor,
): Promise<{ taken: number; refused: number }> {
  const wanted = entries.flatMap((entry) => feed.platformIds.map((platformId) => ({ ...entry, platformId })));
  const known = await knownEntries(feed, wanted);
  const fresh = wanted.filter((_, index) => !known.has(index));
  const platforms = await readPlatforms(feed.tenantId, feed.platformIds);
  const places = new Map([...new Set(fresh.map(({ guid }) => guid))].map((guid, index) => [guid, index + 1]));
  let taken = 0;
  let refused = 0;
  for (const entry of fresh) {
    const at = Date.now() + places.get(entry.guid)! * feed.delayMinutes * 60_000;
    const outcome = await takeEntry(feed, entry, platforms.get(entry.platformId), at, worker);
    if (outcome === 'taken') taken += 1;
    if (outcome === 'refused') refused += 1;
  }
  return { taken, refused };
}

async function takeEntry(
  feed: Feed,
  entry: FeedEntry & { platformId: string },
  platform: Platform | undefined,
  at: number,
  worker: Actor,
): Promise<'taken' | 'refused' | 'known'> {
  const { tenantId } = feed;
  const { guid, platformId } = entry;
  const id = derivedId(tenantId, 'feed', feed.id, guid, platformId);
  const alongside = [holdEntry(feed, { guid, platformId, did: 'taken', distributionId: id })];
  const request = { tenantId, actor: worker, idempotency: undefined };
  try {
    await createDistribution(request, postOf(feed, entry, platform, at), { id, alongside });
    return 'taken';
  } catch (error) {
    if (error instanceof GuardFailed && error.label === 'feedEntry') return 'known';
    if (!(error instanceof HeraldError) || error.code === 'unavailable' || error.code === 'internal') throw error;
    if (error.code === 'idempotency_key_reused') return 'known';
    return refuse(feed, entry, error, worker);
  }
}

function postOf(
  { mode, template }: Feed,
  entry: FeedEntry & { platformId: string },
  platform: Platform | undefined,
  at: number,
): NewDistribution {
  const title = platform && adapterFor(platform.kind as PlatformKind).rules.title;
  return {
    platformId: entry.platformId,
    body: renderEntry(template, entry),
    // Only where a post has a title at all.
    ...(title?.required && { title: entry.title.slice(0, title.max) }),
    contentType: 'curated',
    ...(mode === 'queue' && { scheduledFor: new Date(at).toISOString() }),
  };
}

/** An entry that cannot become a post would be tried at every poll: it is set aside, and said. */
async function refuse(
  feed: Feed,
  { guid, platformId, title, link }: FeedEntry & { platformId: string },
  error: HeraldError,
  worker: Actor,
): Promise<'refused' | 'known'> {
  const { code, message, remedy } = error;
  const problems = error.problems.map((problem) => ({ ...problem }));
  try {
    await transact([
      holdEntry(feed, { guid, platformId, did: 'refused' }),
      recordEvent(worker, {
        type: 'FEED_ITEM_REFUSED',
        tenantId: feed.tenantId,
        entityType: 'feed',
        entityId: feed.id,
        data: { guid: guid.slice(0, 2_048), title, link, platformId, code, message, remedy, problems },
      }),
    ]);
    return 'refused';
  } catch (failure) {
    if (failure instanceof GuardFailed) return 'known';
    throw failure;
  }
}
