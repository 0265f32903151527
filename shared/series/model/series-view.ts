import * as z from 'zod';
import type { RecurringTime } from '../../calendar/rules/recurrence.ts';
import { type LastRepeat, nextRepeat, repeatSchema } from '../../calendar/rules/repeat-series.ts';
import { calendarNoticeSchema } from '../../calendar/slots/calendar-slot.ts';
import { distributionContentSchema } from '../../platforms/contract/content.ts';
import { type Series, type SeriesPost, type SeriesTexts, seriesSchema } from './series.ts';

/** So many of the times to come are shown. */
const UPCOMING = 5;

const upcomingSchema = z.object({
  at: z.iso.datetime(),
  /** `YYYY-MM-DDTHH:MM` as the rule gives it. */
  occurrence: z.string(),
  /** What the clocks make of it, where they change that night. */
  notice: calendarNoticeSchema.shape.message.nullable(),
});
type UpcomingRepeat = z.infer<typeof upcomingSchema>;

export const seriesListItemSchema = seriesSchema
  .omit({
    tenantId: true,
    platformKind: true,
    textVersion: true,
    rrule: true,
    exdates: true,
    minGapMinutes: true,
    plan: true,
    revision: true,
    correlationId: true,
    approved: true,
  })
  .extend({ rrule: z.string() })
  .meta({ id: 'SeriesListItem' });
export type SeriesListItem = z.infer<typeof seriesListItemSchema>;

/** A series with its texts, and when it comes next. */
export const seriesViewSchema = seriesListItemSchema
  .omit({ rrule: true })
  .extend({
    ...distributionContentSchema.shape,
    repeat: repeatSchema,
    /** After the post that is made already. */
    upcoming: z.array(upcomingSchema),
  })
  .meta({ id: 'Series' });
export type SeriesView = z.infer<typeof seriesViewSchema>;

const listed = seriesListItemSchema.strip();

export function viewSeriesListItem(series: Series): SeriesListItem {
  return listed.parse(series);
}

export function viewSeries(series: Series, texts: SeriesTexts, now: number): SeriesView {
  const { rrule, ...item } = viewSeriesListItem(series);
  const { exdates, minGapMinutes } = series;
  return {
    ...item,
    ...texts.content,
    repeat: {
      rrule,
      ...(exdates.length > 0 && { exdates }),
      ...(minGapMinutes !== undefined && { minGapMinutes }),
      ...(texts.variations.length > 0 && { variations: texts.variations }),
    },
    upcoming: series.status === 'ended' ? [] : upcoming(series, now),
  };
}

export function ruleOfSeries({ date, time, timezone, rrule, exdates }: Series): RecurringTime {
  return { date, time, timezone, rrule, exdates };
}

export function lastRepeat(post: SeriesPost | undefined): LastRepeat | undefined {
  return post && { at: Date.parse(post.at), occurrence: post.occurrence, turn: post.turn };
}

function upcoming(series: Series, now: number): UpcomingRepeat[] {
  const { minGapMinutes, pending, last, lastSkip } = series;
  // What has been left out already does not come.
  const after = Math.max(now, lastSkip === undefined ? 0 : Date.parse(lastSkip.at));
  const rule = ruleOfSeries(series);
  const found: UpcomingRepeat[] = [];
  let before = lastRepeat(pending ?? last);
  while (found.length < UPCOMING) {
    const next = nextRepeat(rule, { now: Math.max(after, before?.at ?? 0), last: before, minGapMinutes });
    if (next.state === 'ended') break;
    const { at, occurrence, notice, turn } = next;
    found.push({ at, occurrence, notice: notice?.message ?? null });
    before = { at: Date.parse(at), occurrence, turn };
  }
  return found;
}
