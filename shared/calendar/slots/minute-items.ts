import * as z from 'zod';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { getItem, queryPartition } from '../../kernel/table/read.ts';
import { put } from '../../kernel/table/transact.ts';
import { calendarGuards } from '../guards.ts';
import { calendarKeys, calendarPk, calendarPrefixes } from '../keys.ts';
import type { PlannedPost } from '../times/planned-posts.ts';
import type { SlotHolder } from './claim-slot.ts';
import { slotKey } from './slot.ts';

/**
 * Longer than any function runs: a request that read the calendar before the post was written has ended when the
 * reservation expires, and a later one sees the post itself. Nothing frees a minute: the post's own state shows that the
 * post has left it.
 */
const HELD_SECONDS = 15 * 60;

const minuteSchema = z.object({ distributionId: z.string(), at: z.iso.datetime(), expiresAt: z.number().int() });

/** A reserved minute: the post that has it, and until when (seconds since 1970). */
interface HeldMinute {
  distributionId: string;
  expiresAt: number;
}

/**
 * Reserves a minute that Herald found for a post (milliseconds), in the post's own transaction. Two requests at the same
 * moment find the same minute, and the guard lets one pass; the other reads the calendar again, as for a slot. `left` is a
 * reservation whose post has left the minute.
 */
export function reserveMinute(
  { tenantId, platformId, id }: Pick<SlotHolder, 'tenantId' | 'platformId' | 'id'>,
  at: number,
  left: HeldMinute | undefined,
): LabelledAction {
  const now = Math.floor(Date.now() / 1000);
  const item = { distributionId: id, at: new Date(at).toISOString(), expiresAt: now + HELD_SECONDS };
  const isFree = 'attribute_not_exists(pk) OR distributionId = :self OR expiresAt < :nowSeconds';
  const isLeft = 'distributionId = :left AND expiresAt = :leftUntil';
  return put(
    calendarGuards.slot,
    { ...calendarKeys.minute(tenantId, platformId, slotKey(at)), ...item },
    {
      expression: left === undefined ? isFree : `${isFree} OR (${isLeft})`,
      values: {
        ':self': id,
        ':nowSeconds': now,
        ...(left && { ':left': left.distributionId, ':leftUntil': left.expiresAt }),
      },
    },
  );
}

/** The reservation of a minute (milliseconds) that has not expired. */
export async function readHeldMinute(
  tenantId: string,
  platformId: string,
  at: number,
): Promise<HeldMinute | undefined> {
  const item = await getItem(calendarKeys.minute(tenantId, platformId, slotKey(at)));
  const held = item && minuteSchema.parse(item);
  return held && held.expiresAt >= Math.floor(Date.now() / 1000) ? held : undefined;
}

/** The reserved minutes with `from <= minute < to` (milliseconds), as posts at those times. Strongly consistent. */
export async function readHeldMinutes(
  tenantId: string,
  platformId: string,
  from: number,
  to: number,
): Promise<PlannedPost[]> {
  const items = await queryPartition({
    pk: calendarPk(tenantId, platformId),
    between: [`${calendarPrefixes.minute}${slotKey(from)}`, `${calendarPrefixes.minute}${slotKey(to - 1)}~`],
  });
  const now = Math.floor(Date.now() / 1000);
  return z
    .array(minuteSchema)
    .parse(items)
    .filter(({ expiresAt }) => expiresAt >= now)
    .map(({ distributionId, at }) => ({ id: distributionId, at }));
}
