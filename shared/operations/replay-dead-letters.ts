import { allTenantIds, isOnlyTenant } from '../access/tenant-items.ts';
import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { logger } from '../kernel/logger.ts';
import { transact } from '../kernel/table/transact.ts';
import {
  countDeadLetters,
  type DeadLetter,
  deleteDeadLetters,
  giveBackDeadLetters,
  receiveDeadLetters,
} from './dead-letter-queues.ts';
import { type DeadLetterQueueName, deadLetterQueueNames } from './dead-letters.ts';
import { operationsEvents } from './events.ts';
import { type Replay, type Replayed, replayDeadLetter } from './replay-dead-letter.ts';

/** A message is hidden for longer than a pass takes, so that the pass meets none twice. */
const HIDDEN_SECONDS = 300;
const MAX_PASS_MS = 240_000;

interface ReplayRequest {
  actor: Actor;
  /** The tenant whose messages are replayed and reported. Default: all, for an operator. */
  tenantId?: string | undefined;
  /** Default: all queues. */
  queue?: DeadLetterQueueName | undefined;
  /** At most so many messages. */
  max: number;
  /** How long the caller waits. */
  withinMs?: number;
}

interface Tally {
  replayed: number;
  skipped: number;
  left: number;
}

interface ReplayReport extends Tally {
  /** False where `max` or the time ended the pass before the queues did. */
  complete: boolean;
  byQueue: (Tally & { queue: DeadLetterQueueName })[];
  problems: { queue: DeadLetterQueueName; messageId: string; reason: string; remedy: string }[];
}

type Pass = Replay & {
  left: number;
  report: ReplayReport;
  /** What was done to each tenant's messages, for the event log. */
  tenants: Map<string, { replayed: number; skipped: number }>;
};

/**
 * Sends dead letters back to where they failed: it sends first and deletes after, so that none is lost. Each message is
 * checked against its distribution, so that a published post stays as it is. A message that names no tenant is deleted
 * only for the operator, or for the only tenant of the deployment.
 */
export async function replayDeadLetters(request: ReplayRequest): Promise<ReplayReport> {
  const { actor, max, withinMs = MAX_PASS_MS, tenantId } = request;
  const isLimited = tenantId !== undefined && !(await isOnlyTenant(tenantId));
  const pass: Pass = {
    actor,
    tenantId: isLimited ? tenantId : undefined,
    tenantIds: isLimited ? [tenantId] : await everyTenant(),
    until: Date.now() + Math.min(withinMs, MAX_PASS_MS),
    left: max,
    report: { complete: true, replayed: 0, skipped: 0, left: 0, byQueue: [], problems: [] },
    tenants: new Map(),
  };
  const queues = request.queue === undefined ? await filledQueues() : [request.queue];
  for (const queue of queues) await replayQueue(queue, pass);
  await recordReplay(pass);
  return pass.report;
}

async function everyTenant(): Promise<string[]> {
  const tenantIds: string[] = [];
  for await (const tenantId of allTenantIds()) tenantIds.push(tenantId);
  return tenantIds;
}

/** An empty queue would cost a second of waiting. SQS may still count a message of this minute as not there. */
async function filledQueues(): Promise<DeadLetterQueueName[]> {
  const counts = await Promise.all(deadLetterQueueNames.map(countDeadLetters));
  return deadLetterQueueNames.filter((_, index) => counts[index]! > 0);
}

async function replayQueue(queue: DeadLetterQueueName, pass: Pass): Promise<void> {
  const tally = { queue, replayed: 0, skipped: 0, left: 0 };
  pass.report.byQueue.push(tally);
  const staying: DeadLetter[] = [];
  try {
    for (;;) {
      if (pass.left === 0 || Date.now() > pass.until) {
        pass.report.complete = false;
        return;
      }
      const letters = await receiveDeadLetters(queue, Math.min(10, pass.left), HIDDEN_SECONDS);
      if (letters.length === 0) return;
      await replayLetters(letters, tally, staying, pass);
    }
  } finally {
    await giveBackDeadLetters(queue, staying);
  }
}

async function replayLetters(
  letters: DeadLetter[],
  tally: Tally & { queue: DeadLetterQueueName },
  staying: DeadLetter[],
  pass: Pass,
): Promise<void> {
  const done: DeadLetter[] = [];
  for (const letter of letters) {
    const outcome = await replaySafely(tally.queue, letter, pass);
    const stays = outcome.did === 'left' || outcome.did === 'notTheirs';
    (stays ? staying : done).push(letter);
    count(pass, tally, letter, outcome);
  }
  await deleteDeadLetters(tally.queue, done);
}

/** A message that cannot be sent must not stop the replay of the others. */
async function replaySafely(queue: DeadLetterQueueName, letter: DeadLetter, pass: Pass): Promise<Replayed> {
  try {
    return await replayDeadLetter(queue, letter, pass);
  } catch (error) {
    logger.error('A dead letter could not be replayed', { queue, messageId: letter.id, error: error as Error });
    return { did: 'left', reason: 'It could not be sent.', remedy: 'Repeat the replay; the log has the cause.' };
  }
}

function count(pass: Pass, tally: Tally & { queue: DeadLetterQueueName }, { id }: DeadLetter, outcome: Replayed): void {
  if (outcome.did === 'notTheirs') return;
  pass.left -= 1;
  tally[outcome.did] += 1;
  pass.report[outcome.did] += 1;
  if (outcome.did === 'left') {
    const { reason, remedy } = outcome;
    pass.report.problems.push({ queue: tally.queue, messageId: id, reason, remedy });
  } else if (outcome.tenantId !== undefined) {
    const counts = pass.tenants.get(outcome.tenantId) ?? { replayed: 0, skipped: 0 };
    counts[outcome.did] += 1;
    pass.tenants.set(outcome.tenantId, counts);
  }
}

async function recordReplay({ actor, tenants }: Pass): Promise<void> {
  for (const [tenantId, data] of tenants) {
    const event = recordEvent(actor, operationsEvents.DEAD_LETTERS_REPLAYED, { tenantId, entityId: tenantId, data });
    await transact([event]);
  }
}
