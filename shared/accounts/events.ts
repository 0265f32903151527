import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { platformPk } from './keys.ts';

const accountEntity = { type: 'platform', pk: platformPk };

export const accountEvents = defineEvents(accountEntity, {
  PLATFORM_CONNECTED: { summary: '', data: z.looseObject({}) },
  PLATFORM_UPDATED: { summary: '', data: z.looseObject({}) },
  PLATFORM_NEEDS_RECONNECT: { summary: '', data: z.looseObject({}) },
  PLATFORM_DELETED: { summary: '', data: z.looseObject({}) },
});
