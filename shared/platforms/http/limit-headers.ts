import type { PublishResult } from '../contract/adapter.ts';
import { resetTime } from './retry-after.ts';

/**
 * The tightest of the limits that an answer's headers name as `<prefix>-remaining` and `<prefix>-reset` (Unix seconds).
 * Of two that leave the same, the one that lasts longer.
 */
export function limitOf(
  headers: Record<string, unknown>,
  prefixes: readonly string[],
  now: number,
): PublishResult['limit'] {
  const limits = prefixes.flatMap((prefix) => {
    const remaining = headers[`${prefix}-remaining`];
    const resetAt = resetTime(headers[`${prefix}-reset`], now);
    const known = typeof remaining === 'string' && /^\d{1,15}$/.test(remaining) && resetAt !== undefined;
    return known ? [{ remaining: Number(remaining), resetAt }] : [];
  });
  return limits.sort((one, other) => one.remaining - other.remaining || other.resetAt - one.resetAt)[0];
}
