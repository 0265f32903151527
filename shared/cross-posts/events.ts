import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { crossPostEventsPk } from './keys.ts';

const crossPostEntity = { type: 'cross_post', pk: crossPostEventsPk };

export const crossPostEvents = defineEvents(crossPostEntity, {
  CROSS_POST_CREATED: { summary: '', data: z.looseObject({}) },
  CROSS_POST_PAUSED: { summary: '', data: z.looseObject({}) },
  CROSS_POST_RESUMED: { summary: '', data: z.looseObject({}) },
  CROSS_POST_CANCELLED: { summary: '', data: z.looseObject({}) },
  CROSS_POST_RESCHEDULED: { summary: '', data: z.looseObject({}) },
});
