import { missingScope } from '../../kernel/herald-error.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import { mayUse } from '../../kernel/requests/scope.ts';
import { MINUTE_MS } from '../../kernel/time/durations.ts';

/** A person who sees a wrong plan needs about this long to stop it. */
export const NEAR_MS = 2 * MINUTE_MS;

type Caller = Pick<RequestContext, 'scopes'>;

/**
 * A plan for a moment that nobody could stop before is publishing, which `write` alone does not allow. Work without a
 * request (a feed, a series) has no scopes: whoever set it up was asked then, for the first post of a series and for the
 * delay of a feed. A time that is found for an entry of a feed is never so near.
 *
 * @param at the time of the post, ISO 8601
 * @throws HeraldError `missing_scope`
 */
export function requirePublishIfNear(caller: Caller, at: string | undefined): void {
  if (at !== undefined) requirePublishIfWithin(caller, Date.parse(at) - Date.now());
}

/** @param milliseconds from the moment that is known to the post */
export function requirePublishIfWithin({ scopes }: Caller, milliseconds: number): void {
  if (scopes === undefined || milliseconds >= NEAR_MS || mayUse(scopes, 'publish')) return;
  throw missingScope(scopes, 'publish', 'A time within the next two minutes is publishing, which');
}
