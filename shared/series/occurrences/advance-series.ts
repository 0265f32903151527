import { readAccount } from '../../accounts/account-items.ts';
import { nextRepeat } from '../../calendar/rules/repeat-series.ts';
import { retryOnSlotConflict } from '../../calendar/slots/claim-slot.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import { type ErrorCode, HeraldError } from '../../kernel/herald-error.ts';
import { transact } from '../../kernel/table/transact.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import { HOUR_MS, MINUTE_MS } from '../../kernel/time/durations.ts';
import { isoInstant } from '../../kernel/time/local-time.ts';
import type { Distribution } from '../../posts/model/distribution.ts';
import { readDistribution } from '../../posts/model/distribution-items.ts';
import { seriesEvents } from '../events.ts';
import { stillWaits, withPast } from '../model/pending-post.ts';
import type { Series } from '../model/series.ts';
import { textCount } from '../model/series-texts.ts';
import { lastRepeat, ruleOfSeries } from '../model/series-view.ts';
import type { SkipReason } from '../model/skip-reason.ts';
import { readSeriesTexts, recordOccurrence, replaceSeries } from '../series-items.ts';
import { type Occurrence, planOccurrence } from './plan-occurrence.ts';

/** How long before an occurrence the series leaves it out for a post that still waits: enough time to prepare a post. */
const NEAR_MS = 15 * 60_000;
/** A minute less than the five minutes between two ticks, so that the next tick finds it due. */
const SOON_MS = 4 * 60_000;
/** Errors of this one occurrence: the series leaves it out. After any other error the next tick tries again. */
const cannotBe = new Set<ErrorCode>(['content_invalid', 'time_invalid', 'slot_taken', 'time_conflict']);

/**
 * Makes the next post of a series once the time of the one before has come; ends a series whose rule has ended. There is
 * one post ahead and no more, and none while the one before waits, so that no outage or pause causes a burst.
 *
 * @returns the series as it is then
 * @throws GuardFailed `series` where another worker or request has changed it meanwhile
 */
export async function advanceSeries(series: Series, actor: Actor): Promise<Series> {
  const now = Date.now();
  if (series.status !== 'active' || series.lookAt === undefined || Date.parse(series.lookAt) > now) return series;
  const [account, texts, before] = await Promise.all([
    readAccount(series.tenantId, series.platformId),
    readSeriesTexts(series),
    series.pending && readDistribution(series.tenantId, series.pending.distributionId),
  ]);
  const current = withPast(series, before);
  if (account === undefined) return end(series, current, 'Its platform was deleted.', actor);
  const next = nextRepeat(ruleOfSeries(series), {
    now,
    last: lastRepeat(current.last),
    minGapMinutes: series.minGapMinutes,
    variations: textCount(texts),
  });
  if (next.state === 'ended') return end(series, current, undefined, actor);

  if (before !== undefined && stillWaits(before)) {
    // It may go out at any moment: the series decides when the next occurrence is near.
    if (Date.parse(next.at) - now > NEAR_MS) {
      return write(series, { ...series, lookAt: lookAgain(before, next, now) });
    }
    return skip(series, series, next, waits(before), actor);
  }
  try {
    return await retryOnSlotConflict(async () => {
      const { after, actions } = await planOccurrence({
        series: current,
        texts,
        account,
        occurrence: next,
        actor,
      });
      return write(series, after, actions);
    });
  } catch (error) {
    if (!(error instanceof HeraldError) || !cannotBe.has(error.code)) throw error;
    const { code, message, remedy, problems } = error;
    return skip(series, current, next, problems[0] ?? { code, message, remedy }, actor);
  }
}

/** When to look again at a post that waits: soon after it may be out, and always before the next occurrence. */
function lookAgain({ status, held, dueAt = '' }: Distribution, next: Occurrence, now: number): string {
  const needsPerson = status === 'publish_requested' || held !== undefined;
  const due = Date.parse(dueAt) + MINUTE_MS;
  const soon = needsPerson ? now + HOUR_MS : Math.max(now + SOON_MS, Number.isNaN(due) ? 0 : due);
  return isoInstant(Math.min(soon, Date.parse(next.at) - NEAR_MS));
}

function waits({ id, status }: Distribution): SkipReason {
  return {
    code: 'previous_waiting',
    message: `The post before it, ${id}, has not gone out yet: its status is "${status}".`,
    remedy: `See GET /api/v1/distributions/${id}: once it is out or cancelled, the series goes on.`,
  };
}

/** Leaves the occurrence out: an event and the series say so, and the series goes on after its moment. */
function skip(
  before: Series,
  current: Series,
  { at, occurrence }: Occurrence,
  { code, message, remedy }: SkipReason,
  actor: Actor,
): Promise<Series> {
  const reason = { code, message, remedy };
  const of = { tenantId: before.tenantId, entityId: before.id };
  const after = { ...current, lookAt: at, skipped: before.skipped + 1, lastSkip: { at, ...reason } };
  return write(before, after, [
    recordOccurrence(before, { at, occurrence, did: 'skipped', reason }),
    recordEvent(actor, seriesEvents.SERIES_OCCURRENCE_SKIPPED, { ...of, data: { at, occurrence, ...reason } }),
  ]);
}

function end(before: Series, current: Series, endedReason: string | undefined, actor: Actor): Promise<Series> {
  const after: Series = { ...current, status: 'ended', endedReason, lookAt: undefined };
  const reason = endedReason ?? 'Its rule has ended.';
  const { tenantId, id } = before;
  return write(before, after, [
    recordEvent(actor, seriesEvents.SERIES_ENDED, { tenantId, entityId: id, data: { reason } }),
  ]);
}

async function write(before: Series, changed: Series, actions: Parameters<typeof transact>[0] = []): Promise<Series> {
  const after = { ...changed, updatedAt: isoNow() };
  await transact([...replaceSeries(before, after), ...actions]);
  return { ...after, revision: before.revision + 1 };
}
