import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { seriesPk } from './keys.ts';

const seriesEntity = { type: 'series', pk: seriesPk };

export const seriesEvents = defineEvents(seriesEntity, {
  SERIES_CREATED: { summary: '', data: z.looseObject({}) },
  SERIES_UPDATED: { summary: '', data: z.looseObject({}) },
  SERIES_PAUSED: { summary: '', data: z.looseObject({}) },
  SERIES_RESUMED: { summary: '', data: z.looseObject({}) },
  SERIES_CANCELLED: { summary: '', data: z.looseObject({}) },
  SERIES_ENDED: { summary: '', data: z.looseObject({}) },
  SERIES_OCCURRENCE_SKIPPED: { summary: '', data: z.looseObject({}) },
});
