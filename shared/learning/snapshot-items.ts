import * as z from 'zod';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../kernel/requests/page.ts';
import type { Item } from '../kernel/table/client.ts';
import { itemSize } from '../kernel/table/item-size.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { getItem, queryPartition, readLazily } from '../kernel/table/read.ts';
import { isNew, put, transact } from '../kernel/table/transact.ts';
import { tryGuarded } from '../kernel/table/try-guarded.ts';
import { DAY_MS } from '../kernel/time/durations.ts';
import { type MetricSummary, metricSummarySchema, type Snapshot } from '../posts/model/distribution-view.ts';
import { distributionPk, postKeys } from '../posts/model/keys.ts';
import { learningGuards } from './guards.ts';
import { learningKeys, learningPrefixes } from './keys.ts';
import { fromStored, type StoredFigures, storedFiguresSchema, toStored } from './stored-figures.ts';

/** As long as figures are of use: the post keeps its newest, in its summary. */
const KEPT_SECONDS = (2 * 365 * DAY_MS) / 1000;
/** A write costs by the kilobyte begun. */
const MAX_SUMMARY_BYTES = 1_000;
/** Items of a page of snapshots that are read in one call. */
const READ_AT_ONCE = 16;

interface PostId {
  tenantId: string;
  id: string;
}

/** The newest figures of a post, and its last snapshots: they fill the item that is written anyway. */
export interface LatestFigures {
  summary: MetricSummary;
  /** The oldest first. */
  recent: StoredFigures[];
}

const storedListSchema = z.array(storedFiguresSchema);

function fromSummaryItem({ recent, ...item }: Item): LatestFigures {
  return { summary: metricSummarySchema.strip().parse(item), recent: storedListSchema.parse(recent) };
}

/** In the order of the posts; undefined for a post without figures. The figures of a moment ago may be missing. */
export async function readLatestFigures(posts: PostId[]): Promise<(LatestFigures | undefined)[]> {
  const items = await readLazily(posts.map(({ tenantId, id }) => postKeys.summary(tenantId, id)));
  return items.map((item) => item && fromSummaryItem(item));
}

/**
 * Records figures: into the summary over exactly the one that the worker has read, so that two workers record none twice.
 * A summary that gets too long first leaves its snapshots to an item of their own, under a name that a second worker gives
 * it, too.
 *
 * @returns the write of the summary, to be carried out after this
 */
export async function recordSnapshot(
  { tenantId, id }: PostId,
  before: LatestFigures | undefined,
  summary: MetricSummary,
): Promise<LabelledAction> {
  const condition =
    before === undefined
      ? isNew
      : { expression: 'recordedAt = :before', values: { ':before': before.summary.recordedAt } };
  const recent = before?.recent ?? [];
  const latest = toStored(summary);
  const whole = { ...postKeys.summary(tenantId, id), ...summary, recent: [...recent, latest] };
  const isFull = recent.length > 0 && itemSize(whole) > MAX_SUMMARY_BYTES;
  // Refused: another worker has moved these and more of them, and this summary's write will be refused, too.
  if (isFull) await tryGuarded(() => transact([moveSnapshots({ tenantId, id }, recent)]));
  return put(learningGuards.summary, isFull ? { ...whole, recent: [latest] } : whole, condition);
}

/** Never shortens what is there: a worker that has read an older summary knows fewer of the same snapshots. */
function moveSnapshots(post: PostId, entries: StoredFigures[]): LabelledAction {
  return put(learningGuards.snapshots, toSnapshotsItem(post, entries), {
    expression: 'attribute_not_exists(pk) OR size(entries) <= :count',
    values: { ':count': entries.length },
  });
}

function toSnapshotsItem({ tenantId, id }: PostId, entries: StoredFigures[]): Item {
  return {
    ...learningKeys.snapshots(tenantId, id, isoOf(entries[0]!)),
    entries,
    expiresAt: Math.floor(entries.at(-1)!.at / 1000) + KEPT_SECONDS,
  };
}

/** Newest first, with the newest figures. */
export async function readSnapshotPage(
  { tenantId, id }: PostId,
  { limit, cursor }: PageQuery,
): Promise<Page<Snapshot> & { summary: MetricSummary | undefined }> {
  const list = { pk: distributionPk(tenantId, id), prefix: learningPrefixes.snapshots, descending: true };
  const after = decodeCursor(list, cursor);
  const before = after === undefined ? Number.POSITIVE_INFINITY : Date.parse(after.sk.slice(list.prefix.length));
  const item = await getItem(postKeys.summary(tenantId, id));
  const latest = item && fromSummaryItem(item);
  // A worker that died before it had shortened the summary leaves its snapshots in both.
  const found = new Map<number, StoredFigures>();
  const add = (entries: StoredFigures[]) => {
    for (const entry of entries) if (entry.at < before) found.set(entry.at, entry);
  };
  add(latest?.recent ?? []);
  let next = after?.sk;
  while (found.size <= limit) {
    const items = await queryPartition({ ...list, after: next, limit: READ_AT_ONCE });
    for (const { entries } of items) add(storedListSchema.parse(entries));
    next = items.at(-1)?.sk;
    if (items.length < READ_AT_ONCE) break;
  }
  const entries = [...found.values()].sort((one, other) => other.at - one.at);
  const last = entries.length > limit ? entries[limit - 1] : undefined;
  return {
    items: entries.slice(0, limit).map(fromStored),
    nextCursor: encodeCursor(list, last && { ...learningKeys.snapshots(tenantId, id, isoOf(last)), position: '' }),
    summary: latest?.summary,
  };
}

const isoOf = ({ at }: StoredFigures) => new Date(at).toISOString();
