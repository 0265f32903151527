import { sendUnchanged } from '../aws/queues.ts';
import { replayEventsBetween } from '../bus/replay-events-between.ts';
import type { Actor } from '../kernel/events/event.ts';
import type { DistributionStatus } from '../posts/model/distribution.ts';
import { readDistribution } from '../posts/model/distribution-items.ts';
import type { PublicationRef } from '../posts/model/publication-ref.ts';
import { enqueuePublication } from '../posts/publishing/enqueue-publication.ts';
import type { DeadLetter } from './dead-letter-queues.ts';
import type { DeadLetterQueueName } from './dead-letters.ts';
import { readDeadLetter } from './read-dead-letter.ts';
import { reconcile } from './reconcile.ts';

/** What became of a dead letter. */
export type Replayed =
  /** Sent on, or nothing is left to do: it can be deleted. */
  | { did: 'replayed' | 'skipped'; tenantId: string | undefined }
  /** It stays in its queue, for this reason. */
  | { did: 'left'; reason: string; remedy: string }
  /** Another tenant's: it stays, and the report leaves it out. */
  | { did: 'notTheirs' };

export interface Replay {
  actor: Actor;
  /** Whose messages may be touched; undefined: everyone's. */
  tenantId: string | undefined;
  tenantIds: string[];
  until: number;
  /** Started by the first letter that needs it: one check of all wake-ups serves every letter. */
  wakeUps?: Promise<boolean>;
}

/** Statuses in which Herald may have something to do for the plan. */
const openStatuses: DistributionStatus[] = ['scheduled', 'preparing', 'publishing', 'unknown'];
const askOperator = 'The operator clears it away: npm run admin -- replay-dead-letters.';
const timeRanOut = { reason: 'There was too much to do for one request.', remedy: 'Repeat the replay.' };

/** Does what a dead letter asks for. Doing it twice does no harm: versions, leases and ids see to that. */
export async function replayDeadLetter(
  queue: DeadLetterQueueName,
  letter: DeadLetter,
  replay: Replay,
): Promise<Replayed> {
  const content = readDeadLetter(queue, letter.body);
  const isTheirs = (tenantId: string | undefined) => replay.tenantId === undefined || tenantId === replay.tenantId;
  switch (content.kind) {
    case 'unreadable':
      if (content.tenantId !== undefined && !isTheirs(content.tenantId)) return { did: 'notTheirs' };
      return { did: 'left', reason: content.reason, remedy: 'Look at it in the SQS console, and delete it there.' };
    case 'tick':
      if (replay.tenantId === undefined) return { did: 'skipped', tenantId: undefined };
      return {
        did: 'left',
        reason: 'A missed tick concerns every tenant; there is nothing to replay.',
        remedy: askOperator,
      };
    case 'positions':
      return replayPositions(queue, content, replay);
    case 'work': {
      const { tenantId } = content;
      if (!isTheirs(tenantId)) return { did: 'notTheirs' };
      if (content.plan !== undefined && (await isOver(content.plan))) return { did: 'skipped', tenantId };
      await sendUnchanged(content.queue, tenantId, letter);
      return { did: 'replayed', tenantId };
    }
    case 'plan': {
      const { tenantId, plan } = content;
      if (!isTheirs(tenantId)) return { did: 'notTheirs' };
      if (await isOver(plan)) return { did: 'skipped', tenantId };
      await enqueuePublication({ ref: plan, at: Date.now(), hop: 0, visibleAt: Date.now() });
      return { did: 'replayed', tenantId };
    }
  }
}

/** Whether there is nothing left to carry out: done, given up, or replaced by a newer plan. */
async function isOver({ tenantId, distributionId, version }: PublicationRef): Promise<boolean> {
  const state = await readDistribution(tenantId, distributionId);
  return state === undefined || state.version !== version || !openStatuses.includes(state.status);
}

/** Does for every tenant in reach what the lost records were for. They name no tenant, so one alone cannot clear them. */
async function replayPositions(
  queue: DeadLetterQueueName,
  { from, to }: { from: string; to: string },
  replay: Replay,
): Promise<Replayed> {
  const isDone = queue === 'relay' ? await replayEvents(from, to, replay) : await repairWakeUps(replay);
  if (!isDone) return { did: 'left', ...timeRanOut };
  if (replay.tenantId === undefined) return { did: 'replayed', tenantId: undefined };
  const reason = 'Done for your tenant; it concerns the others too, so it stays.';
  return { did: 'left', reason, remedy: askOperator };
}

async function replayEvents(from: string, to: string, { tenantIds, until }: Replay): Promise<boolean> {
  for (const tenantId of tenantIds) {
    if (!(await replayEventsBetween(tenantId, from, to, until))) return false;
  }
  return true;
}

function repairWakeUps(replay: Replay): Promise<boolean> {
  replay.wakeUps ??= (async () => {
    const { actor, until } = replay;
    for (const tenantId of replay.tenantIds) {
      const { complete, failed } = await reconcile({ actor, tenantId, until, withoutStrays: true });
      if (!complete || failed > 0) return false;
    }
    return true;
  })();
  return replay.wakeUps;
}
