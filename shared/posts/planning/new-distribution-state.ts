import type { Account } from '../../accounts/account.ts';
import { excerptOf } from '../../content/excerpt.ts';
import { HeraldError } from '../../kernel/herald-error.ts';
import type { Asker, RequestContext } from '../../kernel/requests/request-context.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import type { PlatformAdapter } from '../../platforms/contract/adapter.ts';
import type { DistributionContent } from '../../platforms/contract/content.ts';
import { approvalFor } from '../approval/approval.ts';
import { contentHash } from '../model/content-hash-items.ts';
import type { Distribution, DistributionStatus } from '../model/distribution.ts';
import type { NewDistribution } from '../model/distribution-input.ts';
import type { ResolvedTime } from '../times/time-request.ts';
import { wakeTime } from './wake-time.ts';

/**
 * The first state of a distribution: a draft without a time, scheduled, or a request where its platform wants an approval
 * that the asker cannot give.
 *
 * @throws HeraldError `invalid_request` for a draft with a time
 */
export function newState(made: {
  request: RequestContext;
  asker: Asker;
  id: string;
  account: Account;
  adapter: PlatformAdapter;
  input: NewDistribution;
  content: DistributionContent;
  time: ResolvedTime;
}): Distribution {
  const { request, asker, id, account, adapter, input, content, time } = made;
  const now = isoNow();
  const asked: DistributionStatus = input.status ?? (time.scheduledFor === undefined ? 'draft' : 'scheduled');
  if (asked === 'draft' && time.scheduledFor !== undefined) throw draftWithTime();
  const approval = approvalFor(account, asker, undefined);
  const status = asked === 'scheduled' && approval === 'needed' ? 'publish_requested' : asked;
  const mustKnow = approval !== 'free' || status === 'publish_requested';
  const scheduled = status === 'scheduled' ? time.scheduledFor : undefined;
  return {
    id,
    tenantId: request.tenantId,
    platformId: account.id,
    platformKind: account.kind,
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

/** A draft with a time would look scheduled and never go out. */
function draftWithTime(): HeraldError {
  const message = 'A draft has no time: it would look scheduled and never go out.';
  return new HeraldError('invalid_request', message, {
    remedy: 'Leave out "status" to schedule it, or leave out "scheduledFor" to keep a draft.',
    problems: [{ field: '/status', code: 'draft_with_time', message, remedy: 'Leave out one of the two.' }],
  });
}
