import type { RequestContext } from '../kernel/requests/request-context.ts';
import { changeSeries } from './change-series.ts';
import { seriesEvents } from './events.ts';
import { assertStatus } from './model/series-moves.ts';
import type { SeriesView } from './model/series-view.ts';

/**
 * Takes back the post that is ahead; none is made until the series is resumed.
 *
 * @throws HeraldError `not_found`, `illegal_move` where it is not active, `conflict`
 */
export async function pauseSeries(request: RequestContext, id: string): Promise<SeriesView> {
  return changeSeries(request, id, async (before) => {
    assertStatus(before, 'active', 'be paused');
    return { event: seriesEvents.SERIES_PAUSED, after: { ...before, status: 'paused' }, takesBack: 'all' };
  });
}
