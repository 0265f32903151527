import * as z from 'zod';
import { timeZoneSchema } from '../../kernel/time/local-time.ts';

/** An hour of the week: 1 (Monday) to 7 (Sunday), and the hour 0 to 23 that it begins with. */
const hourOfWeek = { weekday: z.number().int().min(1).max(7), hour: z.number().int().min(0).max(23) };

const timingHourSchema = z.object(hourOfWeek);
export type TimingHour = z.infer<typeof timingHourSchema>;

/** What a platform's own posts say of one hour of the week. */
const timingCellSchema = z.object({
  ...hourOfWeek,
  /** The mean of `metric` in this hour divided by the platform's mean: 1 is as good as any hour, 1.4 is 40 % better. */
  score: z.number().min(0),
  /** Posts that were measured. */
  sampleSize: z.number().int().min(0),
  /** 0 to 1: how far the score may be believed. It is drawn towards 1 by what is missing. */
  confidence: z.number().min(0).max(1),
});
export type TimingCell = z.infer<typeof timingCellSchema>;

/** What was learned of an account's best times: item `PATTERN#timing#optimal_posting_times` of a platform. */
export const timingPatternSchema = z.object({
  platformId: z.uuid(),
  patternType: z.literal('timing'),
  patternName: z.literal('optimal_posting_times'),
  /** The zone whose weekdays and hours the cells are: the audience's. */
  timezone: timeZoneSchema,
  metric: z.string(),
  sampleSize: z.number().int().min(0),
  confidence: z.number().min(0).max(1),
  /** The posts that it was learned from were published between these. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  computedAt: z.iso.datetime(),
  /** At most one for each hour of the week; an hour without posts has none. */
  cells: z
    .array(timingCellSchema)
    .max(168)
    .refine((cells) => new Set(cells.map(({ weekday, hour }) => weekday * 24 + hour)).size === cells.length, {
      message: 'Each hour of the week may have only one cell',
    }),
});
export type TimingPattern = z.infer<typeof timingPatternSchema>;

/** An hour with fewer posts says nothing about the account. */
const LEAST_SAMPLES = 3;

/** The score as far as it may be believed. */
export const believedScore = ({ score, confidence }: TimingCell) => 1 + (score - 1) * confidence;

/** The cells that are known to be better than any hour, best first. */
export function goodHours(pattern: TimingPattern): TimingCell[] {
  return pattern.cells
    .filter((cell) => cell.sampleSize >= LEAST_SAMPLES && believedScore(cell) > 1)
    .sort((a, b) => believedScore(b) - believedScore(a));
}

/** Used until an account has data: Monday, Wednesday, Friday at 9, Tuesday and Thursday at 10. */
export const defaultHours: readonly TimingHour[] = [
  { weekday: 1, hour: 9 },
  { weekday: 2, hour: 10 },
  { weekday: 3, hour: 9 },
  { weekday: 4, hour: 10 },
  { weekday: 5, hour: 9 },
];
/** Where nothing better is free: from the next day at ten on. */
export const FALLBACK_HOUR = 10;
