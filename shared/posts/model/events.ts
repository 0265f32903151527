import * as z from 'zod';
import { defineEvents } from '../../kernel/events/define-events.ts';
import { distributionPk } from './keys.ts';

const postEntity = { type: 'distribution', pk: distributionPk };

export const postEvents = defineEvents(postEntity, {
  DISTRIBUTION_CREATED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_EDITED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_SCHEDULED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_UNSCHEDULED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_PUBLISH_REQUESTED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_APPROVED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_REJECTED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_PREPARED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_PUBLISHING: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_PART_PUBLISHED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_PUBLISHED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_RETRY_SCHEDULED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_DEFERRED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_FAILED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_OUTCOME_UNKNOWN: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_UNRESOLVED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_HELD: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_RELEASED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_MISSED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_REPAIRED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_DISCARDED: { summary: '', data: z.looseObject({}) },
  ZONE_CHANGED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_CANCELLED: { summary: '', data: z.looseObject({}) },
  DISTRIBUTION_ARCHIVED: { summary: '', data: z.looseObject({}) },
});
