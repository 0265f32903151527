import type { RequestContext } from '../kernel/requests/request-context.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { nextState } from '../posts/model/transitions.ts';
import { crossPostEvents } from './events.ts';
import { assertGroupGoesOn } from './model/assert-group-goes-on.ts';
import type { CrossPostView } from './model/cross-post-input.ts';
import { writeCrossPost } from './write-cross-post.ts';

/**
 * Nothing of the group goes out until it is resumed. A post that a worker has begun to publish still goes out.
 *
 * @throws HeraldError `not_found`, `illegal_move` where nothing of it can go out any more, `conflict`
 */
export async function pauseCrossPost(request: RequestContext, id: string): Promise<CrossPostView> {
  return writeCrossPost(request, id, (group, members) => {
    assertGroupGoesOn(group, 'be paused');
    return {
      event: crossPostEvents.CROSS_POST_PAUSED,
      isPaused: true,
      changes: members.filter(isOnSchedule).map((before) => ({ before, after: suspended(before) })),
    };
  });
}

function isOnSchedule({ status, held }: Distribution): boolean {
  return (status === 'scheduled' || status === 'preparing') && held === undefined;
}

function suspended(before: Distribution): Distribution {
  return nextState(before, 'pause', {});
}
