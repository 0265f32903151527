import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { keyRateQuota, tenantRateQuota } from '../access/settings.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import type { Endpoint } from '../kernel/requests/endpoint.ts';
import { type Permission, takePermits } from '../kernel/requests/rate/take-permits.ts';
import type { Quota } from '../kernel/settings/define-setting.ts';
import type { RequestPrincipal } from './principal.ts';

const WINDOW_SECONDS = 60;
const BYTES_OF_A_PERMIT = 16_000;

/** Headers of the IETF draft: what is allowed, and what is left of it. */
export type RateHeaders = Record<string, string>;

/** What a request costs: a long body is more work than a short one. A file has its price in its endpoint. */
export function permitsOf(
  { body = '' }: Pick<APIGatewayProxyEventV2, 'body'>,
  { permits = 1, upload }: Partial<Endpoint> = {},
): number {
  return permits + (upload === undefined ? Math.floor(body.length / BYTES_OF_A_PERMIT) : 0);
}

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
  const asked: { name: string; quota: Quota; perMinute: number; permission: Permission }[] = [];
  for (const { name, quota, bucket } of limits) {
    // A request that costs more than the whole bucket empties it, or it could never be made.
    const permission = await takePermits(bucket, Math.min(permits, bucket.perMinute));
    asked.push({ name, quota, perMinute: bucket.perMinute, permission });
    // What a key is refused takes nothing from the tenant's other keys. Mostly both are answered from memory.
    if (!permission.granted) break;
  }
  const headers = {
    'ratelimit-policy': limits
      .map(({ name, bucket }) => `"${name}";q=${bucket.perMinute};w=${WINDOW_SECONDS}`)
      .join(', '),
    ratelimit: asked.map(({ name, permission }) => stateOf(name, permission)).join(', '),
  };
  const refused = asked.find(({ permission }) => !permission.granted);
  if (refused === undefined) return headers;
  const { name, quota, perMinute, permission } = refused;
  const wait = permission.granted ? 0 : permission.retryAfterSeconds;
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
