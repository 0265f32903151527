import type { RequestContext } from '../kernel/requests/request-context.ts';
import { changeSeries } from './change-series.ts';
import { seriesEvents } from './events.ts';
import { assertStatus } from './model/series-moves.ts';
import type { SeriesView } from './model/series-view.ts';

/**
 * It goes on with its next occurrence from now on; the occurrences of the pause get no posts.
 *
 * @throws HeraldError `not_found`, `illegal_move` where it is not paused, `conflict`
 */
export async function resumeSeries(request: RequestContext, id: string): Promise<SeriesView> {
  return changeSeries(request, id, async (before) => {
    assertStatus(before, 'paused', 'be resumed');
    return {
      event: seriesEvents.SERIES_RESUMED,
      after: { ...before, status: 'active', plan: before.plan + 1 },
      takesBack: 'ahead',
    };
  });
}
