import { defineQuota } from '../kernel/settings/define-setting.ts';

export const accountQuota = defineQuota({
  name: 'platforms',
  counts: 'platforms',
  maximum: 200,
  ceiling: 5_000,
  description: 'Connected accounts.',
  remedy: 'Disconnect an account that you no longer need.',
});
