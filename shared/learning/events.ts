import * as z from 'zod';
import { platformPk } from '../accounts/keys.ts';
import { defineEvents } from '../kernel/events/define-events.ts';

const accountEntity = { type: 'platform', pk: platformPk };

export const metricEvents = defineEvents(accountEntity, {
  METRICS_SYNCED: {
    summary: 'The platform gave new figures of these posts, in one call; GET …/metrics of each has them.',
    data: () => z.object({ recordedAt: z.iso.datetime(), distributionIds: z.array(z.uuid()) }),
  },
});
