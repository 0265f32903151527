import * as z from 'zod';
import { timeZoneSchema } from '../kernel/time/local-time.ts';
import { importColumns } from './rows/columns.ts';
import { importProblemSchema } from './rows/row-problem.ts';

const importFormats = ['csv', 'ndjson'] as const;
export const importFormatSchema = z.enum(importFormats);
export type ImportFormat = z.infer<typeof importFormatSchema>;

/**
 * Lambda takes 6 MB of request, in which the file is base64 or an escaped string: a third larger than the file.
 */
export const MAX_IMPORT_BYTES = 4 * 1_048_576;
export const MAX_IMPORT_ROWS = 5_000;
/** Rows that one message creates. */
export const IMPORT_CHUNK_ROWS = 100;
/** The same where each row waits for the one before it: to find a time takes several reads. */
export const ORDERED_CHUNK_ROWS = 25;

/** Rows of a page of an export. Default of `limit`. */
export const EXPORT_PAGE_ROWS = 500;

/** How a file of another tool is read. */
export const readOptionsSchema = z.object({
  /** The zone of times that have neither an offset nor a zone in their row. */
  timezone: timeZoneSchema.optional(),
  /** Names of columns in the file, and what they are here. */
  columns: z.record(z.string(), z.enum(importColumns)).optional(),
});
export type ReadOptions = z.infer<typeof readOptionsSchema>;

const importStatusSchema = z.enum(['pending', 'validating', 'running', 'completed', 'partial', 'failed']);

const count = z.number().int();

/** One import: a small item, since each chunk adds to its figures. Rows, chunks and problems are files in the bucket. */
export const importSchema = z.object({
  id: z.uuid(),
  tenantId: z.string(),
  status: importStatusSchema,
  format: importFormatSchema,
  allowPartial: z.boolean(),
  ...readOptionsSchema.shape,
  bytes: count,
  /** Rows of the file. */
  total: count,
  valid: count,
  invalid: count,
  created: count,
  /** Made by an earlier import, or the export's own post. */
  existing: count,
  /** Valid rows that could not be created after all. */
  failed: count,
  /** What validation found; the items of the chunks have what creation found. */
  problemCount: count,
  chunks: count,
  chunksDone: count,
  /** From this chunk on, each waits for those before it: Herald finds times in the order of the file. */
  inOrderFrom: count.optional(),
  /** Names the validation whose files hold the chunks. */
  run: z.string().optional(),
  /** The principal that created it: the posts are its own. */
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().optional(),
  /** When a chunk was done last. */
  progressAt: z.iso.datetime().optional(),
  endedAt: z.iso.datetime().optional(),
});
export type Import = z.infer<typeof importSchema>;

/** What became of one chunk. */
export const importChunkSchema = z.object({
  chunk: count,
  created: count,
  existing: count,
  failed: count,
  problems: z.array(importProblemSchema),
});
export type ImportChunk = z.infer<typeof importChunkSchema>;

export const importCountsSchema = z.object({
  total: count,
  valid: count,
  invalid: count,
  created: count,
  existing: count,
  failed: count,
});

/** Five tries of a message, six minutes apart, and a margin: after this time without progress a part has failed for good. */
const STALLED_MS = 35 * 60_000;

const stalledSchema = z.object({ since: z.iso.datetime(), message: z.string(), remedy: z.string() });

export const importListItemSchema = z
  .object({
    id: z.uuid(),
    status: importStatusSchema,
    format: importFormatSchema,
    allowPartial: z.boolean(),
    counts: importCountsSchema,
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
    /** Where nothing has moved for longer than the tries of its parts take. */
    stalled: stalledSchema.nullable(),
  })
  .meta({ id: 'ImportListItem' });
export type ImportListItem = z.infer<typeof importListItemSchema>;

export const importViewSchema = importListItemSchema
  .extend({
    /** The first 100; `GET /imports/{id}/problems` has all. */
    problems: z.array(importProblemSchema),
    problemCount: count,
  })
  .meta({ id: 'Import' });
export type ImportView = z.infer<typeof importViewSchema>;

/** A dry run: nothing was stored. */
export const importDryRunSchema = z.object({
  dryRun: z.literal(true),
  format: importFormatSchema,
  /** Whether an import of this file would begin: rows whose time or text is taken are refused one by one. */
  wouldImport: z.boolean(),
  counts: importCountsSchema.pick({ total: true, valid: true, invalid: true }),
  triedTimes: count.meta({
    description:
      'How many rows with a time were tried against the calendar and the posts there are: at most 2,000, and of those that are created one by one at most 200. Later rows may still be refused.',
  }),
  /** The first 1,000. */
  problems: z.array(importProblemSchema),
  problemCount: count,
});
export type ImportDryRun = z.infer<typeof importDryRunSchema>;

export function viewImportListItem(one: Import, now = Date.now()): ImportListItem {
  const { id, status, format, allowPartial, createdAt, startedAt, endedAt } = one;
  return {
    id,
    status,
    format,
    allowPartial,
    counts: importCountsSchema.parse(one),
    createdAt,
    startedAt: startedAt ?? null,
    endedAt: endedAt ?? null,
    stalled: stalledOf(one, now),
  };
}

function stalledOf({ endedAt, progressAt, startedAt, createdAt }: Import, now: number): ImportListItem['stalled'] {
  const since = progressAt ?? startedAt ?? createdAt;
  if (endedAt !== undefined || now - Date.parse(since) < STALLED_MS) return null;
  return {
    since,
    message:
      'The import has made no progress since then. A part of it has probably failed for good, and other parts may wait for it.',
    remedy:
      'See GET /api/v1/dead-letters. Correct the cause, then continue the import with POST /api/v1/dead-letters/replay: it creates nothing twice. Both need a key with the scope admin.',
  };
}
