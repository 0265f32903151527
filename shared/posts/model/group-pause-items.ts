import * as z from 'zod';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { getItem } from '../../kernel/table/read.ts';
import { check } from '../../kernel/table/transact.ts';
import { postGuards } from './guards.ts';
import { postKeys } from './keys.ts';

// Posts know of their group whether it is paused, and how far its members are; the rest is the group's own.
const groupPauseSchema = z.object({ isPaused: z.boolean() });

/** Whether a cross-post is paused; undefined where there is none of this id. */
export async function readGroupPause(tenantId: string, groupId: string): Promise<boolean | undefined> {
  const item = await getItem(postKeys.crossPostGroup(tenantId, groupId));
  return item && groupPauseSchema.parse(item).isPaused;
}

/** Refuses a transaction with `groupPause` where the group was paused or resumed since it was read. */
export function checkGroupPause(tenantId: string, groupId: string, isPaused: boolean): LabelledAction {
  const isAsRead = { expression: 'isPaused = :isPaused', values: { ':isPaused': isPaused } };
  return check(postGuards.groupPause, postKeys.crossPostGroup(tenantId, groupId), isAsRead);
}
