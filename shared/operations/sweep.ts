import pMap from 'p-map';
import { emitMetric } from '../aws/emit-metric.ts';
import { sendMessages } from '../aws/queues.ts';
import type { Actor } from '../kernel/events/event.ts';
import { logger } from '../kernel/logger.ts';
import { GuardFailed } from '../kernel/table/transact.ts';
import { HOUR_MS } from '../kernel/time/durations.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { readAttention } from '../posts/model/list-items.ts';
import { nextCheckAt } from '../posts/model/next-check.ts';
import { type PublishMessage, refOf } from '../posts/model/publication-ref.ts';
import { enqueuePublication } from '../posts/publishing/enqueue-publication.ts';
import { faultOfOverdue } from './find-fault.ts';
import { repairDistribution } from './repair-distribution.ts';
import { readSweepMark, writeSweepMark } from './sweep-mark-items.ts';

/** Of the function's 60 seconds. */
const MAX_RUN_MS = 40_000;
const POSTS_AT_ONCE = 10;

/**
 * Repairs every post that no worker has taken up in time, from a stored mark up to now, the earliest first. It reads what
 * is overdue, not what exists. To wake a post twice does no harm.
 *
 * @returns how many posts it repaired
 */
export async function sweep(actor: Actor): Promise<number> {
  const now = Date.now();
  const from = Math.min((await readSweepMark()) ?? now - HOUR_MS, now);
  // An entry may still appear in the hour before: the index lags, and a worker may write a time that has passed.
  let oldest = now - HOUR_MS;
  let found = 0;
  for (let hour = startOfHour(from); hour <= now; hour += HOUR_MS) {
    if (Date.now() - now > MAX_RUN_MS) {
      // After a very long stop: the next sweep goes on from here.
      oldest = Math.min(oldest, hour);
      break;
    }
    const late = await lateIn(hour, now);
    if (late.length > 0) oldest = Math.min(oldest, hour);
    const repaired = await pMap(late, (state) => lookSafely(state, actor), { concurrency: POSTS_AT_ONCE });
    found += repaired.filter(Boolean).length;
  }
  await writeSweepMark(startOfHour(oldest));
  emitMetric('OverdueDistributions', 'Count', found, 'all');
  return found;
}

async function lateIn(hour: number, now: number): Promise<Distribution[]> {
  const listed = await readAttention(hour, now);
  const moment = (state: Distribution) => state.dueAt ?? state.updatedAt;
  return listed.filter((state) => isLate(state, now)).sort((one, other) => moment(one).localeCompare(moment(other)));
}

/** One post that cannot be repaired must not keep the sweep from all others. */
async function lookSafely(state: Distribution, actor: Actor): Promise<boolean> {
  try {
    return await look(state, { ...actor, correlationId: state.correlationId });
  } catch (error) {
    if (error instanceof GuardFailed) return false;
    logger.error('The sweep could not repair a late distribution', { id: state.id, error: error as Error });
    return true;
  }
}

/** @returns whether something was wrong: a lookup that is planned for now is not */
async function look(state: Distribution, actor: Actor): Promise<boolean> {
  if (state.status === 'unknown') {
    const message: PublishMessage = { kind: 'look', ...refOf(state) };
    await sendMessages('PUBLISH_QUEUE_URL', [{ body: message, delaySeconds: 0 }]);
    return false;
  }
  if (state.held !== undefined) {
    await enqueuePublication({ ref: refOf(state), at: Date.now(), hop: 0 });
    return false;
  }
  logger.warn('No worker took up this distribution in time', { id: state.id, status: state.status });
  await repairDistribution(state, faultOfOverdue(state), actor);
  return true;
}

function isLate(state: Distribution, now: number): boolean {
  const at = nextCheckAt(state);
  return at !== undefined && Date.parse(at) <= now;
}

const startOfHour = (moment: number) => Math.floor(moment / HOUR_MS) * HOUR_MS;
