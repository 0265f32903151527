import { isoNow } from '../cloud/clock.ts';
import { type Asker, approvalFor, approvalWarnings } from '../domain/approval.ts';
import type { PlannedPost } from '../domain/calendar/planned-posts.ts';
import type { PlannedWhy } from '../domain/calendar/planned-why.ts';
import type { DistributionContent } from '../domain/content.ts';
import type { Distribution, DistributionStatus } from '../domain/distribution.ts';
import type { NewDistribution } from '../domain/distribution-input.ts';
import { type DistributionView, viewDistribution } from '../domain/distribution-view.ts';
import { derivedId, newId } from '../domain/ids.ts';
import { planProblems } from '../domain/plan-problems.ts';
import type { Platform } from '../domain/platform.ts';
import type { PlatformAdapter } from '../platforms/adapter.ts';
import { adapterFor, type PlatformKind } from '../platforms/registry.ts';
import { contentHash, holdContentHash } from '../store/content-hash-items.ts';
import { insertDistribution } from '../store/distribution-items.ts';
import { recordEvent } from '../store/event-items.ts';
import { recordIdempotency } from '../store/idempotency-items.ts';
import { keys } from '../store/keys.ts';
import { writeText } from '../store/text-items.ts';
import { check, exists, type LabelledAction, transact } from '../store/transact.ts';
import type { SettledTime } from './asked-plan.ts';
import { excerptOf } from './excerpt.ts';
import { explainGuards } from './explain-guards.ts';
import { findPlatform } from './find-platform.ts';
import { whileSlotsMove } from './hold-slot.ts';
import type { Warning } from './plan-time.ts';
import { askerOf, type RequestContext } from './request-context.ts';
import { settleTime } from './settle-time.ts';
import { assertValid, contentProblems } from './validate-content.ts';
import { wakeTime } from './wake-time.ts';

/** A distribution that is not stored yet, with everything that its transaction needs. */
export interface PlannedDistribution {
  state: Distribution;
  content: DistributionContent;
  warnings: Warning[];
  /** Why this time, where the caller left it open. */
  planned: PlannedWhy | null;
  /** State, text, guard of the same text, the slot that it takes, event. */
  actions: LabelledAction[];
}

/** For creators other than a request: imports and feeds. */
export interface CreationOptions {
  /** Made from what the post comes from, so that a second run meets what the first left (`idempotency_key_reused`). */
  id?: string;
  /** Further writes of the same transaction. */
  alongside?: LabelledAction[];
  /** Posts that were planned a moment ago, which the platform's list may not show yet. */
  besides?: PlannedPost[];
  /** What the event of its creation says further. */
  eventData?: Record<string, unknown>;
}

/**
 * Stores a distribution, as a draft or scheduled, in one transaction: state, text, guard of the same text, its slot,
 * idempotency record, event. The stream makes its wake-up.
 *
 * @throws HeraldError `not_found` (platform), `content_invalid`, `duplicate_content`, `slot_taken`, `time_conflict`
 */
export async function createDistribution(
  request: RequestContext,
  input: NewDistribution,
  options: CreationOptions = {},
): Promise<DistributionView & { warnings: Warning[]; planned: PlannedWhy | null }> {
  const { tenantId, idempotency } = request;
  const platform = await findPlatform(tenantId, input.platformId);
  const id = options.id ?? (idempotency === undefined ? newId() : derivedId(tenantId, idempotency.id));
  return whileSlotsMove(async () => {
    const { besides, eventData } = options;
    const planning = planDistribution({ request, id, platform, input, besides, eventData });
    const { state, content, warnings, planned, actions } = await planning;
    await explainGuards(() =>
      transact([
        ...actions,
        check('platform', keys.platform(tenantId, platform.id), exists),
        ...recordIdempotency(tenantId, idempotency, { status: 201, resourceId: id }),
        ...(options.alongside ?? []),
      ]),
    );
    return { ...viewDistribution(state, content), warnings, planned };
  });
}

/**
 * Checks a new distribution against its platform's rules and the calendar, and makes its state.
 *
 * @throws HeraldError `content_invalid` with every problem; `slot_taken`, `time_conflict`
 */
