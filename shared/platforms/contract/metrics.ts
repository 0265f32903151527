import * as z from 'zod';

const count = z.number().int().nonnegative().nullable();

/** What a platform says of one post. Null means the platform does not give this figure: never 0. */
export const platformMetricsSchema = z.strictObject({
  impressions: count,
  reach: count,
  engagements: count,
  clicks: count,
  shares: count,
  comments: count,
  likes: count,
  saves: count,
  videoViews: count,
  videoWatchTimeSeconds: count,
  followersGained: count,
  followersLost: count,
  platformMetrics: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
});
export type PlatformMetrics = z.infer<typeof platformMetricsSchema>;

/** Starts from "nothing known", so that an adapter names only what its platform gives. */
export function metrics(known: Partial<PlatformMetrics>): PlatformMetrics {
  return {
    impressions: null,
    reach: null,
    engagements: null,
    clicks: null,
    shares: null,
    comments: null,
    likes: null,
    saves: null,
    videoViews: null,
    videoWatchTimeSeconds: null,
    followersGained: null,
    followersLost: null,
    platformMetrics: {},
    ...known,
  };
}

/** Per cent, or null where the platform gives no impressions or no such count. */
export function ratePercent(part: number | null, impressions: number | null): number | null {
  if (part === null || impressions === null) return null;
  return impressions === 0 ? 0 : (part / impressions) * 100;
}
