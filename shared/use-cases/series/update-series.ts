import { approvalFor } from '../../domain/approval.ts';
import type { Series } from '../../domain/series/series.ts';
import type { SeriesPatch } from '../../domain/series/series-input.ts';
import type { SeriesView } from '../../domain/series/series-view.ts';
import { readSeriesTexts } from '../../store/series-items.ts';
import { excerptOf } from '../excerpt.ts';
import { findPlatform } from '../find-platform.ts';
import { patchContent, pick } from '../patch-fields.ts';
import { askerOf, type RequestContext } from '../request-context.ts';
import { changeSeries } from './change-series.ts';
import { assertGoesOn } from './series-moves.ts';
import { assertSeries } from './series-problems.ts';

/**
 * Changes what a series says, or when. The past stays as it is: the one post that is ahead is taken back, and the next
 * is made of the new plan, from now on.
 *
 * @throws HeraldError `not_found`, `illegal_move` (it has ended), `content_invalid`, `conflict`
 */
export async function updateSeries(request: RequestContext, id: string, patch: SeriesPatch): Promise<SeriesView> {
  return changeSeries(request, id, async (before) => {
    assertGoesOn(before, 'be changed');
    const old = await readSeriesTexts(before);
    const platform = await findPlatform(request.tenantId, before.platformId);
    const variations = patch.repeat === undefined ? old.variations : (patch.repeat.variations ?? []);
    const texts = { content: patchContent(old.content, patch), variations };
    const asItWas = { content: patchContent(old.content, {}), variations: old.variations };
    const isNewText = JSON.stringify(texts) !== JSON.stringify(asItWas);
    const asker = askerOf(request);
    const after: Series = {
      ...patched(before, patch),
      title: texts.content.title?.slice(0, 120).toWellFormed(),
      excerpt: excerptOf(texts.content.body),
      textVersion: before.textVersion + (isNewText ? 1 : 0),
      plan: before.plan + 1,
      requestedBy: asker.principal,
      approved: approvalFor(platform, asker, undefined) === 'given',
    };
    assertSeries(after, texts);
    const data = { newText: isNewText, changed: Object.keys(patch) };
    return { type: 'SERIES_UPDATED', after, all: false, data, ...(isNewText && { texts }) };
  });
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
    contentId: pick(before.contentId, patch.contentId),
    contentType: patch.contentType ?? before.contentType,
    businessUnit: pick(before.businessUnit, patch.businessUnit),
    verticalId: pick(before.verticalId, patch.verticalId),
    clientId: pick(before.clientId, patch.clientId),
  };
}
