import { missingScope } from '../../kernel/herald-error.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import { mayUse } from '../../kernel/requests/scope.ts';
import { MINUTE_MS } from '../../kernel/time/durations.ts';

/** A person who sees a wrong plan needs about this long to stop it. */
const NEAR_MS = 2 * MINUTE_MS;

/**
 * A plan for a moment that nobody could stop before is publishing, which `write` alone does not allow. Work without a
 * request (a feed, a series) has no scopes: whoever set it up was asked then.
 *
 * @param at the time of the post, ISO 8601
 * @throws HeraldError `missing_scope`
 */
export function requirePublishIfNear({ scopes }: RequestContext, at: string | undefined): void {
  if (scopes === undefined || at === undefined || mayUse(scopes, 'publish')) return;
  if (Date.parse(at) >= Date.now() + NEAR_MS) return;
  throw missingScope(scopes, 'publish', 'A time within the next two minutes is publishing, which');
}
