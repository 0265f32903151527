import type { Actor } from '../../kernel/events/event.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import type { DistributionContent } from '../../platforms/contract/content.ts';
import type { Distribution } from '../model/distribution.ts';
import { type ChangeData, postEvents } from '../model/events.ts';
import { postEvent } from '../model/post-event.ts';
import { readContent } from '../model/text-items.ts';
import { nextState } from '../model/transitions.ts';

/**
 * The one way in which a post by itself is cancelled: its state and its event, for `changeDistribution` or
 * `changeActions`. The members of a cross-post are cancelled by the event of their group.
 *
 * @param seriesId where the series takes its own post back
 * @throws HeraldError `illegal_move`
 */
export async function cancelPost(
  before: Distribution,
  actor: Actor,
  seriesId?: string,
): Promise<{
  before: Distribution;
  after: Distribution;
  content: DistributionContent;
  event: (change: ChangeData) => LabelledAction;
}> {
  const after = nextState(before, 'cancel', {}, 'be cancelled');
  const of = seriesId === undefined ? {} : { seriesId };
  return {
    before,
    after,
    content: await readContent(before),
    event: (change) => postEvent(actor, after, postEvents.DISTRIBUTION_CANCELLED, { ...change, ...of }),
  };
}
