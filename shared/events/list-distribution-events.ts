import { crossPostEvents } from '../cross-posts/events.ts';
import type { HeraldEvent } from '../kernel/events/event.ts';
import { readEventsOf } from '../kernel/events/event-items.ts';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { postEvents } from '../posts/model/events.ts';
import { findDistribution } from '../posts/model/find-distribution.ts';

const post = postEvents.DISTRIBUTION_CREATED.entity;
const crossPost = crossPostEvents.CROSS_POST_CREATED.entity;

/** The whole story of one distribution, oldest first, with the events of its cross-post that concern it. */
export async function listDistributionEvents(
  tenantId: string,
  id: string,
  { limit, cursor }: PageQuery,
): Promise<Page<HeraldEvent>> {
  const { crossPostGroupId } = await findDistribution(tenantId, id);
  // Two partitions make this list: its cursor holds the id of the last event.
  const list = { pk: post.pk(tenantId, id), prefix: 'of the post and its group' };
  const afterId = decodeCursor(list, cursor)?.sk;
  const [own, ofGroup] = await Promise.all([
    readEventsOf(post, { tenantId, id, afterId, limit: limit + 1 }),
    crossPostGroupId === undefined ? [] : readEventsOf(crossPost, { tenantId, id: crossPostGroupId, afterId }),
  ]);
  const all = [...own, ...ofGroup.filter((event) => concerns(event, id))].sort((a, b) => (a.id < b.id ? -1 : 1));
  const items = all.slice(0, limit);
  const last = all.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: encodeCursor(list, last && { pk: '', sk: last.id, position: '' }) };
}

/** A group has a few events, one for each change of the group as a whole; each names the members that it changed. */
function concerns({ data: { members } }: HeraldEvent, id: string): boolean {
  return Array.isArray(members) && members.includes(id);
}
