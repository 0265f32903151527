import { findAccount } from '../../accounts/find-account.ts';
import { plannedTimeProblems } from '../../accounts/planned-time.ts';
import { retryOnSlotConflict } from '../../calendar/slots/claim-slot.ts';
import type { Warning } from '../../calendar/times/parse-requested-time.ts';
import type { TimeReason } from '../../calendar/times/time-reason.ts';
import { contentIdProblems } from '../../content/content-id-problems.ts';
import { excerptOf } from '../../content/excerpt.ts';
import { cutText } from '../../kernel/cut-text.ts';
import { HeraldError } from '../../kernel/herald-error.ts';
import { askerOf, type RequestContext } from '../../kernel/requests/request-context.ts';
import { contentNotes } from '../../platforms/contract/content-notes.ts';
import { adapterFor } from '../../platforms/registry.ts';
import { approvalFor, approvalWarnings } from '../approval/approval.ts';
import { contentHash, reserveText } from '../model/content-hash-items.ts';
import type { Distribution } from '../model/distribution.ts';
import type { DistributionPatch } from '../model/distribution-input.ts';
import { type DistributionView, viewDistribution } from '../model/distribution-view.ts';
import { findDistribution } from '../model/find-distribution.ts';
import { pauseWarnings } from '../model/group-pause.ts';
import { patchLabels } from '../model/labels.ts';
import { postEvent } from '../model/post-event.ts';
import { readContent } from '../model/text-items.ts';
import { assertLegal } from '../model/transitions.ts';
import { resolveTime } from '../times/resolve-time.ts';
import { type ResolvedTime, withoutSlot } from '../times/time-request.ts';
import { changeDistribution } from './change-distribution.ts';
import { checkMedia } from './check-media.ts';
import { patchContent, pick } from './patch-fields.ts';
import { planEdit } from './plan-edit.ts';
import { assertNoProblems } from './refuse-post.ts';
import { requirePublishIfNear } from './require-publish.ts';
import { wakeTime } from './wake-time.ts';

/**
 * Changes the text, the time or the ownership of what has not gone out yet. A changed plan is a new version, so that
 * wake-ups and messages of the old one fall away.
 *
 * @throws HeraldError `not_found`, `illegal_move`, `content_invalid`, `time_invalid`, `duplicate_content`, `conflict`, `slot_taken`,
 *   `time_conflict`
 */
export async function editDistribution(request: RequestContext, id: string, patch: DistributionPatch): Promise<Edited> {
  return retryOnSlotConflict(() => edit(request, id, patch));
}

type Edited = DistributionView & { warnings: Warning[]; planned: TimeReason | null };

async function edit(request: RequestContext, id: string, patch: DistributionPatch): Promise<Edited> {
  const before = await findDistribution(request.tenantId, id);
  assertLegal(before, 'schedule', 'be edited');
  const account = await findAccount(request.tenantId, before.platformId);
  const adapter = adapterFor(before.platformKind);
  const old = await readContent(before);
  const content = patchContent(old, patch);
  const newText = JSON.stringify(content) !== JSON.stringify(patchContent(old, {}));
  if (newText && before.thread !== undefined) throw partlyPublished(before);
  const timed = patch.scheduledFor !== undefined || patch.timezone !== undefined;

  const timezone = patch.timezone === undefined ? before.timezone : (patch.timezone ?? undefined);
  const asked = patch.scheduledFor === undefined ? before.scheduledFor : (patch.scheduledFor ?? undefined);
  // An unchanged time was checked before, and may be very near now.
  const hash = patch.allowDuplicate || before.contentHash === undefined ? undefined : contentHash(content);
  const ask = {
    account,
    post: { id, contentHash: hash },
    scheduledFor: asked,
    timezone,
    onConflict: patch.onConflict,
  };
  const time = timed ? await resolveTime(ask) : asItWas(before);
  const planned = patch.scheduledFor === null ? undefined : time.scheduledFor;
  const isNewTime = planned !== before.scheduledFor;
  const ofAccount = isNewTime ? plannedTimeProblems(account, planned, Date.now()) : [];
  const isNewMedia = JSON.stringify(content.mediaUrls) !== JSON.stringify(old.mediaUrls);
  const media = await checkMedia(isNewMedia ? content.mediaUrls : [], adapter.rules);
  assertNoProblems(adapter.rules, {
    request: await contentIdProblems(request.tenantId, patch.contentId),
    content: [...adapter.validate(content), ...media.problems],
    time: [...time.problems, ...ofAccount],
    conflict: time.conflict,
  });

  const asker = askerOf(request);
  // A new text makes the caller the requester.
  const requestedBy = newText ? asker.principal : before.requestedBy;
  const approval = approvalFor(account, asker, requestedBy);
  if (isNewTime && approval !== 'needed') requirePublishIfNear(request, planned);
  const changes = {
    ...patchLabels(before, patch),
    latePolicy: pick(before.latePolicy, patch.latePolicy),
    lateAfterMinutes: pick(before.lateAfterMinutes, patch.lateAfterMinutes),
    ...(newText && {
      textVersion: before.textVersion + 1,
      title: content.title && cutText(content.title, 120),
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
  const { after, event } = planEdit(before, changes, {
    timed: patch.scheduledFor !== undefined,
    newText,
    plan:
      patch.scheduledFor === undefined || planned === undefined
        ? undefined
        : { dueAt: planned, wakeAt: wakeTime(adapter, Date.parse(planned)) },
    approval,
    asker: asker.principal,
  });
  const isPlan = after.status === 'scheduled' || after.status === 'publish_requested';
  const hold = isPlan && after.scheduledFor !== undefined ? reserveText(after, after.scheduledFor) : [];
  const written = await changeDistribution({
    request,
    before,
    after,
    // What was told of a text holds for that text alone.
    content: newText ? content : old,
    event: (change) => postEvent(request.actor, after, event, { ...change, newText, scheduledFor: after.scheduledFor }),
    extraWrites: [...hold, ...time.actions],
  });
  const warnings = [
    ...time.warnings,
    ...media.warnings,
    ...approvalWarnings(account, written),
    ...pauseWarnings(written),
    ...(newText ? contentNotes(content, adapter.rules) : []),
  ];
  return { ...viewDistribution(written, newText ? content : old), warnings, planned: time.planned };
}

const asItWas = ({ scheduledFor, timezone, localTime, slotKey }: Distribution): ResolvedTime => {
  return { ...withoutSlot({ scheduledFor, timezone, localTime, warnings: [] }), slotKey };
};

function partlyPublished({ id, thread }: Distribution): HeraldError {
  const done = thread?.done ?? 0;
  return new HeraldError('partly_published', `The first ${done} parts of the thread of ${id} are published already.`, {
    remedy: 'Retry it as it is, or cancel it and create a new distribution with the text that is left.',
    extra: { partsPublished: done },
  });
}
