import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { creationSchema } from '../posts/model/events.ts';
import { crossPostEventsPk } from './keys.ts';
import { timingStrategySchema } from './model/cross-post-group.ts';

const crossPostEntity = { type: 'cross_post', pk: crossPostEventsPk };

const instant = z.iso.datetime();
const ids = z.array(z.uuid());

/** Of a change of the group as a whole. */
const change = z.strictObject({
  members: ids.meta({ description: 'Ids of the distributions that the change concerns.' }),
  moved: z
    .array(z.strictObject({ id: z.uuid(), from: instant.optional(), to: instant.optional() }))
    .optional()
    .meta({ description: 'The members that have another time.' }),
});

export const crossPostEvents = defineEvents(crossPostEntity, {
  CROSS_POST_CREATED: {
    summary: 'A user created a cross-post with its distributions.',
    data: () =>
      z.strictObject({
        timingStrategy: timingStrategySchema,
        members: ids,
        created: z.array(creationSchema.extend({ id: z.uuid() })).meta({
          description: 'For each member its id and the `data` of `DISTRIBUTION_CREATED`, as which the bus tells it.',
        }),
        leftOut: ids.meta({ description: 'Ids of the platforms that could not take the content.' }),
      }),
  },
  CROSS_POST_PAUSED: {
    summary: 'A user paused a cross-post; its members wait until it is resumed.',
    data: () => change,
  },
  CROSS_POST_RESUMED: { summary: 'A user resumed a paused cross-post.', data: () => change },
  CROSS_POST_CANCELLED: {
    summary: 'A user cancelled every member of a cross-post that was not published.',
    data: () => change,
  },
  CROSS_POST_RESCHEDULED: {
    summary: 'A user gave new times to the members of a cross-post that were not published.',
    data: () => change,
  },
});
