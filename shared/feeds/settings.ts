import { defineQuota } from '../kernel/settings/define-setting.ts';

export const feedQuota = defineQuota({
  name: 'feeds',
  counts: 'feeds',
  maximum: 100,
  ceiling: 1_000,
  description: 'Feeds that the tenant follows, active and paused.',
  remedy: 'Delete a feed that you no longer need.',
});

export const feedPollsQuota = defineQuota({
  name: 'feedPollsPerHour',
  counts: 'polls of feeds per hour',
  maximum: 400,
  ceiling: 4_000,
  description:
    'How often Herald reads feeds of the tenant in an hour. Where that is less than four times the active feeds, those that were read longest ago go first.',
  remedy: 'Pause feeds that need not be read so often.',
});
