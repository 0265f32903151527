import type { ImportFormat } from '../imports/import.ts';
import { exportColumns, resultColumns } from '../imports/rows/columns.ts';
import { type ExportRow, rowWriter } from '../imports/rows/write-rows.ts';
import type { DistributionContent } from '../platforms/contract/content.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { labelsOf } from '../posts/model/labels.ts';
import type { DistributionFilter } from '../posts/model/list-items.ts';
import { readTexts } from '../posts/model/text-items.ts';
import { type ExportPage, type ExportQuery, exportPage } from './export-page.ts';

export interface ExportOptions extends ExportQuery {
  format: ImportFormat;
  formulas: 'escape' | 'keep';
  /** Whether the first page begins with a byte order mark. */
  bom: 'none' | 'utf8';
}

/**
 * Whole distributions, as an import takes them: `key` is the id, so that a file that is imported again makes nothing
 * twice here, and the same posts elsewhere. Only the first page has the names of columns.
 */
export async function exportDistributions(
  tenantId: string,
  filter: DistributionFilter,
  { format, formulas, bom, ...query }: ExportOptions,
): Promise<ExportPage> {
  const writer = rowWriter(format, [...exportColumns, ...resultColumns], { formulas, bom });
  const { lines, nextCursor } = await exportPage(tenantId, filter, query, async (states) => {
    const texts = await readTexts(states);
    return states.map((state, index) => writer.line(rowOf(state, texts[index]!)));
  });
  return { lines: query.cursor === undefined ? [writer.header, ...lines] : lines, nextCursor };
}

function rowOf(state: Distribution, content: DistributionContent): ExportRow {
  const { id, platformId, scheduledFor, timezone, status } = state;
  const { latePolicy, lateAfterMinutes } = state;
  const { crossPostGroupId, createdAt, publishedAt, lateByMs, deferredByMs, externalId, externalUrl, error } = state;
  return {
    key: id,
    platformId,
    ...content,
    scheduledFor,
    timezone,
    status,
    ...labelsOf(state),
    // A post without a hash was created with allowDuplicate.
    ...(state.contentHash === undefined && { allowDuplicate: true }),
    latePolicy,
    lateAfterMinutes,
    crossPostGroupId,
    createdAt,
    publishedAt,
    lateByMs,
    deferredByMs,
    externalId,
    externalUrl,
    error: error?.message,
  };
}
