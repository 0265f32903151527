import { LocalClock } from '../../infra/local/clock/local-clock.ts';
import { replaceDate } from '../../infra/local/clock/replace-date.ts';
import type { PlannedPost } from './planned-post.ts';
import { publishAtOnce, type Site } from './publish-at-once.ts';

/**
 * The loop that Herald is compared with: a cron each minute that takes up to 20 due posts and publishes them one after
 * another. It is the publishing engine and the WordPress adapter of the plan that Herald grew out of, as that plan has
 * them; its database is memory and costs it no time, and its cron runs on the second.
 */
interface Distribution {
  id: number;
  title: string;
  body: string;
  status: 'scheduled' | 'publishing' | 'published' | 'failed';
  scheduledFor: number;
  publishedAt?: string;
  externalId?: string;
  errorMessage?: string;
  retryCount: number;
}

const MINUTE_MS = 60_000;
const BATCH = 20;
const RETRIES = 3;
const RETRY_MS = 300_000;

/** Runs the loop on a moved clock until no post is waiting. @param start when its clock stands at the beginning */
export async function runSeedLoop(site: Site, posts: PlannedPost[], start: number): Promise<void> {
  const clock = new LocalClock();
  const restore = replaceDate(clock.offset);
  try {
    clock.advance(start - clock.now());
    const table = posts.map(
      ({ title, body, due }, id): Distribution => ({
        id,
        title,
        body,
        status: 'scheduled',
        scheduledFor: due,
        retryCount: 0,
      }),
    );
    while (table.some(({ status }) => status === 'scheduled')) {
      clock.advance(MINUTE_MS - (clock.now() % MINUTE_MS));
      await processScheduledDistributions(table, site);
    }
  } finally {
    restore();
  }
}

async function processScheduledDistributions(table: Distribution[], site: Site): Promise<void> {
  const now = new Date();
  const due = table
    .filter(({ status, scheduledFor }) => status === 'scheduled' && scheduledFor <= now.getTime())
    .sort((a, b) => a.scheduledFor - b.scheduledFor)
    .slice(0, BATCH);
  for (const distribution of due) {
    try {
      distribution.status = 'publishing';
      const result = await publishAtOnce(distribution, site);
      if (!result.success) throw new Error(result.error);
      Object.assign(distribution, {
        status: 'published',
        publishedAt: now.toISOString(),
        externalId: result.externalId,
      });
    } catch (error) {
      const shouldRetry = distribution.retryCount < RETRIES;
      Object.assign(distribution, {
        status: shouldRetry ? 'scheduled' : 'failed',
        errorMessage: (error as Error).message,
        retryCount: distribution.retryCount + 1,
        scheduledFor: shouldRetry ? now.getTime() + RETRY_MS : distribution.scheduledFor,
      });
    }
  }
}
