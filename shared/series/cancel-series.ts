import type { RequestContext } from '../kernel/requests/request-context.ts';
import { changeSeries } from './change-series.ts';
import { seriesEvents } from './events.ts';
import { assertGoesOn } from './model/series-moves.ts';
import type { SeriesView } from './model/series-view.ts';

/**
 * Ends it for good. Published posts stay.
 *
 * @throws HeraldError `not_found`, `illegal_move` where it has ended, `conflict`
 */
export async function cancelSeries(request: RequestContext, id: string): Promise<SeriesView> {
  return changeSeries(request, id, async (before) => {
    assertGoesOn(before, 'be cancelled');
    return {
      event: seriesEvents.SERIES_CANCELLED,
      after: { ...before, status: 'ended', endedReason: 'It was cancelled.' },
      takesBack: 'all',
    };
  });
}
