import type { RequestContext } from '../kernel/requests/request-context.ts';
import { changeSeries } from './change-series.ts';
import { seriesEvents } from './events.ts';
import type { Series } from './model/series.ts';
import { assertGoesOn, assertStatus } from './model/series-moves.ts';
import type { SeriesView } from './model/series-view.ts';

/** Nothing of it goes out until it is resumed. */
export async function pauseSeries(request: RequestContext, id: string): Promise<SeriesView> {
  return changeSeries(request, id, async (before) => {
    assertStatus(before, 'active', 'be paused');
    return { type: seriesEvents.SERIES_PAUSED, after: { ...before, status: 'paused' }, all: true };
  });
}

/** It goes on with its next occurrence from now on; those of the pause are not made up for. */
export async function resumeSeries(request: RequestContext, id: string): Promise<SeriesView> {
  return changeSeries(request, id, async (before) => {
    assertStatus(before, 'paused', 'be resumed');
    return {
      type: seriesEvents.SERIES_RESUMED,
      after: { ...before, status: 'active', plan: before.plan + 1 },
      all: false,
    };
  });
}

/** Ends it for good. What has gone out stays. */
export async function cancelSeries(request: RequestContext, id: string): Promise<SeriesView> {
  return changeSeries(request, id, async (before) => {
    assertGoesOn(before, 'be cancelled');
    const after: Series = { ...before, status: 'ended', endedReason: 'It was cancelled.' };
    return { type: seriesEvents.SERIES_CANCELLED, after, all: true };
  });
}
