import { mapPage, type Page, type PageQuery, partitionPage } from '../kernel/requests/page.ts';
import type { Item } from '../kernel/table/client.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { getItem, getItems } from '../kernel/table/read.ts';
import { isNew, put, putAlways } from '../kernel/table/transact.ts';
import { DAY_MS } from '../kernel/time/durations.ts';
import {
  type MetricSummary,
  metricSummarySchema,
  type Snapshot,
  snapshotSchema,
} from '../posts/model/distribution-view.ts';
import { distributionPk, postKeys } from '../posts/model/keys.ts';
import { learningGuards } from './guards.ts';
import { learningKeys, learningPrefixes } from './keys.ts';

/** As long as figures are of use: the post keeps its newest, in its summary. */
const KEPT_SECONDS = (2 * 365 * DAY_MS) / 1000;

interface PostId {
  tenantId: string;
  id: string;
}

const parseSummary = (item: Item) => metricSummarySchema.strip().parse(item);
const parseSnapshot = (item: Item) => snapshotSchema.strip().parse(item);

/** The latest figures of a post. */
export async function readSummary({ tenantId, id }: PostId): Promise<MetricSummary | undefined> {
  const item = await getItem(postKeys.summary(tenantId, id));
  return item && parseSummary(item);
}

/** In the order of the posts; undefined for a post without figures. */
export async function readSummaries(posts: PostId[]): Promise<(MetricSummary | undefined)[]> {
  const items = await getItems(posts.map(({ tenantId, id }) => postKeys.summary(tenantId, id)));
  return items.map((item) => item && parseSummary(item));
}

/** Newest first. */
export async function readSnapshotPage({ tenantId, id }: PostId, query: PageQuery): Promise<Page<Snapshot>> {
  const list = { pk: distributionPk(tenantId, id), prefix: learningPrefixes.snapshot, descending: true };
  return mapPage(await partitionPage(list, query), parseSnapshot);
}

/** A snapshot, and the summary over exactly the one that the worker has read: two workers record no figures twice. */
export function recordSnapshot(
  { tenantId, id }: PostId,
  before: MetricSummary | undefined,
  after: MetricSummary,
): LabelledAction[] {
  const unchanged =
    before === undefined ? isNew : { expression: 'recordedAt = :before', values: { ':before': before.recordedAt } };
  return [
    putAlways({
      ...learningKeys.snapshot(tenantId, id, after.recordedAt),
      expiresAt: Math.floor(Date.parse(after.recordedAt) / 1000) + KEPT_SECONDS,
      ...snapshotSchema.strip().parse(after),
    }),
    put(learningGuards.summary, { ...postKeys.summary(tenantId, id), ...after }, unchanged),
  ];
}
