import { isoNow } from '../cloud/clock.ts';
import type { Distribution } from '../domain/distribution.ts';
import type { Move } from '../domain/distribution-moves.ts';
import { type DistributionView, viewDistribution } from '../domain/distribution-view.ts';
import { nextState } from '../domain/next-state.ts';
import { holdContentHash } from '../store/content-hash-items.ts';
import { changeDistribution, mustStand } from './change-distribution.ts';
import { findDistribution, readContent } from './find-distribution.ts';
import { whileSlotsMove } from './hold-slot.ts';
import type { RequestContext } from './request-context.ts';

/** Schedules for this very moment; the queue does the rest. Also takes a draft. */
export async function publishNow(request: RequestContext, id: string): Promise<DistributionView> {
  return whileSlotsMove(() => scheduleNow(request, id, 'schedule', 'be published now'));
}

/**
 * Tries a failed or missed distribution again at once, with fresh tries: only what surely does not stand on the platform
 * is in one of these states. Of a thread that was cut, the parts that stand are not sent again.
 */
export async function retryDistribution(request: RequestContext, id: string): Promise<DistributionView> {
  return whileSlotsMove(() => scheduleNow(request, id, 'retry', 'be retried'));
}

async function scheduleNow(request: RequestContext, id: string, move: Move, action: string): Promise<DistributionView> {
  const before = await findDistribution(request.tenantId, id);
  const now = isoNow();
  const keepsTime = before.scheduledFor !== undefined && move === 'retry';
  const after: Distribution = nextState(
    before,
    move,
    {
      version: before.version + 1,
      scheduledFor: keepsTime ? before.scheduledFor : now,
      localTime: keepsTime ? before.localTime : undefined,
      slotKey: keepsTime ? before.slotKey : undefined,
      dueAt: now,
      wakeAt: now,
      retryCount: 0,
      waitCount: 0,
      leaseUntil: undefined,
      held: undefined,
      error: undefined,
    },
    action,
  );
  const content = await readContent(before);
  const written = await changeDistribution({
    request,
    before,
    after,
    content,
    event: { type: 'DISTRIBUTION_PUBLISH_REQUESTED', data: { retry: move === 'retry' } },
    status: 202,
    further: [mustStand(after), ...holdContentHash(after, after.scheduledFor!)],
  });
  return viewDistribution(written, content);
}
