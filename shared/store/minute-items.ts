import * as z from 'zod';
import type { PlannedPost } from '../domain/calendar/planned-posts.ts';
import { slotKey } from '../domain/calendar/slot.ts';
import type { Distribution } from '../domain/distribution.ts';
import { calendarPk, keys, sortKeyPrefixes } from './keys.ts';
import { queryPartition } from './read.ts';
import { type LabelledAction, put } from './transact.ts';

/**
 * Longer than any function runs: whoever looked at the calendar before the post stood there has written by then, and
 * whoever looks later sees the post itself. So nothing needs to free a minute.
 */
const HELD_SECONDS = 15 * 60;

const minuteSchema = z.object({ distributionId: z.string(), at: z.iso.datetime(), expiresAt: z.number().int() });

/**
 * Keeps a minute that was found for a post (milliseconds), in the post's own transaction: two requests of one moment
 * find the same one, and the guard lets one through. The loser looks at the calendar again, as for a slot.
 */
export function holdMinute(
  { tenantId, platformId, id }: Pick<Distribution, 'tenantId' | 'platformId' | 'id'>,
  at: number,
): LabelledAction {
  const now = Math.floor(Date.now() / 1000);
  const item = { distributionId: id, at: new Date(at).toISOString(), expiresAt: now + HELD_SECONDS };
  return put(
    'slot',
    { ...keys.minute(tenantId, platformId, slotKey(at)), ...item },
    {
      expression: 'attribute_not_exists(pk) OR distributionId = :self OR expiresAt < :nowSeconds',
      values: { ':self': id, ':nowSeconds': now },
    },
  );
}

/** Minutes with `from <= minute < to` (milliseconds) that are held now, as posts that stand there. Strongly consistent. */
export async function readHeldMinutes(
  tenantId: string,
  platformId: string,
  from: number,
  to: number,
): Promise<PlannedPost[]> {
  const items = await queryPartition({
    pk: calendarPk(tenantId, platformId),
    between: [`${sortKeyPrefixes.minute}${slotKey(from)}`, `${sortKeyPrefixes.minute}${slotKey(to - 1)}~`],
  });
  const now = Math.floor(Date.now() / 1000);
  return z
    .array(minuteSchema)
    .parse(items)
    .filter(({ expiresAt }) => expiresAt >= now)
    .map(({ distributionId, at }) => ({ id: distributionId, at }));
}
