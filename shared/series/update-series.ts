import { findAccount } from '../accounts/find-account.ts';
import { assertContentId } from '../content/content-id-problems.ts';
import { excerptOf } from '../content/excerpt.ts';
import { cutText } from '../kernel/cut-text.ts';
import { askerOf, type RequestContext } from '../kernel/requests/request-context.ts';
import { approvalFor } from '../posts/approval/approval.ts';
import { patchSharedLabels } from '../posts/model/labels.ts';
import { patchContent, pick } from '../posts/planning/patch-fields.ts';
import { requirePublishIfNear } from '../posts/planning/require-publish.ts';
import { changeSeries } from './change-series.ts';
import { seriesEvents } from './events.ts';
import type { Series, SeriesPost } from './model/series.ts';
import type { SeriesPatch } from './model/series-input.ts';
import { assertGoesOn } from './model/series-moves.ts';
import type { SeriesView } from './model/series-view.ts';
import { readSeriesTexts } from './series-items.ts';
import { assertComes, assertSeries } from './series-problems.ts';

/**
 * Changes what a series says, or when. The past stays as it is: the one post that is ahead is taken back, and the next
 * is made of the new plan, from now on. Another name alone leaves that one too.
 *
 * @throws HeraldError `not_found`, `illegal_move` (it has ended), `content_invalid`, `time_invalid`, `conflict`;
 *   `missing_scope` where the next post comes to be near
 */
export async function updateSeries(request: RequestContext, id: string, patch: SeriesPatch): Promise<SeriesView> {
  await assertContentId(request.tenantId, patch.contentId);
  return changeSeries(request, id, async (before) => {
    assertGoesOn(before, 'be changed');
    const old = await readSeriesTexts(before);
    const account = await findAccount(request.tenantId, before.platformId);
    const variations = patch.repeat === undefined ? old.variations : (patch.repeat.variations ?? []);
    const texts = { content: patchContent(old.content, patch), variations };
    const asItWas = { content: patchContent(old.content, {}), variations: old.variations };
    const isNewText = JSON.stringify(texts) !== JSON.stringify(asItWas);
    const data = { newText: isNewText, changed: Object.keys(patch) };
    const wanted = patched(before, patch);
    if (!isNewText && isSamePlan(before, wanted)) {
      return { event: seriesEvents.SERIES_UPDATED, after: wanted, takesBack: 'none', data };
    }
    const asker = askerOf(request);
    const approval = approvalFor(account, asker, undefined);
    const approved = approval === 'given';
    const after: Series = {
      ...wanted,
      title: texts.content.title && cutText(texts.content.title, 120),
      excerpt: excerptOf(texts.content.body),
      textVersion: before.textVersion + (isNewText ? 1 : 0),
      plan: before.plan + 1,
      // A new text or an approval makes the caller the requester; a new date does not.
      requestedBy: isNewText || approved ? asker.principal : before.requestedBy,
      approved,
    };
    assertSeries(after, texts);
    const next = assertComes(after, texts, lastBy(before, Date.now()));
    const isNewTime = next.at !== before.pending?.at;
    if (isNewTime && after.status === 'active' && approval !== 'needed') requirePublishIfNear(request, next.at);
    return { event: seriesEvents.SERIES_UPDATED, after, takesBack: 'ahead', data, ...(isNewText && { texts }) };
  });
}

function isSamePlan(before: Series, wanted: Series): boolean {
  const plan = (series: Series) => JSON.stringify({ ...series, name: undefined });
  return plan(before) === plan(wanted);
}

/** The last post as it will be once the one that is ahead is taken back. */
function lastBy({ pending, last }: Series, now: number): SeriesPost | undefined {
  return pending !== undefined && Date.parse(pending.at) <= now ? pending : last;
}

function patched(before: Series, patch: SeriesPatch): Series {
  const { repeat } = patch;
  return {
    ...before,
    name: pick(before.name, patch.name),
    date: patch.date ?? before.date,
    time: patch.time ?? before.time,
    timezone: patch.timezone ?? before.timezone,
    ...(repeat && { rrule: repeat.rrule, exdates: repeat.exdates ?? [], minGapMinutes: repeat.minGapMinutes }),
    onConflict: pick(before.onConflict, patch.onConflict),
    latePolicy: pick(before.latePolicy, patch.latePolicy),
    lateAfterMinutes: pick(before.lateAfterMinutes, patch.lateAfterMinutes),
    ...patchSharedLabels(before, patch),
  };
}
