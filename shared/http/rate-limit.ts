import { keyRateQuota, tenantRateQuota } from '../access/settings.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import { type Permission, takePermits } from '../kernel/requests/rate/take-permits.ts';
import type { RequestPrincipal } from './principal.ts';

const WINDOW_SECONDS = 60;

/** Headers of the IETF draft: what is allowed, and what is left of it. */
export type RateHeaders = Record<string, string>;

/**
 * Takes the permits of one request from its key and its tenant.
 *
 * @returns the headers of its answer
 * @throws HeraldError `rate_limited` with Retry-After; it has the same headers
 */
export async function countRequest(principal: RequestPrincipal, permits: number): Promise<RateHeaders> {
  const { tenantId, keyId, rates } = principal;
  if (rates === undefined) return {};
  const [keyRate, tenantRate] = rates;
  const limits = [
    { name: 'key', quota: keyRateQuota, bucket: { tenantId, name: `KEY#${keyId}`, perMinute: keyRate } },
    { name: 'tenant', quota: tenantRateQuota, bucket: { tenantId, name: 'TENANT', perMinute: tenantRate } },
  ];
  const asked = await Promise.all(
    limits.map(async ({ name, quota, bucket }) => {
      // A request that costs more than the whole bucket empties it, or it could never be made.
      const permission = await takePermits(bucket, Math.min(permits, bucket.perMinute));
      return { name, quota, perMinute: bucket.perMinute, permission };
    }),
  );
  const headers = {
    'ratelimit-policy': asked.map(({ name, perMinute }) => `"${name}";q=${perMinute};w=${WINDOW_SECONDS}`).join(', '),
    ratelimit: asked.map(({ name, permission }) => stateOf(name, permission)).join(', '),
  };
  const refused = asked.find(({ permission }) => !permission.granted);
  if (refused === undefined) return headers;
  const wait = Math.max(...asked.map(({ permission }) => (permission.granted ? 0 : permission.retryAfterSeconds)));
  const { name, quota, perMinute } = refused;
  throw new HeraldError('rate_limited', `The ${name} has no permits left of its ${perMinute} per minute.`, {
    remedy: `Repeat the request in ${wait} s. Ask for less at once, or ask the operator to raise the limit "${quota.name}": npm run admin -- set-limit.`,
    extra: { setting: quota.name, limit: perMinute },
    headers: { ...headers, 'retry-after': String(wait) },
  });
}

function stateOf(name: string, permission: Permission): string {
  return permission.granted
    ? `"${name}";r=${permission.left};t=${permission.fullInSeconds}`
    : `"${name}";r=0;t=${permission.retryAfterSeconds}`;
}
