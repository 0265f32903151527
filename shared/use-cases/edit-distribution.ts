import { approvalFor, approvalWarnings } from '../domain/approval.ts';
import type { PlannedWhy } from '../domain/calendar/planned-why.ts';
import { type ContentProblem, type DistributionContent, distributionContentSchema } from '../domain/content.ts';
import type { Distribution } from '../domain/distribution.ts';
import type { DistributionPatch } from '../domain/distribution-input.ts';
import { assertLegal } from '../domain/distribution-moves.ts';
import { type DistributionView, viewDistribution } from '../domain/distribution-view.ts';
import type { EventType } from '../domain/event.ts';
import { HeraldError } from '../domain/herald-error.ts';
import { windowProblems } from '../domain/lead-window.ts';
import { nextState, sameStatus } from '../domain/next-state.ts';
import { adapterFor, type PlatformKind } from '../platforms/registry.ts';
import { contentHash, holdContentHash } from '../store/content-hash-items.ts';
import type { SettledTime } from './asked-plan.ts';
import { changeDistribution, mustStand } from './change-distribution.ts';
import { excerptOf } from './excerpt.ts';
import { findDistribution, readContent } from './find-distribution.ts';
import { findPlatform } from './find-platform.ts';
import { whileSlotsMove } from './hold-slot.ts';
import type { Warning } from './plan-time.ts';
import { askerOf, type RequestContext } from './request-context.ts';
import { settleTime } from './settle-time.ts';
import { assertValid, contentProblems } from './validate-content.ts';
import { wakeTime } from './wake-time.ts';

/**
 * Changes the text, the time or the ownership of what has not gone out yet. A changed plan is a new version, so that
 * wake-ups and messages of the old one fall away.
 *
 * @throws HeraldError `not_found`, `illegal_move`, `content_invalid`, `duplicate_content`, `conflict`, `slot_taken`,
 *   `time_conflict`
 */
export async function editDistribution(request: RequestContext, id: string, patch: DistributionPatch): Promise<Edited> {
  return whileSlotsMove(() => edit(request, id, patch));
}

type Edited = DistributionView & { warnings: Warning[]; planned: PlannedWhy | null };

async function edit(request: RequestContext, id: string, patch: DistributionPatch): Promise<Edited> {
  const before = await findDistribution(request.tenantId, id);
  assertLegal(before, 'schedule', 'be edited');
  const platform = await findPlatform(request.tenantId, before.platformId);
  const adapter = adapterFor(before.platformKind as PlatformKind);
  const old = await readContent(before);
  const content = patchContent(old, patch);
  const newText = JSON.stringify(content) !== JSON.stringify(patchContent(old, {}));
  if (newText && before.thread !== undefined) throw partlyPublished(before);
  const timed = patch.scheduledFor !== undefined || patch.timezone !== undefined;

  const problems: ContentProblem[] = contentProblems(adapter, content);
  const timezone = patch.timezone === undefined ? before.timezone : (patch.timezone ?? undefined);
  const asked = patch.scheduledFor === undefined ? before.scheduledFor : (patch.scheduledFor ?? undefined);
  // A time that stays as it was has been checked before, and may have come very near by now.
  const hash = patch.allowDuplicate || before.contentHash === undefined ? undefined : contentHash(content);
  const ask = {
    platform,
    post: { id, contentHash: hash },
    scheduledFor: asked,
    timezone,
    onConflict: patch.onConflict,
  };
  const time = timed ? await settleTime(ask, problems) : asItWas(before);
  const planned = patch.scheduledFor === null ? undefined : time.scheduledFor;
  if (planned !== before.scheduledFor) problems.push(...windowProblems(platform, planned, Date.now()));
  assertValid(adapter, problems);

  const asker = askerOf(request);
  // Whoever writes the text is behind it from then on.
  const requestedBy = newText ? asker.principal : before.requestedBy;
  const approval = approvalFor(platform, asker, requestedBy);
  const changes = {
    ...ownershipOf(before, patch),
    latePolicy: pick(before.latePolicy, patch.latePolicy),
    lateAfterMinutes: pick(before.lateAfterMinutes, patch.lateAfterMinutes),
    ...(newText && {
      textVersion: before.textVersion + 1,
      title: content.title?.slice(0, 120).toWellFormed(),
      excerpt: excerptOf(content.body),
    }),
    contentHash: hash,
    requestedBy: approval === 'free' && before.requestedBy === undefined ? undefined : requestedBy,
    scheduledFor: planned,
    textHeldAt: planned,
    timezone: time.timezone,
    localTime: planned === undefined ? undefined : time.localTime,
    slotKey: time.slotKey,
  };
  const { after, event } = plan(before, changes, {
    timed: patch.scheduledFor !== undefined,
    newText,
    wakeAt: planned && wakeTime(adapter, Date.parse(planned)),
    approval,
    asker: asker.principal,
  });
  const isPlan = after.status === 'scheduled' || after.status === 'publish_requested';
  const hold = isPlan && after.scheduledFor !== undefined ? holdContentHash(after, after.scheduledFor) : [];
  const written = await changeDistribution({
    request,
    before,
    after,
    content,
    event: { type: event, data: { newText, scheduledFor: after.scheduledFor } },
    further: [...hold, ...(isPlan ? [mustStand(after)] : []), ...time.actions],
  });
  const warnings = [...time.warnings, ...approvalWarnings(platform, written)];
  return { ...viewDistribution(written, content), warnings, planned: time.planned };
}

