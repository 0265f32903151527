import type { HeraldEvent } from '../domain/event.ts';
import { fromEventItem } from '../store/event-items.ts';
import { distributionPk, lists, sortKeyPrefixes } from '../store/keys.ts';
import { listItems, queryPartition } from '../store/read.ts';
import { findDistribution } from './find-distribution.ts';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from './page.ts';

/** The event log of one day (`YYYY-MM-DD`, UTC), newest first. */
export async function listEventsOfDay(
  tenantId: string,
  day: string,
  { limit, cursor }: PageQuery,
): Promise<Page<HeraldEvent>> {
  const { index, pk } = lists.eventsByDay;
  const after = decodeCursor(cursor, tenantId);
  const { items, next } = await listItems({ index, pk: pk(tenantId, day), limit, after, descending: true });
  return { items: items.map(fromEventItem), nextCursor: encodeCursor(next) };
}

/** The whole story of one distribution, oldest first. */
export async function listEventsOfDistribution(
  tenantId: string,
  id: string,
  { limit, cursor }: PageQuery,
): Promise<Page<HeraldEvent>> {
  await findDistribution(tenantId, id);
  const pk = distributionPk(tenantId, id);
  const after = decodeCursor(cursor, tenantId)?.sk;
  const items = await queryPartition({ pk, prefix: sortKeyPrefixes.event, limit: limit + 1, after });
  const shown = items.slice(0, limit);
  const last = items.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(fromEventItem),
    nextCursor: encodeCursor(last && { pk: last.pk, sk: last.sk, position: '' }),
  };
}
