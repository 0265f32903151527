import type * as z from 'zod';
import type { Actor } from '../../kernel/events/event.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import type { Distribution } from '../model/distribution.ts';
import { type creationSchema, postEvents } from '../model/events.ts';
import { postEvent } from '../model/post-event.ts';

/** What a feed says of the post that it made. */
export type CreationDetail = Omit<
  z.input<typeof postEvents.DISTRIBUTION_CREATED.data>,
  keyof z.input<typeof creationSchema>
>;

/**
 * The event of a distribution that is made by itself. Those of a cross-post are in the event of their group.
 * @param extraData what the event says beside the state
 */
export function recordCreation(actor: Actor, state: Distribution, extraData?: CreationDetail): LabelledAction {
  return postEvent(actor, state, postEvents.DISTRIBUTION_CREATED, { ...creationOf(state), ...extraData });
}

/** What an event says of a new distribution. */
export function creationOf(state: Distribution): z.input<typeof creationSchema> {
  const { status, platformId, platformKind, scheduledFor, slotKey, crossPostGroupId, seriesId } = state;
  return { status, platformId, platformKind, scheduledFor, slotKey, crossPostGroupId, seriesId };
}
