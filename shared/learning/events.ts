import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { metricSummarySchema } from '../posts/model/distribution-view.ts';
import { distributionPk } from '../posts/model/keys.ts';

const metricEntity = { type: 'distribution', pk: distributionPk };

export const metricEvents = defineEvents(metricEntity, {
  METRIC_SNAPSHOT_RECORDED: {
    summary: 'The platform gave new figures of a post. Null means that the platform does not give this figure.',
    data: metricSummarySchema.extend({ platformId: z.uuid() }),
  },
});
