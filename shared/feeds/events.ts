import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { feedPk } from './keys.ts';

const feedEntity = { type: 'feed', pk: feedPk };

export const feedEvents = defineEvents(feedEntity, {
  FEED_CREATED: { summary: '', data: z.looseObject({}) },
  FEED_UPDATED: { summary: '', data: z.looseObject({}) },
  FEED_PAUSED: { summary: '', data: z.looseObject({}) },
  FEED_DELETED: { summary: '', data: z.looseObject({}) },
  FEED_ITEM_REFUSED: { summary: '', data: z.looseObject({}) },
});
