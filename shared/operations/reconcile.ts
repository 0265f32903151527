import { allTenantIds } from '../access/tenant-items.ts';
import { reconcilePosts } from './reconcile-posts.ts';
import type { Reconcile, Reconciled, Run } from './reconcile-run.ts';
import { reconcileSchedules } from './reconcile-schedules.ts';

/**
 * Compares every distribution that has to be published or looked up with all schedules, both ways, and repairs what does
 * not match. It reads all of both: for an operator, not for every day. To run it twice does no harm.
 */
export async function reconcile(options: Reconcile): Promise<Reconciled> {
  const run: Run = { ...options, posts: 0, schedules: 0, findings: 0, failed: 0, complete: true, planned: new Set() };
  if (options.tenantId !== undefined) await reconcilePosts(run, options.tenantId);
  else for await (const tenantId of allTenantIds()) await reconcilePosts(run, tenantId);
  if (!options.withoutStrays) await reconcileSchedules(run);
  const { posts, schedules, findings, failed, complete } = run;
  return { posts, schedules, findings, failed, complete };
}
