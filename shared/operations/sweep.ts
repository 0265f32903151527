import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { emitMetric } from '../aws/emit-metric.ts';
import { sendMessages } from '../aws/queues.ts';
import type { Actor } from '../kernel/events/event.ts';
import { logger } from '../kernel/logger.ts';
import { documentClient, tableName } from '../kernel/table/client.ts';
import { parseReadable } from '../kernel/table/parse-readable.ts';
import { getItem, getItems, queryList } from '../kernel/table/read.ts';
import { GuardFailed } from '../kernel/table/transact.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { fromDistributionItem } from '../posts/model/distribution-items.ts';
import { ATTENTION_SHARDS, postLists } from '../posts/model/keys.ts';
import { nextCheckAt } from '../posts/model/next-check.ts';
import { refOf } from '../posts/model/publication-ref.ts';
import { enqueuePublication } from '../posts/publishing/enqueue-publication.ts';
import { overdueTrouble } from './find-fault.ts';
import { operationsKeys } from './keys.ts';
import { repairDistribution } from './repair-distribution.ts';

const HOUR_MS = 3_600_000;
/** Of the function's 60 seconds. */
const TIME_MS = 40_000;
/** Repairs that run side by side. */
const AT_ONCE = 10;

/**
 * Looks after every post that nobody has looked at in time, from a stored watermark up to now, the earliest first. It
 * costs what is wrong, not what exists. Waking a post twice is harmless.
 *
 * @returns how many posts it repaired
 */
export async function sweep(actor: Actor): Promise<number> {
  const now = Date.now();
  const watermark = await getItem(operationsKeys.sweepMark());
  const from = Math.min(typeof watermark?.at === 'number' ? watermark.at : now - HOUR_MS, now);
  // An entry may still come up in the hour before: the index lags, and a time in the past can be written late.
  let oldest = now - HOUR_MS;
  let found = 0;
  for (let hour = startOfHour(from); hour <= now; hour += HOUR_MS) {
    if (Date.now() - now > TIME_MS) {
      // After a very long stop: the next sweep goes on from here.
      oldest = Math.min(oldest, hour);
      break;
    }
    const late = await lateIn(hour, now);
    if (late.length > 0) oldest = Math.min(oldest, hour);
    for (let first = 0; first < late.length; first += AT_ONCE) {
      const repaired = await Promise.all(late.slice(first, first + AT_ONCE).map((state) => lookSafely(state, actor)));
      found += repaired.filter(Boolean).length;
    }
  }
  await documentClient.send(
    new PutCommand({ TableName: tableName(), Item: { ...operationsKeys.sweepMark(), at: startOfHour(oldest) } }),
  );
  emitMetric('OverdueDistributions', 'Count', found, 'all');
  return found;
}

async function lateIn(hour: number, now: number): Promise<Distribution[]> {
  const shards = Array.from({ length: ATTENTION_SHARDS }, (_, shard) => lateInShard(hour, shard, now));
  const moment = (state: Distribution) => state.dueAt ?? state.updatedAt;
  return (await Promise.all(shards)).flat().sort((one, other) => moment(one).localeCompare(moment(other)));
}

async function lateInShard(hour: number, shard: number, now: number): Promise<Distribution[]> {
  const { index, pk } = postLists.attention;
  const late: Distribution[] = [];
  let after: Awaited<ReturnType<typeof queryList>>['next'];
  do {
    const page = await queryList({
      index,
      pk: pk(new Date(hour).toISOString().slice(0, 13), shard),
      to: `${new Date(now).toISOString()}~`,
      limit: 100,
      after,
    });
    const items = await getItems(page.entries.map((entry) => ({ pk: entry.pk, sk: entry.sk })));
    const states = parseReadable(items, fromDistributionItem, 'A distribution');
    // The index lags behind the items: only the item says whether it is still late.
    late.push(...states.filter((state) => isLate(state, now)));
    after = page.next;
  } while (after !== undefined);
  return late;
}

async function lookSafely(state: Distribution, actor: Actor): Promise<boolean> {
  try {
    return await look(state, { ...actor, correlationId: state.correlationId });
  } catch (error) {
    if (error instanceof GuardFailed) return false;
    logger.error('A late distribution could not be looked after', { id: state.id, error: error as Error });
    return true;
  }
}

/** @returns whether something was wrong: a look that was planned for now is not */
async function look(state: Distribution, actor: Actor): Promise<boolean> {
  if (state.status === 'unknown') {
    await sendMessages('PUBLISH_QUEUE_URL', [{ body: { kind: 'look', ...refOf(state) }, delaySeconds: 0 }]);
    return false;
  }
  if (state.held !== undefined) {
    await enqueuePublication({ ref: refOf(state), at: Date.now(), hop: 0 });
    return false;
  }
  logger.warn('Nobody looked at this distribution in time', { id: state.id, status: state.status });
  await repairDistribution(state, overdueTrouble(state), actor);
  return true;
}

function isLate(state: Distribution, now: number): boolean {
  const at = nextCheckAt(state);
  return at !== undefined && Date.parse(at) <= now;
}

const startOfHour = (moment: number) => Math.floor(moment / HOUR_MS) * HOUR_MS;
