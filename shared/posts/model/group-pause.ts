import type { Warning } from '../../calendar/times/parse-requested-time.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { retryOnGuard } from '../../kernel/table/retry-on-guard.ts';
import type { Distribution } from './distribution.ts';
import { checkGroupPause, readGroupPause } from './group-pause-items.ts';
import { postGuards } from './guards.ts';

/** What the pause of its cross-post makes of a post that comes back onto the schedule. */
export interface GroupPause {
  held: 'paused' | undefined;
  /** For the transaction of the write: refuses it with `groupPause` where the group was paused or resumed meanwhile. */
  guards: LabelledAction[];
}

const MAX_TRIES = 3;

/**
 * Runs a write that puts a post back onto the schedule, held where its cross-post is paused: an approval, a reconnection
 * or a retry ends no pause. Anew where the cross-post is paused or resumed at the same moment.
 */
export async function withPauseGuard<Result>(
  state: Pick<Distribution, 'tenantId' | 'crossPostGroupId'>,
  write: (pause: GroupPause) => Promise<Result>,
): Promise<Result> {
  return retryOnGuard({ guards: [postGuards.groupPause], tries: MAX_TRIES }, async () => write(await pauseOf(state)));
}

export function pauseWarnings({ held, crossPostGroupId }: Distribution): Warning[] {
  if (held !== 'paused') return [];
  return [
    {
      code: 'cross_post_paused',
      message: `It does not go out before its cross-post is resumed: POST /api/v1/cross-posts/${crossPostGroupId}/resume.`,
    },
  ];
}

async function pauseOf({
  tenantId,
  crossPostGroupId,
}: Pick<Distribution, 'tenantId' | 'crossPostGroupId'>): Promise<GroupPause> {
  if (crossPostGroupId === undefined) return { held: undefined, guards: [] };
  const isPaused = await readGroupPause(tenantId, crossPostGroupId);
  if (isPaused === undefined) return { held: undefined, guards: [] };
  const guards = [checkGroupPause(tenantId, crossPostGroupId, isPaused)];
  return { held: isPaused ? 'paused' : undefined, guards };
}
