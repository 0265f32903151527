import { sleepUntil } from '../cloud/clock.ts';
import { logger } from '../cloud/logger.ts';
import { listWakeUps, readWakeUp } from '../cloud/scheduler.ts';
import type { Distribution, DistributionStatus } from '../domain/distribution.ts';
import type { Actor } from '../domain/event.ts';
import { isInLine } from '../domain/next-state.ts';
import { zoneChange } from '../domain/zone-change.ts';
import { fromDistributionItem, readDistribution } from '../store/distribution-items.ts';
import { lists } from '../store/keys.ts';
import { type ListEntry, listItems } from '../store/read.ts';
import type { Item } from '../store/table.ts';
import { findTrouble } from './find-trouble.ts';
import { mendWakeUp, removeWakeUp } from './mend-wake-up.ts';
import { plannedWakeUp } from './planned-wake-up.ts';
import { recordRepair } from './record-repair.ts';
import { recordZoneChange } from './record-zone-change.ts';
import { repairDistribution, type Trouble } from './repair-distribution.ts';
import { allTenantIds } from './tenant-ids.ts';

/** The statuses that something must still happen to, and those that wait for somebody's word for a time that they have. */
const liveStatuses = [
  'scheduled',
  'preparing',
  'publishing',
  'unknown',
  'publish_requested',
] as const satisfies DistributionStatus[];
/** So many at once: Scheduler allows some hundred calls a second to the whole account. */
const AT_ONCE = 10;
/** The stream makes a wake-up match within a second or two of a change. */
const SETTLE_MS = 5_000;
const FAR_MS = 15 * 60_000;

/** One thing that is wrong. `tenantId` is missing for a schedule that is none of Herald's. */
export interface Finding {
  tenantId: string | undefined;
  distributionId: string;
  trouble: Trouble | 'ZONE_CHANGED';
  /** What was done about it, or would be. */
  action: 'schedule put' | 'schedule deleted' | 'sent to the publisher' | 'put on record' | 'left alone' | 'failed';
  error?: Error;
}

export interface Reconcile {
  actor: Actor;
  /** Everyone's, unless one tenant is named. */
  tenantId?: string | undefined;
  /** Changes nothing. */
  dryRun?: boolean;
  /** Looks at distributions alone, and not at schedules without one. */
  withoutStrays?: boolean;
  /** Ends early then, in milliseconds. */
  until?: number;
  onFinding?(finding: Finding): void;
}

export interface Reconciled {
  posts: number;
  schedules: number;
  findings: number;
  failed: number;
  /** False where `until` came first. */
  complete: boolean;
}

type Run = Reconcile & Reconciled & { planned: Set<string> };

/**
 * Compares every distribution that something must still happen to with all schedules, both ways, and mends what does
 * not match. Reads the whole of both: for an operator, not for every day. Running it twice does no harm.
 */
export async function reconcile(options: Reconcile): Promise<Reconciled> {
  const run: Run = { ...options, posts: 0, schedules: 0, findings: 0, failed: 0, complete: true, planned: new Set() };
  if (options.tenantId !== undefined) await reconcilePosts(run, options.tenantId);
  else for await (const tenantId of allTenantIds()) await reconcilePosts(run, tenantId);
  if (!options.withoutStrays) await reconcileSchedules(run);
  const { posts, schedules, findings, failed, complete } = run;
  return { posts, schedules, findings, failed, complete };
}

async function reconcilePosts(run: Run, tenantId: string): Promise<void> {
  const { index, pk } = lists.distributionsByStatus;
  for (const status of liveStatuses) {
    let after: ListEntry | undefined;
    do {
      const page = await listItems({ index, pk: pk(tenantId, status), limit: 100, after });
      await eachOf(run, page.items.flatMap(readable), (state) => reconcilePost(run, state));
      after = page.next;
    } while (after !== undefined && run.complete);
  }
}

