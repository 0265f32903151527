import type { RequestContext } from '../kernel/requests/request-context.ts';
import { MINUTE_MS } from '../kernel/time/durations.ts';
import { requirePublishIfWithin } from '../posts/planning/require-publish.ts';
import type { Feed } from './feed.ts';

type Timing = Pick<Feed, 'mode' | 'timing' | 'delayMinutes'>;

/**
 * A feed whose entries go out a moment after they are seen publishes what nobody could stop.
 *
 * @throws HeraldError `missing_scope`
 */
export function requirePublishForDelay(request: RequestContext, { mode, timing, delayMinutes }: Timing): void {
  if (mode === 'queue' && timing === 'delay') requirePublishIfWithin(request, delayMinutes * MINUTE_MS);
}
