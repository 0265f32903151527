import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { distributionPk } from '../posts/model/keys.ts';

const metricEntity = { type: 'distribution', pk: distributionPk };

export const metricEvents = defineEvents(metricEntity, {
  METRIC_SNAPSHOT_RECORDED: { summary: '', data: z.looseObject({}) },
});
