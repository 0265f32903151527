import { crossPostEventsPk } from '../cross-posts/keys.ts';
import type { HeraldEvent } from '../kernel/events/event.ts';
import { fromEventItem } from '../kernel/events/event-items.ts';
import { eventLists, eventPrefixes } from '../kernel/events/event-keys.ts';
import { listPage } from '../kernel/requests/list-page.ts';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { listOf } from '../kernel/table/key-parts.ts';
import { queryPartition } from '../kernel/table/read.ts';
import { findDistribution } from '../posts/model/find-distribution.ts';
import { distributionPk } from '../posts/model/keys.ts';

/** The event log of one day (`YYYY-MM-DD`, UTC), newest first. */
export async function listEvents(tenantId: string, day: string, query: PageQuery): Promise<Page<HeraldEvent>> {
  return listPage({
    list: listOf(eventLists.eventsByDay, tenantId, day),
    query,
    parse: fromEventItem,
    descending: true,
  });
}

/** The whole story of one distribution, oldest first, with what happened to it as a member of its cross-post. */
export async function listDistributionEvents(
  tenantId: string,
  id: string,
  { limit, cursor }: PageQuery,
): Promise<Page<HeraldEvent>> {
  const { crossPostGroupId } = await findDistribution(tenantId, id);
  const pk = distributionPk(tenantId, id);
  const after = decodeCursor(cursor, { pk })?.sk;
  const [own, ofGroup] = await Promise.all([
    queryPartition({ pk, prefix: eventPrefixes.event, limit: limit + 1, after }),
    crossPostGroupId === undefined ? [] : readEventsOfMember(tenantId, crossPostGroupId, id, after),
  ]);
  // Their ids, and so their keys, are in order of time.
  const items = [...own, ...ofGroup].sort((a, b) => (a.sk < b.sk ? -1 : 1));
  const shown = items.slice(0, limit);
  const last = items.length > limit ? shown.at(-1) : undefined;
  const nextCursor = encodeCursor(last && { pk, sk: last.sk, position: '' }, { pk });
  return { items: shown.map(fromEventItem), nextCursor };
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
