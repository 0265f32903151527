import { crossPostEventsPk } from '../cross-posts/keys.ts';
import type { HeraldEvent } from '../kernel/events/event.ts';
import { fromEventItem } from '../kernel/events/event-items.ts';
import { eventLists, eventPrefixes } from '../kernel/events/event-keys.ts';
import { cutPage, decodeCursor, listPage, mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { listOf } from '../kernel/table/key-parts.ts';
import { queryPartition } from '../kernel/table/read.ts';
import { findDistribution } from '../posts/model/find-distribution.ts';
import { distributionPk } from '../posts/model/keys.ts';

/** The event log of one day (`YYYY-MM-DD`, UTC), newest first. */
export async function listEvents(tenantId: string, day: string, query: PageQuery): Promise<Page<HeraldEvent>> {
  return mapPage(
    await listPage({ ...listOf(eventLists.eventsByDay, tenantId, day), descending: true }, query),
    fromEventItem,
  );
}

/** The whole story of one distribution, oldest first, with what happened to it as a member of its cross-post. */
export async function listDistributionEvents(
  tenantId: string,
  id: string,
  { limit, cursor }: PageQuery,
): Promise<Page<HeraldEvent>> {
  const { crossPostGroupId } = await findDistribution(tenantId, id);
  const list = { pk: distributionPk(tenantId, id), prefix: eventPrefixes.event };
  const after = decodeCursor(list, cursor)?.sk;
  const [own, ofGroup] = await Promise.all([
    queryPartition({ ...list, limit: limit + 1, after }),
    crossPostGroupId === undefined ? [] : readEventsOfMember(tenantId, crossPostGroupId, id, after),
  ]);
  // Their ids, and so their keys, are in order of time.
  const all = [...own, ...ofGroup].sort((a, b) => (a.sk < b.sk ? -1 : 1));
  return mapPage(cutPage(list, all, limit), fromEventItem);
}

/** A group has a few events, one for each thing that was done to it as a whole. */
async function readEventsOfMember(tenantId: string, groupId: string, id: string, after: string | undefined) {
  const items = await queryPartition({
    pk: crossPostEventsPk(tenantId, groupId),
    prefix: eventPrefixes.event,
    after,
  });
  return items.filter((item) => {
    const { members } = fromEventItem(item).data;
    return Array.isArray(members) && members.includes(id);
  });
}
