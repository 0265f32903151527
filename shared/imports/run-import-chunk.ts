import pMap from 'p-map';
import { scopesOf } from '../access/scopes-of.ts';
import type { PlannedPost } from '../calendar/times/planned-posts.ts';
import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { HeraldError, isPassing } from '../kernel/herald-error.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { tryTransact } from '../kernel/table/try-transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { contentHash } from '../posts/model/content-hash-items.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import type { NewDistribution } from '../posts/model/distribution-input.ts';
import { readDistributions } from '../posts/model/distribution-items.ts';
import { contentOfInput } from '../posts/planning/check-fields.ts';
import { createDistribution } from '../posts/planning/create-distribution.ts';
import { importEvents } from './events.ts';
import { findExistingPosts } from './existing-rows.ts';
import { importGuards } from './guards.ts';
import { type Import, type ImportChunk, importCountsSchema } from './import.ts';
import { sendNextInOrder } from './import-chunks.ts';
import { getChunk } from './import-files.ts';
import { addChunk, readChunk, readImport, replaceImport } from './import-items.ts';
import type { RunImportChunk } from './import-messages.ts';
import { atLine, type ImportProblem } from './rows/row-problem.ts';
import type { ValidRow } from './rows/valid-row.ts';

/** Enough to hide the round trips, few enough for the table. */
const ROWS_AT_ONCE = 8;

type Outcome = 'created' | 'existing' | ImportProblem[];
/** By platform: posts that this chunk has given a time; the platform's list (an index) may not show them yet. */
type Planned = Map<string, PlannedPost[]>;

/**
 * Creates the posts of one chunk of rows, and counts them once. A second run finds the posts of the first by their ids,
 * so a worker that dies leaves nothing undone, and no post is made twice.
 */
export async function runImportChunk({ tenantId, importId, chunk }: RunImportChunk, worker: Actor): Promise<void> {
  const found = await readImport(tenantId, importId);
  if (found?.status !== 'running') return;
  if ((await readChunk(tenantId, importId, chunk)) === undefined) {
    const result = await createRows(found, chunk, worker);
    const refused = await tryTransact(addChunk(found, result, isoNow()));
    // The guard of the chunk: another worker with the same message has counted it.
    if (refused !== undefined && refused.guard !== importGuards.chunk) throw refused;
  }
  await sendNextInOrder(found);
  await endImport(tenantId, importId, worker);
}

async function createRows(one: Import, chunk: number, worker: Actor): Promise<ImportChunk> {
  const { tenantId, id, createdBy, inOrderFrom = one.chunks } = one;
  const rows = await getChunk(one, one.run!, chunk);
  const existing = await findExistingPosts(tenantId, rows);
  const request: RequestContext = {
    tenantId,
    actor: { actor: createdBy, correlationId: id, causationId: worker.causationId },
    scopes: await scopesOf(tenantId, createdBy),
    idempotency: undefined,
  };
  const planned: Planned = new Map(rows.map(({ input }) => [input.platformId, []]));
  const outcomes = await pMap(
    rows,
    async (row): Promise<Outcome> => {
      const post = existing.get(row.line);
      return post === undefined ? createRow(one, row, request, planned) : whose(post, id);
    },
    // Times that have to be found are found in the order of the file.
    { concurrency: chunk < inOrderFrom ? ROWS_AT_ONCE : 1 },
  );
  const problems = outcomes.filter((outcome) => typeof outcome !== 'string');
  return {
    chunk,
    created: outcomes.filter((outcome) => outcome === 'created').length,
    existing: outcomes.filter((outcome) => outcome === 'existing').length,
    failed: problems.length,
    problems: problems.flat(),
  };
}

async function createRow(
  one: Import,
  { id, line, input }: ValidRow,
  request: RequestContext,
  planned: Planned,
): Promise<Outcome> {
  const unlistedPosts = planned.get(input.platformId)!;
  try {
    const { scheduledFor, slotKey } = await createDistribution(request, input, { id, unlistedPosts });
    if (scheduledFor) unlistedPosts.push({ id, at: scheduledFor, slotKey, contentHash: hashOf(input) });
    return 'created';
  } catch (error) {
    if (!(error instanceof HeraldError) || isPassing(error)) throw error;
    if (error.code === 'idempotency_key_reused') return outcomeOfExisting(one, id);
    const { code, message, remedy } = error;
    const problems = error.problems.length > 0 ? error.problems : [{ field: '', code, message, remedy }];
    return problems.map((problem) => atLine(line, problem, one.format));
  }
}

/** Another worker has made the post meanwhile, for this import or for another. */
async function outcomeOfExisting({ tenantId, id }: Import, postId: string): Promise<Outcome> {
  const [state] = await readDistributions(tenantId, [postId]);
  return whose(state, id);
}

/** A post that carries this import's id was created by an earlier run of this chunk. */
const whose = (post: Distribution | undefined, importId: string) =>
  post?.correlationId === importId ? 'created' : 'existing';

const hashOf = (input: NewDistribution) => (input.allowDuplicate ? undefined : contentHash(contentOfInput(input)));

/** The worker that counted the last chunk ends the import; after a crash, the message that comes again does. */
async function endImport(tenantId: string, importId: string, worker: Actor): Promise<void> {
  const before = await readImport(tenantId, importId);
  if (before?.status !== 'running' || before.chunksDone < before.chunks) return;
  const lost = before.failed + before.invalid;
  const hasPosts = before.created + before.existing > 0;
  const status = lost === 0 ? 'completed' : hasPosts ? 'partial' : 'failed';
  const after: Import = { ...before, status, endedAt: isoNow() };
  const of = { tenantId, entityId: importId };
  const counts = importCountsSchema.parse(after);
  const event =
    status === 'failed'
      ? recordEvent(worker, importEvents.IMPORT_FAILED, { ...of, data: { status, ...counts } })
      : recordEvent(worker, importEvents.IMPORT_COMPLETED, { ...of, data: { status, ...counts } });
  // Where a guard refuses, another worker has ended it.
  await tryTransact([...replaceImport(before, after), event]);
}
