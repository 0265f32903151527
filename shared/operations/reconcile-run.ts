import pMap from 'p-map';
import type { Actor } from '../kernel/events/event.ts';
import { sleepUntil } from '../kernel/time/clock.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { readDistribution } from '../posts/model/distribution-items.ts';
import type { ScheduleFault } from './schedule-fault.ts';

/** EventBridge Scheduler allows a few hundred calls a second to the whole AWS account. */
const CONCURRENCY = 10;
/** The stream makes a wake-up match within a second or two of a change. */
const SETTLE_MS = 5_000;

/** One thing that is wrong. `tenantId` is missing for a schedule that Herald did not make. */
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
  /** Default: all tenants. */
  tenantId?: string | undefined;
  /** Changes nothing. */
  dryRun?: boolean;
  /** Reads distributions only, and no schedules without a distribution. */
  withoutStrays?: boolean;
  /** When the run ends early, in milliseconds. */
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

/** One run, and what it has counted and found so far. */
export type Run = Reconcile & Reconciled & { planned: Set<string> };

/**
 * Reads the state again once the stream has had time to put the wake-up of its last change. The state was read just now,
 * so that this time is enough whatever the clock of this machine says.
 */
export async function readWhenSettled({ tenantId, id, updatedAt }: Distribution): Promise<Distribution | undefined> {
  await sleepUntil(Math.min(Date.parse(updatedAt), Date.now()) + SETTLE_MS);
  return readDistribution(tenantId, id);
}

/** Counts a finding, and repairs it unless the run is dry. One that cannot be repaired does not stop the run. */
export async function resolveFinding(run: Run, finding: Finding, repair: () => Promise<void>): Promise<void> {
  run.findings += 1;
  let outcome = finding;
  try {
    if (!run.dryRun) await repair();
  } catch (error) {
    run.failed += 1;
    outcome = { ...finding, action: 'failed', error: error as Error };
  }
  run.onFinding?.(outcome);
}

/** Looks at some entries at a time, until the run's time is up. */
export async function eachOf<Entry>(
  run: Run,
  entries: AsyncIterable<Entry>,
  look: (entry: Entry) => Promise<void>,
): Promise<void> {
  await pMap(inTime(run, entries), look, { concurrency: CONCURRENCY });
}

async function* inTime<Entry>(run: Run, entries: AsyncIterable<Entry>): AsyncGenerator<Entry> {
  for await (const entry of entries) {
    if (run.until !== undefined && Date.now() > run.until) run.complete = false;
    if (!run.complete) return;
    yield entry;
  }
}
