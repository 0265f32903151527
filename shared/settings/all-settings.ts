import { apiKeyQuota, keyRateQuota, tenantRateQuota } from '../access/settings.ts';
import { accountQuota } from '../accounts/settings.ts';
import { slotQuota, slotRuleQuota } from '../calendar/settings.ts';
import { feedPollsQuota, feedQuota } from '../feeds/settings.ts';
import { importRowQuota, openImportQuota } from '../imports/settings.ts';
import type { Setting } from '../kernel/settings/define-setting.ts';
import { seriesQuota } from '../series/settings.ts';

/** The settings of every subject: what a new `settings.ts` declares goes in here, and a test finds what does not. */
export const allSettings: readonly Setting[] = [
  accountQuota,
  feedQuota,
  feedPollsQuota,
  slotRuleQuota,
  slotQuota,
  seriesQuota,
  openImportQuota,
  importRowQuota,
  apiKeyQuota,
  keyRateQuota,
  tenantRateQuota,
];
