import type { Account } from '../accounts/account.ts';
import { findAccount } from '../accounts/find-account.ts';
import { retryOnSlotConflict } from '../calendar/slots/claim-slot.ts';
import type { Warning } from '../calendar/times/parse-requested-time.ts';
import { assertContentId } from '../content/content-id-problems.ts';
import { excerptOf } from '../content/excerpt.ts';
import { cutText } from '../kernel/cut-text.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import { derivedId, newId } from '../kernel/ids.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import { askerOf, type RequestContext } from '../kernel/requests/request-context.ts';
import { countUp } from '../kernel/settings/count-items.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import type { DistributionContent } from '../platforms/contract/content.ts';
import { approvalFor } from '../posts/approval/approval.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { findDistribution } from '../posts/model/find-distribution.ts';
import { newSharedLabels } from '../posts/model/labels.ts';
import { readContent } from '../posts/model/text-items.ts';
import { seriesEvents } from './events.ts';
import { postMoment } from './model/post-moment.ts';
import type { Series, SeriesPost, SeriesTexts } from './model/series.ts';
import type { NewSeries } from './model/series-input.ts';
import { ruleOfSeries, type SeriesView, viewSeries } from './model/series-view.ts';
import { planOccurrence } from './occurrences/plan-occurrence.ts';
import { insertSeries, writeSeriesTexts } from './series-items.ts';
import { assertComes, assertSeries, atItsTime } from './series-problems.ts';
import { seriesQuota } from './settings.ts';

/**
 * Has a post come again by a rule. One transaction makes the series and its first post; each further one is made when
 * the time of the one before has come.
 *
 * @throws HeraldError `invalid_request`, `not_found`, `content_invalid`, `time_invalid` with the problems of every text and
 *   of the rule; `slot_taken`, `time_conflict` (of the first post); `limit_reached`; `missing_scope` where
 *   the first post is near
 */
export async function createSeries(
  request: RequestContext,
  input: NewSeries,
): Promise<SeriesView & { warnings: Warning[] }> {
  const { tenantId, actor, idempotency } = request;
  await assertContentId(tenantId, input.contentId);
  const source = await sourceOf(tenantId, input);
  const account = await findAccount(tenantId, source.platformId);
  const id = idempotency === undefined ? newId() : derivedId(tenantId, idempotency.id);
  const texts: SeriesTexts = { content: source.content, variations: input.repeat.variations ?? [] };
  const series = newSeries({ request, id, account, input, source });
  assertSeries(series, texts);
  const next = assertComes(series, texts, series.last);
  const counted = await countUp(tenantId, seriesQuota);
  return retryOnSlotConflict(async () => {
    const { after, warnings, actions } = await planOccurrence({
      series,
      texts,
      account,
      occurrence: next,
      actor,
      scopes: request.scopes,
      looksAtMedia: true,
    }).catch((error: unknown) => Promise.reject(atItsTime(error)));
    await withGuardErrors(async () =>
      transact([
        insertSeries(after),
        await writeSeriesTexts(series, texts),
        ...actions,
        ...recordIdempotency(tenantId, idempotency, { status: 201, resourceId: id }),
        recordEvent(actor, seriesEvents.SERIES_CREATED, {
          tenantId,
          entityId: id,
          data: { platformId: account.id, ...ruleOfSeries(series), repeats: input.distributionId },
        }),
        ...counted,
      ]),
    );
    return { ...viewSeries(after, texts, Date.now()), warnings };
  });
}

interface Source {
  platformId: string;
  content: DistributionContent;
  date: string;
  time: string;
  timezone: string;
  /** The post that is repeated. */
  post: Distribution | undefined;
}

/** What is said, and the rest from the post that is repeated. @throws HeraldError `invalid_request` with all that is missing */
async function sourceOf(tenantId: string, input: NewSeries): Promise<Source> {
  const post = input.distributionId === undefined ? undefined : await findDistribution(tenantId, input.distributionId);
  const old = post && (await readContent(post));
  const [date, time] = post?.localTime?.split('T') ?? [];
  const found = {
    platformId: input.platformId ?? post?.platformId,
    body: input.body ?? old?.body,
    date: input.date ?? date,
    time: input.time ?? time?.slice(0, 5),
    timezone: input.timezone ?? post?.timezone,
  };
  const missing = Object.entries(found).filter(([, value]) => value === undefined);
  if (missing.length > 0) throw incomplete(missing.map(([name]) => name));
  const content = {
    title: input.title ?? old?.title,
    body: found.body!,
    mediaUrls: input.mediaUrls ?? old?.mediaUrls,
    linkUrl: input.linkUrl ?? old?.linkUrl,
    platformSpecific: input.platformSpecific ?? old?.platformSpecific,
  };
  return { ...(found as Required<Omit<Source, 'content' | 'post'>>), content, post };
}

function newSeries({
  request,
  id,
  account,
  input,
  source: { post, content, date, time, timezone },
}: {
  request: RequestContext;
  id: string;
  account: Account;
  input: NewSeries;
  source: Source;
}): Series {
  const { rrule, exdates = [], minGapMinutes } = input.repeat;
  const asker = askerOf(request);
  const now = isoNow();
  return {
    id,
    tenantId: request.tenantId,
    platformId: account.id,
    platformKind: account.kind,
    name: input.name,
    status: 'active',
    title: content.title && cutText(content.title, 120),
    excerpt: excerptOf(content.body),
    textVersion: 1,
    date,
    time,
    timezone,
    rrule,
    exdates,
    minGapMinutes,
    onConflict: input.onConflict,
    latePolicy: input.latePolicy ?? undefined,
    lateAfterMinutes: input.lateAfterMinutes ?? undefined,
    ...newSharedLabels(input, post),
    plan: 1,
    revision: 1,
    last: firstPost(post, account),
    made: 0,
    skipped: 0,
    requestedBy: asker.principal,
    approved: approvalFor(account, asker, undefined) === 'given',
    correlationId: request.actor.correlationId,
    createdAt: now,
    updatedAt: now,
  };
}

/** The post that is repeated is the first of the series, where it is out or planned on the same platform. */
function firstPost(post: Distribution | undefined, account: Account): SeriesPost | undefined {
  const planned = post?.scheduledFor ?? post?.publishedAt;
  if (post === undefined || planned === undefined || post.platformId !== account.id) return undefined;
  const at = postMoment(planned, post.publishedAt);
  return ['draft', 'cancelled', 'archived'].includes(post.status)
    ? undefined
    : { distributionId: post.id, at, turn: 0 };
}

function incomplete(names: string[]): HeraldError {
  const problems = names.map((name): ContentProblem => {
    const message = `"${name}" is missing.`;
    return { field: `/${name}`, code: 'required', message, remedy: `Add "${name}", or name a post that has it.` };
  });
  return new HeraldError('invalid_request', 'The series is not complete.', {
    remedy: 'Say what every series needs, or repeat a post that has a time: "distributionId".',
    problems,
  });
}
