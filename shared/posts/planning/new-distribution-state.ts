import type { Account } from '../../accounts/account.ts';
import { excerptOf } from '../../content/excerpt.ts';
import { cutText } from '../../kernel/cut-text.ts';
import type { Asker, RequestContext } from '../../kernel/requests/request-context.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import type { Distribution } from '../model/distribution.ts';
import type { NewDistribution } from '../model/distribution-input.ts';
import { newLabels } from '../model/labels.ts';
import type { CheckedPost } from './check-new-post.ts';
import { wakeTime } from './wake-time.ts';

/** The first state of a distribution that `checkNewPost` has nothing against. */
export function newState({
  request,
  asker,
  id,
  account,
  input,
  checked: { adapter, content, contentHash, time, approval, status },
}: {
  request: RequestContext;
  asker: Asker;
  id: string;
  account: Account;
  input: NewDistribution;
  checked: CheckedPost;
}): Distribution {
  const now = isoNow();
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
    title: content.title && cutText(content.title, 120),
    excerpt: excerptOf(content.body),
    contentHash,
    ...newLabels(input),
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
