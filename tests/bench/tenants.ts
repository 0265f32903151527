import type { Report } from './figures.ts';
import { connectSite, JITTER_SECONDS, letThemPublish, schedulePosts, withHerald } from './herald-run.ts';
import { nextHour, spreadOver } from './planned-post.ts';
import { percentile, seconds, table } from './statistics.ts';
import { latenessOf } from './visible-calls.ts';
import type { Size } from './workload.ts';

const POSTS = 5000;
const TENANTS = 100;
const SPREAD_MS = 60_000;

/** How late posts become public while many tenants post in the same minute, each to an account of its own. */
export async function benchTenants(size: Size): Promise<Report> {
  const count = size(POSTS);
  const tenants = Math.min(TENANTS, count);
  const late = await withHerald(async (run) => {
    const accounts = [];
    for (let index = 1; index <= tenants; index += 1) {
      const { apiKey } = await run.herald.newTenant(`Tenant ${index}`);
      accounts.push(await connectSite(run.herald, run.site, apiKey));
    }
    const posts = spreadOver(count, nextHour(), SPREAD_MS);
    await schedulePosts(run, posts, accounts);
    return latenessOf(await letThemPublish(run, posts), posts);
  });
  const what = `${count.toLocaleString('en')} posts in one minute over ${tenants} tenants and accounts`;
  const shares = [0.5, 0.95, 0.99, 1];
  return {
    text: table(
      `${what} (jitter ${JITTER_SECONDS} s)`,
      ['', 'p50 s', 'p95 s', 'p99 s', 'max s'],
      [['Herald', ...shares.map((share) => seconds(percentile(late, share)))]],
    ),
    figures: [{ what: `${what}, p99`, unit: 'ms late', herald: percentile(late, 0.99) }],
  };
}