const asItWas = ({ scheduledFor, timezone, localTime, slotKey }: Distribution): SettledTime => {
  return { scheduledFor, timezone, localTime, slotKey, warnings: [], actions: [], planned: null };
};

/**
 * What the edit makes of the plan: scheduled anew, taken off the schedule, the same plan with other content, or a
 * request for an approval, where that needs one. Who changes neither text nor time needs none.
 */
function plan(
  before: Distribution,
  changes: Parameters<typeof sameStatus>[1],
  what: {
    timed: boolean;
    newText: boolean;
    wakeAt: string | undefined;
    approval: ReturnType<typeof approvalFor>;
    asker: string;
  },
): { after: Distribution; event: EventType } {
  const version = before.version + 1;
  const released = { leaseUntil: undefined, held: undefined };
  if (what.timed && changes.scheduledFor === undefined && before.status !== 'draft') {
    const cleared = { dueAt: undefined, wakeAt: undefined, approvedBy: undefined };
    const after = nextState(before, 'unschedule', { ...changes, ...released, ...cleared, version }, 'be unscheduled');
    return { after, event: 'DISTRIBUTION_UNSCHEDULED' };
  }
  // What waits for an approval keeps waiting, whatever its time.
  const replan = what.timed && changes.scheduledFor !== undefined && before.status !== 'publish_requested';
  const running = before.status === 'scheduled' || before.status === 'preparing';
  if (!replan && !running) {
    return { after: sameStatus(before, { ...changes, version }), event: 'DISTRIBUTION_EDITED' };
  }
  const counts = replan ? { retryCount: 0, waitCount: 0, error: undefined } : {};
  const isOther = what.newText || !running || changes.scheduledFor !== before.scheduledFor;
  if (isOther && what.approval === 'needed') {
    const asks = { requestedBy: what.asker, approvedBy: undefined, rejection: undefined };
    const noPlan = { dueAt: undefined, wakeAt: undefined };
    const after = nextState(before, 'request', { ...changes, ...released, ...counts, ...asks, ...noPlan, version });
    return { after, event: 'DISTRIBUTION_PUBLISH_REQUESTED' };
  }
  const dueAt = replan ? changes.scheduledFor : before.dueAt;
  const wakeAt = replan ? what.wakeAt : before.wakeAt;
  const approved = isOther && { approvedBy: what.approval === 'given' ? what.asker : undefined, rejection: undefined };
  const after = nextState(
    before,
    'schedule',
    { ...changes, ...released, ...counts, ...approved, version, dueAt, wakeAt },
    'be edited',
  );
  return { after, event: replan ? 'DISTRIBUTION_SCHEDULED' : 'DISTRIBUTION_EDITED' };
}

function patchContent(content: DistributionContent, patch: DistributionPatch): DistributionContent {
  const merged: Record<string, unknown> = {};
  for (const field of Object.keys(distributionContentSchema.shape) as (keyof DistributionContent)[]) {
    const value = patch[field] === undefined ? content[field] : patch[field];
    if (value !== null && value !== undefined) merged[field] = value;
  }
  return merged as DistributionContent;
}

function ownershipOf(before: Distribution, patch: DistributionPatch) {
  return {
    contentId: pick(before.contentId, patch.contentId),
    contentType: patch.contentType ?? before.contentType,
    businessUnit: pick(before.businessUnit, patch.businessUnit),
    verticalId: pick(before.verticalId, patch.verticalId),
    clientId: pick(before.clientId, patch.clientId),
    variantGroup: pick(before.variantGroup, patch.variantGroup),
    isControl: patch.isControl ?? before.isControl,
  };
}

/** Absent: stays as it is; null: taken away. */
function pick<Value>(now: Value | undefined, asked: Value | null | undefined): Value | undefined {
  return asked === undefined ? now : (asked ?? undefined);
}

function partlyPublished({ id, thread }: Distribution): HeraldError {
  const done = thread?.done ?? 0;
  return new HeraldError('partly_published', `The first ${done} parts of the thread of ${id} are published already.`, {
    remedy: 'Retry it as it is, or cancel it and create a new distribution with the text that is left.',
    extra: { partsPublished: done },
  });
}
