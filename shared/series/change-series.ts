import { calendarGuards } from '../calendar/guards.ts';
import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { logger } from '../kernel/logger.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { retryOnGuard } from '../kernel/table/retry-on-guard.ts';
import { GuardFailed, transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { postGuards } from '../posts/model/guards.ts';
import type { seriesEvents } from './events.ts';
import { findSeries } from './find-series.ts';
import { seriesGuards } from './guards.ts';
import type { Series, SeriesTexts } from './model/series.ts';
import { type SeriesView, viewSeries } from './model/series-view.ts';
import { advanceSeries } from './occurrences/advance-series.ts';
import { withdrawPending } from './occurrences/withdraw-pending.ts';
import { readSeriesTexts, replaceSeries, writeSeriesTexts } from './series-items.ts';

/** What others may change while this transaction is planned. */
const races = [seriesGuards.series, postGuards.distribution, calendarGuards.slot];

/** What a change makes of a series, from what it is at that moment. */
type SeriesChange = {
  after: Series;
  /** Which post the series takes back: the one that is ahead, also one that waits beyond its time, or none. */
  takesBack: 'ahead' | 'all' | 'none';
  /** Where they change. */
  texts?: SeriesTexts;
} & ChangeEvent;

type ChangeEvent =
  | { event: (typeof seriesEvents)['SERIES_PAUSED' | 'SERIES_RESUMED' | 'SERIES_CANCELLED']; data?: undefined }
  | { event: (typeof seriesEvents)['SERIES_UPDATED']; data: { newText: boolean; changed: string[] } };

/**
 * One transaction for the series and the post that it takes back; where one of them changes meanwhile, the change is
 * decided again. Then the next post is made; if the request is cut off there, the next tick (RepeatSeries) makes it.
 */
export async function changeSeries(
  request: RequestContext,
  id: string,
  decide: (before: Series) => Promise<SeriesChange>,
): Promise<SeriesView> {
  const { series, texts } = await retryOnGuard({ guards: races, tries: 5 }, () =>
    withGuardErrors(() => write(request, id, decide)),
  );
  const moved = await goOn(series, request.actor);
  return viewSeries(moved, texts ?? (await readSeriesTexts(moved)), Date.now());
}

async function write(
  request: RequestContext,
  id: string,
  decide: (before: Series) => Promise<SeriesChange>,
): Promise<{ series: Series; texts: SeriesTexts | undefined }> {
  const { tenantId, actor, idempotency } = request;
  const before = await findSeries(tenantId, id);
  const change = await decide(before);
  const { after: changed, takesBack, texts } = change;
  const { series, withdrawn, actions } =
    takesBack === 'none'
      ? { series: changed, withdrawn: undefined, actions: [] }
      : await withdrawPending(request, changed, { all: takesBack === 'all' });
  const now = isoNow();
  const next = takesBack === 'none' ? before.lookAt : now;
  const after = { ...series, lookAt: series.status === 'active' ? next : undefined, updatedAt: now };
  await transact([
    ...replaceSeries(before, after),
    ...(texts === undefined ? [] : [await writeSeriesTexts(after, texts)]),
    ...actions,
    ...recordIdempotency(tenantId, idempotency, { status: 200, resourceId: id }),
    eventOf(change, { actor, tenantId, id, withdrawn }),
  ]);
  return { series: { ...after, revision: before.revision + 1 }, texts };
}

function eventOf(
  change: ChangeEvent,
  { actor, tenantId, id, withdrawn }: { actor: Actor; tenantId: string; id: string; withdrawn: string | undefined },
): LabelledAction {
  const of = { tenantId, entityId: id };
  return change.data === undefined
    ? recordEvent(actor, change.event, { ...of, data: { withdrawn } })
    : recordEvent(actor, change.event, { ...of, data: { ...change.data, withdrawn } });
}

/** The change is stored whatever becomes of the next post: the next tick makes it, or has made it already. */
async function goOn(series: Series, actor: Actor): Promise<Series> {
  try {
    return await advanceSeries(series, actor);
  } catch (error) {
    const wasQuicker = error instanceof GuardFailed && error.guard === seriesGuards.series;
    if (!wasQuicker) logger.error('The next tick makes the post', { id: series.id, error: error as Error });
    return findSeries(series.tenantId, series.id);
  }
}