export async function planDistribution(made: {
  request: RequestContext;
  id: string;
  platform: Platform;
  input: NewDistribution;
  crossPostGroupId?: string;
  /** One of a series: the window was for the series as a whole. */
  seriesId?: string;
  /** Whose plan it is, where somebody else carries it out. */
  asker?: Asker;
  /** The best time is looked for from here on. */
  notBefore?: string | undefined;
  besides?: PlannedPost[] | undefined;
  eventData?: Record<string, unknown> | undefined;
}): Promise<PlannedDistribution> {
  const { request, id, platform, input, crossPostGroupId, seriesId, notBefore, asker = askerOf(request) } = made;
  const { besides, eventData } = made;
  const { tenantId, actor } = request;
  const adapter: PlatformAdapter = adapterFor(platform.kind as PlatformKind);
  const content = contentOfInput(input);
  const problems = contentProblems(adapter, content);
  const hash = input.allowDuplicate ? undefined : contentHash(content);
  const time = await settleTime({ ...input, platform, post: { id, contentHash: hash }, notBefore, besides }, problems);
  const window = seriesId === undefined ? platform : undefined;
  problems.push(...planProblems(input, window, time.scheduledFor, Date.now()));
  assertValid(adapter, problems);

  const state = {
    ...newState({ request, asker, id, platform, adapter, input, content, time }),
    crossPostGroupId,
    seriesId,
  };
  const { status, scheduledFor } = state;
  const actions = [
    insertDistribution(state),
    await writeText(tenantId, id, 1, content),
    ...(state.scheduledFor === undefined ? [] : holdContentHash(state, state.scheduledFor)),
    ...time.actions,
    recordEvent(actor, {
      type: 'DISTRIBUTION_CREATED',
      tenantId,
      entityType: 'distribution',
      entityId: id,
      data: {
        status,
        platformId: platform.id,
        platformKind: platform.kind,
        scheduledFor,
        slotKey: state.slotKey,
        crossPostGroupId,
        seriesId,
        ...eventData,
      },
    }),
  ];
  const warnings = [...time.warnings, ...approvalWarnings(platform, state)];
  return { state, content, warnings, planned: time.planned, actions };
}

export function contentOfInput(input: DistributionContent): DistributionContent {
  const { title, body, mediaUrls, linkUrl, platformSpecific } = input;
  return { title, body, mediaUrls, linkUrl, platformSpecific };
}

function newState(made: {
  request: RequestContext;
  asker: Asker;
  id: string;
  platform: Platform;
  adapter: PlatformAdapter;
  input: NewDistribution;
  content: DistributionContent;
  time: SettledTime;
}): Distribution {
  const { request, asker, id, platform, adapter, input, content, time } = made;
  const now = isoNow();
  const asked: DistributionStatus = input.status ?? (time.scheduledFor === undefined ? 'draft' : 'scheduled');
  const approval = approvalFor(platform, asker, undefined);
  const status = asked === 'scheduled' && approval === 'needed' ? 'publish_requested' : asked;
  const mustKnow = approval !== 'free' || status === 'publish_requested';
  const scheduled = status === 'scheduled' ? time.scheduledFor : undefined;
  return {
    id,
    tenantId: request.tenantId,
    platformId: platform.id,
    platformKind: platform.kind,
    status,
    version: 1,
    revision: 1,
    textVersion: 1,
    title: content.title?.slice(0, 120).toWellFormed(),
    excerpt: excerptOf(content.body),
    contentHash: input.allowDuplicate ? undefined : contentHash(content),
    contentId: input.contentId ?? undefined,
    contentType: input.contentType ?? 'manual',
    variantGroup: input.variantGroup ?? undefined,
    isControl: input.isControl,
    businessUnit: input.businessUnit ?? undefined,
    verticalId: input.verticalId ?? undefined,
    clientId: input.clientId ?? undefined,
    latePolicy: input.latePolicy ?? undefined,
    lateAfterMinutes: input.lateAfterMinutes ?? undefined,
    scheduledFor: time.scheduledFor,
    timezone: time.timezone,
    localTime: time.localTime,
    slotKey: time.slotKey,
    dueAt: scheduled,
    textHeldAt: time.scheduledFor,
    wakeAt: scheduled === undefined ? undefined : wakeTime(adapter, Date.parse(scheduled)),
    requestedBy: mustKnow ? asker.principal : undefined,
    approvedBy: status === 'scheduled' && approval === 'given' ? asker.principal : undefined,
    attempts: 0,
    retryCount: 0,
    waitCount: 0,
    correlationId: request.actor.correlationId,
    createdAt: now,
    updatedAt: now,
  };
}
