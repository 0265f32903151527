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

/** Less would lock a tenant out of the route that sets it right. */
const FEWEST_REQUESTS = 60;
const later = 'Repeat the request after the time in Retry-After; ask for less at once, or less often.';

export const keyRateQuota = defineQuota({
  name: 'requestsPerMinuteAndKey',
  counts: 'permits of requests per minute with one key',
  maximum: 6_000,
  ceiling: 60_000,
  floor: FEWEST_REQUESTS,
  description:
    'Permits that one API key has in a minute. A request takes one, a large read or a request that sets off much work takes more (x-permits in the OpenAPI document), and each 16,000 bytes of a JSON body one more.',
  remedy: later,
});

export const tenantRateQuota = defineQuota({
  name: 'requestsPerMinute',
  counts: 'permits of requests per minute with all keys together',
  maximum: 12_000,
  ceiling: 120_000,
  floor: FEWEST_REQUESTS,
  description: 'The same for all API keys of the tenant together.',
  remedy: later,
});
