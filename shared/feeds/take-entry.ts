import type { Account } from '../accounts/account.ts';
import type { PlannedPost } from '../calendar/times/planned-posts.ts';
import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { HeraldError, isPassing } from '../kernel/herald-error.ts';
import { derivedId } from '../kernel/ids.ts';
import { GuardFailed } from '../kernel/table/transact.ts';
import { tryTransact } from '../kernel/table/try-transact.ts';
import { adapterFor } from '../platforms/registry.ts';
import type { NewDistribution } from '../posts/model/distribution-input.ts';
import { createDistribution } from '../posts/planning/create-distribution.ts';
import type { CreationDetail } from '../posts/planning/record-creation.ts';
import { NEAR_MS } from '../posts/planning/require-publish.ts';
import { adaptEntry } from './entries/adapt-entry.ts';
import { renderEntry } from './entries/feed-template.ts';
import { feedEvents } from './events.ts';
import type { Feed } from './feed.ts';
import type { FeedEntry } from './feed-entry.ts';
import { recordEntry } from './feed-items.ts';
import { feedGuards } from './guards.ts';

const SHORTENED = 'Something of the entry is left out: the platform takes no more.';

type PlatformEntry = FeedEntry & { platformId: string };

interface EntryTiming {
  /** The entry's time where the feed says `delay`: ISO 8601. */
  delayedTo: string;
  /** Posts of the account that this poll has planned; its list (an index) may not show them yet. */
  unlistedPosts: PlannedPost[];
}

/** A post in one transaction with the guard that its entry was taken, and what became of it. */
export async function takeEntry(
  feed: Feed,
  entry: PlatformEntry,
  account: Account | undefined,
  timing: EntryTiming,
  worker: Actor,
): Promise<{ did: 'taken' | 'refused' | 'known'; planned?: PlannedPost }> {
  const { input, shortened } = postOf(feed, entry, account);
  const asked = feed.mode === 'queue' ? { ...input, ...timeOf(feed, timing) } : input;
  const eventData = { feedId: feed.id, ...(shortened && { shortened }) };
  const create = async (post: NewDistribution, data: CreationDetail) => {
    const { tenantId } = feed;
    const { guid, platformId } = entry;
    const id = derivedId(tenantId, 'feed', feed.id, guid, platformId);
    const extraWrites = [recordEntry(feed, { guid, platformId, did: 'taken', distributionId: id })];
    const request = { tenantId, actor: worker, idempotency: undefined };
    const notes = shortened ? [{ code: 'text_shortened', field: '/body', message: SHORTENED }] : [];
    const { unlistedPosts } = timing;
    // The feed was perhaps set up with `write` alone, which plans for no moment nearer than this.
    const notBefore = new Date(Date.now() + NEAR_MS).toISOString();
    const options = { id, extraWrites, notBefore, unlistedPosts, notes, eventData: data, looksAtMedia: false };
    const { scheduledFor } = await createDistribution(request, post, options);
    return { did: 'taken' as const, ...(scheduledFor && { planned: { id, at: scheduledFor } }) };
  };
  try {
    try {
      return await create(asked, eventData);
    } catch (error) {
      if (!(error instanceof HeraldError) || !isOnlyTime(error)) throw error;
      // An entry without a time becomes a draft, whose event says why it has none.
      const { code, message } = error.problems[0]!;
      return await create(input, { ...eventData, noTime: { asked: asked.scheduledFor, code, message } });
    }
  } catch (error) {
    if (error instanceof GuardFailed && error.guard === feedGuards.entry) return { did: 'known' };
    if (!(error instanceof HeraldError) || isPassing(error)) throw error;
    if (error.code === 'idempotency_key_reused') return { did: 'known' };
    return { did: await refuse(feed, entry, error, worker) };
  }
}

function postOf({ template }: Feed, entry: PlatformEntry, account: Account | undefined) {
  const adapted =
    account === undefined
      ? { body: renderEntry(template, entry), shortened: false }
      : adaptEntry(template, entry, adapterFor(account.kind).rules);
  const { shortened, ...content } = adapted;
  const input: NewDistribution = { platformId: entry.platformId, ...content, contentType: 'curated' };
  return { input, shortened };
}

function timeOf({ timing, timezone }: Feed, { delayedTo }: EntryTiming) {
  return { scheduledFor: timing === 'delay' ? delayedTo : timing, ...(timezone && { timezone }) };
}

/** Whether only the post's time is refused: its slot is taken, it is outside the platform's window, or no time is free. */
function isOnlyTime({ code, problems }: HeraldError): boolean {
  if (!['slot_taken', 'time_conflict', 'time_invalid'].includes(code)) return false;
  return problems.length > 0 && problems.every(({ field }) => field === '/scheduledFor');
}

/** Records that the entry cannot become a post, with an event; otherwise every poll would try it again. */
async function refuse(
  feed: Feed,
  { guid, platformId, title, link }: PlatformEntry,
  { code, message, remedy, problems }: HeraldError,
  worker: Actor,
): Promise<'refused' | 'known'> {
  const refused = await tryTransact([
    recordEntry(feed, { guid, platformId, did: 'refused' }),
    recordEvent(worker, feedEvents.FEED_ITEM_REFUSED, {
      tenantId: feed.tenantId,
      entityId: feed.id,
      data: { guid: guid.slice(0, 2_048).toWellFormed(), title, link, platformId, code, message, remedy, problems },
    }),
  ]);
  return refused === undefined ? 'refused' : 'known';
}
