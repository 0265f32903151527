import * as z from 'zod';
import { type MetricSummary, type Snapshot, snapshotSchema } from '../posts/model/distribution-view.ts';

/** The places of the figures in a stored snapshot. A new one goes to the end. */
const FIGURES = [
  'impressions',
  'reach',
  'engagements',
  'clicks',
  'shares',
  'comments',
  'likes',
  'saves',
  'videoViews',
  'videoWatchTimeSeconds',
  'followersGained',
  'followersLost',
] as const satisfies (keyof Snapshot)[];

/** A snapshot as an item holds several of them: short, because each name would be stored again and again. */
export const storedFiguresSchema = z.object({
  /** When they were recorded, in milliseconds. */
  at: z.number(),
  /** Hours since the post was published. */
  h: z.number(),
  /** By their places in `FIGURES`; null where the platform does not give one. */
  f: z.array(z.number().nullable()),
  /** What only this platform gives. */
  p: snapshotSchema.shape.platformMetrics.optional(),
});
export type StoredFigures = z.infer<typeof storedFiguresSchema>;

export function toStored({ recordedAt, hoursSincePublish, platformMetrics, ...summary }: MetricSummary): StoredFigures {
  return {
    at: Date.parse(recordedAt),
    h: hoursSincePublish,
    f: FIGURES.map((name) => summary[name]),
    ...(Object.keys(platformMetrics).length > 0 && { p: platformMetrics }),
  };
}

export function fromStored({ at, h, f, p = {} }: StoredFigures): Snapshot {
  const figures = Object.fromEntries(FIGURES.map((name, place) => [name, f[place] ?? null]));
  return snapshotSchema.parse({
    ...figures,
    platformMetrics: p,
    recordedAt: new Date(at).toISOString(),
    hoursSincePublish: h,
  });
}
