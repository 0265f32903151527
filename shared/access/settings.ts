import { defineQuota } from '../kernel/settings/define-setting.ts';

export const apiKeyQuota = defineQuota({
  name: 'apiKeys',
  counts: 'API keys',
  maximum: 300,
  ceiling: 1_000,
  description:
    'API keys of the tenant; the keys that Herald makes for accounts of its practice network are among them.',
  remedy: 'Revoke a key that nobody uses.',
});
