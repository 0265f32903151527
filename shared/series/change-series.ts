import { calendarGuards } from '../calendar/guards.ts';
import type { EventDefinition } from '../kernel/events/define-events.ts';
import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { logger } from '../kernel/logger.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import type { Guard } from '../kernel/table/guard.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { GuardFailed, transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { postGuards } from '../posts/model/guards.ts';
import { advanceSeries } from './advance-series.ts';
import { seriesGuards } from './guards.ts';
import { findSeries } from './read-series.ts';
import type { Series, SeriesTexts } from './series.ts';
import { readSeriesTexts, replaceSeries, writeSeriesTexts } from './series-items.ts';
import { type SeriesView, viewSeries } from './series-view.ts';
import { withdrawPending } from './withdraw-pending.ts';

const TRIES = 5;
/** What others may change while this transaction is planned. */
const races: readonly Guard[] = [seriesGuards.series, postGuards.distribution, calendarGuards.slot];

/** What a change makes of a series, from how it stands at that moment. */
export type SeriesChange = (before: Series) => Promise<{
  type: EventDefinition;
  after: Series;
  /** Whether what waits beyond its time is taken back too. */
  all: boolean;
  /** The post that is ahead stays: nothing of it is other. */
  keepsPost?: boolean;
  /** Where its texts are others. */
  texts?: SeriesTexts;
  data?: Record<string, unknown>;
}>;

/**
 * One transaction for the series and the post that it takes back, made anew where that post moves meanwhile. Then the
 * next post is made; should that be cut off, the next tick makes it.
 */
export async function changeSeries(request: RequestContext, id: string, how: SeriesChange): Promise<SeriesView> {
  const { tenantId, actor, idempotency } = request;
  for (let attempt = 1; ; attempt += 1) {
    const before = await findSeries(tenantId, id);
    const { type, after: changed, all, keepsPost, texts, data } = await how(before);
    const kept = { series: changed, withdrawn: undefined, actions: [] };
    const { series, withdrawn, actions } = keepsPost ? kept : await withdrawPending(request, changed, { all });
    const now = isoNow();
    const next = keepsPost ? before.lookAt : now;
    const after = { ...series, lookAt: series.status === 'active' ? next : undefined, updatedAt: now };
    const writes: LabelledAction[] = [
      replaceSeries(before, after),
      ...(texts === undefined ? [] : [await writeSeriesTexts(after, texts)]),
      ...actions,
      ...recordIdempotency(tenantId, idempotency, { status: 200, resourceId: id }),
      recordEvent(actor, type, { tenantId, entityId: id, data: { ...data, withdrawn } }),
    ];
    try {
      await transact(writes);
    } catch (error) {
      const isRace = error instanceof GuardFailed && races.includes(error.guard);
      if (isRace && attempt < TRIES) continue;
      return withGuardErrors(() => Promise.reject(error));
    }
    const moved = await goOn({ ...after, revision: before.revision + 1 }, actor);
    return viewSeries(moved, texts ?? (await readSeriesTexts(moved)), Date.now());
  }
}

/** The change stands, whatever becomes of its next post: the next tick makes it, or was quicker and has made it. */
async function goOn(series: Series, actor: Actor): Promise<Series> {
  try {
    return await advanceSeries(series, actor);
  } catch (error) {
    const wasQuicker = error instanceof GuardFailed && error.guard === seriesGuards.series;
    if (!wasQuicker) logger.error('The next tick makes the post', { id: series.id, error: error as Error });
    return findSeries(series.tenantId, series.id);
  }
}
