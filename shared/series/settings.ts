import { defineQuota } from '../kernel/settings/define-setting.ts';

export const seriesQuota = defineQuota({
  name: 'series',
  counts: 'series',
  maximum: 200,
  ceiling: 2_000,
  description: 'Series that have not ended, active and paused.',
  remedy: 'Cancel a series that you no longer need.',
});
