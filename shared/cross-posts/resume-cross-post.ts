import type { RequestContext } from '../kernel/requests/request-context.ts';
import { adapterFor } from '../platforms/registry.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { withPart } from '../posts/model/status-parts.ts';
import { nextState } from '../posts/model/transitions.ts';
import { wakeTime } from '../posts/planning/wake-time.ts';
import { crossPostEvents } from './events.ts';
import type { CrossPostView } from './model/cross-post-input.ts';
import { writeCrossPost } from './write-cross-post.ts';

/**
 * Members go on at their times; those whose time has passed go out now, or as their late policies say.
 *
 * @throws HeraldError `not_found`, `illegal_move` where it is not paused, `conflict`
 */
export async function resumeCrossPost(request: RequestContext, id: string): Promise<CrossPostView> {
  return writeCrossPost(request, id, (_group, members) => ({
    event: crossPostEvents.CROSS_POST_RESUMED,
    isPaused: false,
    changes: members.filter(isPaused).map((before) => ({ before, after: released(before) })),
  }));
}

function isPaused({ status, held }: Distribution): boolean {
  return status === 'scheduled' && held === 'paused';
}

function released(before: Distribution): Distribution {
  const at = Math.max(Date.parse(withPart(before, 'due').dueAt), Date.now());
  const wakeAt = wakeTime(adapterFor(before.platformKind), at);
  return nextState(before, 'resume', { wakeAt });
}
