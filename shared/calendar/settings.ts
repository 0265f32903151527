import { defineQuota } from '../kernel/settings/define-setting.ts';

export const slotRuleQuota = defineQuota({
  name: 'slotRules',
  counts: 'recurring slots',
  maximum: 300,
  ceiling: 1_500,
  description: 'Recurring slots of all accounts together. The time of the calendar and of `next_slot` grows with them.',
  remedy: 'Join rules of the same time (BYDAY takes several days), or delete one.',
});

export const slotQuota = defineQuota({
  name: 'slotsPerMonth',
  counts: 'slots of one account in one month',
  maximum: 500,
  ceiling: 2_000,
  description:
    'Stored slots of one account in one month (UTC): single ones, and occurrences of rules that were moved, locked or given a post. Slots that hold a post count; creating a post is never refused for them.',
  remedy: 'Use a recurring slot instead of many single ones, or delete slots of that month.',
});
