import { HeraldError } from '../../kernel/herald-error.ts';
import { recordIdempotency } from '../../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import { withGuardErrors } from '../../kernel/table/guard-errors.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import { adapterFor } from '../../platforms/registry.ts';
import { readAttempt } from '../model/attempt-items.ts';
import type { Attempt, Distribution } from '../model/distribution.ts';
import type { Resolution } from '../model/distribution-input.ts';
import { type DistributionView, viewDistribution } from '../model/distribution-view.ts';
import { findDistribution } from '../model/find-distribution.ts';
import { readContent } from '../model/text-items.ts';
import { assertLegal } from '../model/transitions.ts';
import { endAbsent } from '../outcome/apply-lookup.ts';
import { postpone } from '../outcome/postpone-distribution.ts';
import { recordPublished } from '../outcome/record-published.ts';
import { continueThread } from '../publishing/advance-thread.ts';

/**
 * The user has looked at the platform and says what is there: the post, which is then published, or nothing, and then
 * the post goes out again at once.
 *
 * @throws HeraldError `not_found`, `illegal_move` where the outcome is known, `conflict`
 */
export async function resolveDistribution(
  request: RequestContext,
  id: string,
  said: Resolution,
): Promise<DistributionView> {
  const before = await findDistribution(request.tenantId, id);
  assertLegal(before, 'lookUpAgain', 'be resolved');
  const attempt = await readAttempt(before);
  const record = recordIdempotency(request.tenantId, request.idempotency, { status: 200, resourceId: id });
  await withGuardErrors(async () =>
    said.outcome === 'absent'
      ? goAgain(before, attempt, request, record)
      : settle(before, attempt, said, request, record),
  );
  const after = await findDistribution(request.tenantId, id);
  return viewDistribution(after, await readContent(after));
}

type IdempotencyRecord = ReturnType<typeof recordIdempotency>;

async function goAgain(
  before: Distribution,
  attempt: Attempt | undefined,
  { actor }: RequestContext,
  record: IdempotencyRecord,
) {
  const error = {
    class: 'ABSENT',
    message: 'A person looked at the platform, and the post is not there.',
    remedy: 'Nothing: the post is tried again.',
  };
  const ended = attempt === undefined ? [] : endAbsent(before, attempt, error);
  await postpone(before, { at: Date.now(), reason: 'RESOLVED_ABSENT', error, attempt }, actor, [...ended, ...record]);
}

async function settle(
  before: Distribution,
  attempt: Attempt | undefined,
  said: Extract<Resolution, { outcome: 'published' }>,
  { actor }: RequestContext,
  record: IdempotencyRecord,
) {
  const adapter = adapterFor(before.platformKind);
  const externalId = said.externalId ?? (said.externalUrl && adapter.externalIdOf?.(said.externalUrl));
  const result = { externalId, externalUrl: said.externalUrl ?? null };
  const calledAt = Date.parse(attempt?.startedAt ?? before.dueAt ?? isoNow());
  const parts = adapter.parts?.(await readContent(before)).length ?? 1;
  const isLast = (before.thread?.done ?? 0) + 1 >= parts;
  if (!isLast && attempt !== undefined) {
    if (externalId === undefined) throw needsId();
    return continueThread(before, attempt, { ...result, externalId }, calledAt, actor, record);
  }
  await recordPublished(before, { attempt, result, calledAt, knownBy: 'user' }, actor, record);
}

function needsId(): HeraldError {
  const message = 'The next part of the thread answers to this one, so its id is needed.';
  const remedy = 'Say "externalId" as the platform names the post.';
  return new HeraldError('invalid_request', message, {
    remedy,
    problems: [{ field: '/externalId', code: 'required', message, remedy }],
  });
}
