import type { RequestContext } from '../kernel/requests/request-context.ts';
import { isLegal, nextState } from '../posts/model/transitions.ts';
import { crossPostEvents } from './events.ts';
import type { CrossPostView } from './model/cross-post-input.ts';
import { writeCrossPost } from './write-cross-post.ts';

/**
 * Takes every member off the schedule that has not gone out.
 *
 * @throws HeraldError `not_found`, `illegal_move` where every member has ended or is being published, `conflict`
 */
export async function cancelCrossPost(request: RequestContext, id: string): Promise<CrossPostView> {
  return writeCrossPost(request, id, (_group, members) => ({
    event: crossPostEvents.CROSS_POST_CANCELLED,
    isPaused: false,
    changes: members
      .filter(({ status }) => isLegal(status, 'cancel'))
      .map((before) => ({
        before,
        after: nextState(before, 'cancel', {}),
      })),
  }));
}
