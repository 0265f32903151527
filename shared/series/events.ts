import * as z from 'zod';
import { recurringTimeSchema } from '../calendar/rules/recurrence.ts';
import { defineEvents } from '../kernel/events/define-events.ts';
import { seriesPk } from './keys.ts';
import { skipReasonSchema } from './model/skip-reason.ts';

const seriesEntity = { type: 'series', pk: seriesPk };

const withdrawn = z
  .uuid()
  .optional()
  .meta({ description: 'The distribution that was ahead; the change cancelled it.' });

export const seriesEvents = defineEvents(seriesEntity, {
  SERIES_CREATED: {
    summary: 'A user created a series and its first post.',
    data: () =>
      z.strictObject({
        platformId: z.uuid(),
        ...recurringTimeSchema.shape,
        repeats: z.uuid().optional().meta({ description: 'The distribution that it repeats.' }),
      }),
  },
  SERIES_UPDATED: {
    summary: 'A user changed what a series says, or when.',
    data: () =>
      z.strictObject({
        newText: z.boolean(),
        changed: z.array(z.string()).meta({ description: 'The names of the fields in the request.' }),
        withdrawn,
      }),
  },
  SERIES_PAUSED: {
    summary: 'A user paused a series; it makes no posts until it is resumed.',
    data: () => z.strictObject({ withdrawn }),
  },
  SERIES_RESUMED: { summary: 'A user resumed a paused series.', data: () => z.strictObject({ withdrawn }) },
  SERIES_CANCELLED: { summary: 'A user ended a series for good.', data: () => z.strictObject({ withdrawn }) },
  SERIES_ENDED: {
    summary: 'A series ended by itself: its rule has no further occurrence, or its platform was deleted.',
    data: () =>
      z.strictObject({
        reason: z.string(),
        missed: z
          .number()
          .int()
          .optional()
          .meta({ description: 'Occurrences that passed before it ended, without a post.' }),
      }),
  },
  SERIES_OCCURRENCE_SKIPPED: {
    summary: 'An occurrence of a series got no post; the series goes on.',
    data: () =>
      z.strictObject({
        at: z.iso.datetime(),
        occurrence: z.string().meta({ description: '`YYYY-MM-DDTHH:MM` as the rule gives it.' }),
        ...skipReasonSchema.shape,
      }),
  },
});
