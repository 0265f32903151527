import type { Actor } from '../kernel/events/event.ts';
import { sleepUntil } from '../kernel/time/clock.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { readDistribution } from '../posts/model/distribution-items.ts';
import type { ScheduleFault } from './schedule-fault.ts';

/** So many at once: Scheduler allows some hundred calls a second to the whole account. */
export const AT_ONCE = 10;
/** The stream makes a wake-up match within a second or two of a change. */
const SETTLE_MS = 5_000;

/** One thing that is wrong. `tenantId` is missing for a schedule that is none of Herald's. */
export interface Finding {
  tenantId: string | undefined;
  distributionId: string;
  trouble: ScheduleFault | 'ZONE_CHANGED';
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

/** One run, and what it has counted and met so far. */
export type Run = Reconcile & Reconciled & { planned: Set<string> };

/** The state once the wake-up of its last change has had its time. */
export async function settled({ tenantId, id, updatedAt }: Distribution): Promise<Distribution | undefined> {
  await sleepUntil(Date.parse(updatedAt) + SETTLE_MS);
  return readDistribution(tenantId, id);
}

/** Counts a finding, and mends it unless the run is dry. */
export async function settle(run: Run, finding: Finding, mend: () => Promise<void>): Promise<void> {
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

/** Some entries at a time, until the run's time is up. */
export async function eachOf<Entry>(run: Run, entries: Entry[], look: (entry: Entry) => Promise<void>): Promise<void> {
  for (let start = 0; start < entries.length; start += AT_ONCE) {
    if (run.until !== undefined && Date.now() > run.until) run.complete = false;
    if (!run.complete) return;
    await Promise.all(entries.slice(start, start + AT_ONCE).map(look));
  }
}