async function reconcilePost(run: Run, seen: Distribution): Promise<void> {
  run.posts += 1;
  await reconcileZone(run, seen);
  if (plannedWakeUp(seen, Date.now()) !== undefined) run.planned.add(seen.id);
  if ((await findTrouble(seen, Date.now())) === undefined) return;
  const state = await settled(seen);
  const trouble = state && (await findTrouble(state, Date.now()));
  if (state === undefined || trouble === undefined) return;
  const { tenantId, id } = state;
  const finding = { tenantId, distributionId: id, trouble };
  if (plannedWakeUp(state, Date.now()) === undefined) {
    return settle(run, { ...finding, action: 'sent to the publisher' }, () =>
      repairDistribution(state, trouble, run.actor),
    );
  }
  return settle(run, { ...finding, action: 'schedule put' }, async () => {
    await mendWakeUp(state);
    await recordRepair(state, trouble, run.actor);
  });
}

/**
 * The post keeps its moment: nobody but its owner knows whether that or the local time was meant. One that is near is
 * left to its workers, who would have to begin anew after any write.
 */
async function reconcileZone(run: Run, state: Distribution): Promise<void> {
  const changed = zoneChange(state);
  if (changed === undefined || state.zoneNoted === changed.instant) return;
  const isFar = state.dueAt !== undefined && Date.parse(state.dueAt) > Date.now() + FAR_MS && !isInLine(state);
  const isQuiet = state.status === 'publish_requested' || (state.status === 'scheduled' && isFar);
  if (!isQuiet) return;
  const { tenantId, id: distributionId } = state;
  await settle(run, { tenantId, distributionId, trouble: 'ZONE_CHANGED', action: 'put on record' }, () =>
    recordZoneChange(state, changed, run.actor),
  );
}

async function reconcileSchedules(run: Run): Promise<void> {
  let names: string[] = [];
  for await (const name of listWakeUps()) {
    run.schedules += 1;
    if (!run.planned.has(name)) names.push(name);
    if (names.length < AT_ONCE) continue;
    await eachOf(run, names, (one) => reconcileSchedule(run, one));
    names = [];
  }
  await eachOf(run, names, (one) => reconcileSchedule(run, one));
}

/** A schedule whose distribution has not been seen to need it. */
async function reconcileSchedule(run: Run, name: string): Promise<void> {
  const ref = await readWakeUp(name);
  if (ref === undefined) return;
  const finding = { distributionId: name, trouble: 'SCHEDULE_WITHOUT_POST' } as const;
  if (ref === 'foreign') {
    if (run.tenantId !== undefined) return;
    return settle(run, { ...finding, tenantId: undefined, action: 'left alone' }, async () => {});
  }
  const { tenantId } = ref;
  if (run.tenantId !== undefined && run.tenantId !== tenantId) return;
  const seen = await readDistribution(tenantId, name);
  const state = seen && !isWoken(seen) ? await settled(seen) : seen;
  if (state !== undefined && isWoken(state)) return;
  await settle(run, { ...finding, tenantId, action: 'schedule deleted' }, async () => {
    await removeWakeUp(tenantId, name);
    if (state !== undefined) await recordRepair(state, finding.trouble, run.actor);
  });
}

/** A schedule fires into these, or has just fired into them: an old one loses its version check and is gone by then. */
function isWoken({ status }: Distribution): boolean {
  return status === 'scheduled' || status === 'preparing' || status === 'publishing';
}

/** The state once the wake-up of its last change has had its time. */
async function settled({ tenantId, id, updatedAt }: Distribution): Promise<Distribution | undefined> {
  await sleepUntil(Date.parse(updatedAt) + SETTLE_MS);
  return readDistribution(tenantId, id);
}

async function settle(run: Run, finding: Finding, mend: () => Promise<void>): Promise<void> {
  run.findings += 1;
  let outcome = finding;
  try {
    if (!run.dryRun) await mend();
  } catch (error) {
    // One that cannot be mended must not keep all others from it.
    run.failed += 1;
    outcome = { ...finding, action: 'failed', error: error as Error };
  }
  run.onFinding?.(outcome);
}

async function eachOf<Entry>(run: Run, entries: Entry[], look: (entry: Entry) => Promise<void>): Promise<void> {
  for (let start = 0; start < entries.length; start += AT_ONCE) {
    if (run.until !== undefined && Date.now() > run.until) run.complete = false;
    if (!run.complete) return;
    await Promise.all(entries.slice(start, start + AT_ONCE).map(look));
  }
}

function readable(item: Item): Distribution[] {
  try {
    return [fromDistributionItem(item)];
  } catch (error) {
    logger.error('A distribution cannot be read', { pk: item.pk, error: error as Error });
    return [];
  }
}
