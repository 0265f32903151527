import { readPlatforms } from '../accounts/account-items.ts';
import { rowWriter } from '../imports/rows/write-rows.ts';
import type { Distribution, DistributionStatus } from '../posts/model/distribution.ts';
import type { ExportOptions } from './export-distributions.ts';
import { type ExportPage, exportPage } from './export-page.ts';

/** What is still to go out. */
const planned = new Set<DistributionStatus>(['publish_requested', 'scheduled', 'preparing', 'publishing', 'unknown']);

const columns = [
  'scheduledFor',
  'localTime',
  'timezone',
  'dueAt',
  'platform',
  'platformKind',
  'status',
  'title',
  'excerpt',
  'contentType',
  'businessUnit',
  'platformId',
  'distributionId',
] as const;

/** Whether a post has a time and has not gone out. */
export const isPlanned = ({ scheduledFor, status }: Distribution) => scheduledFor !== undefined && planned.has(status);

/** What is planned in a range of time: one line for each post. */
export async function exportCalendar(
  tenantId: string,
  platformId: string | undefined,
  { format, formulas, bom, ...query }: ExportOptions,
): Promise<ExportPage> {
  const writer = rowWriter(format, columns, { formulas, bom });
  const { lines, nextCursor } = await exportPage(tenantId, { platformId }, query, async (states) => {
    const platforms = await readPlatforms(tenantId, [...new Set(states.map((state) => state.platformId))]);
    return states.map((state) =>
      isPlanned(state) ? writer.line(rowOf(state, platforms.get(state.platformId)?.name)) : undefined,
    );
  });
  return { lines: query.cursor === undefined ? [writer.header, ...lines] : lines, nextCursor };
}

function rowOf(state: Distribution, platform: string | undefined): Record<(typeof columns)[number], unknown> {
  const { id, scheduledFor, localTime, timezone, dueAt, platformKind, status, title, excerpt } = state;
  const { contentType, businessUnit, platformId } = state;
  return {
    scheduledFor,
    localTime,
    timezone,
    dueAt,
    platform,
    platformKind,
    status,
    title,
    excerpt,
    contentType,
    businessUnit,
    platformId,
    distributionId: id,
  };
}
