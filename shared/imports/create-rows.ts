import { setTimeout as delay } from 'node:timers/promises';
import pMap from 'p-map';
import { scopesOf } from '../access/scopes-of.ts';
import type { PlannedPost } from '../calendar/times/planned-posts.ts';
import type { Actor } from '../kernel/events/event.ts';
import { HeraldError, isPassing } from '../kernel/herald-error.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { contentHash } from '../posts/model/content-hash-items.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import type { NewDistribution } from '../posts/model/distribution-input.ts';
import { readDistributions } from '../posts/model/distribution-items.ts';
import { contentOfInput } from '../posts/planning/check-fields.ts';
import { createDistribution } from '../posts/planning/create-distribution.ts';
import { findExistingPosts } from './existing-rows.ts';
import type { Import, ImportChunk } from './import.ts';
import { getChunk } from './import-files.ts';
import { atLine, type ImportProblem } from './rows/row-problem.ts';
import type { ValidRow } from './rows/valid-row.ts';

/** Enough to hide the round trips, few enough for the table. */
const ROWS_AT_ONCE = 8;
/** Each of these tries is several tries of its own where writes conflict. */
const ROW_TRIES = 5;
const MAX_PAUSE_MS = 1_000;

type Outcome = 'created' | 'existing' | ImportProblem[] | Unsettled;
/** A row that a passing failure has kept from its post, also after several tries. */
class Unsettled {
  readonly error: unknown;
  constructor(error: unknown) {
    this.error = error;
  }
}
/** By platform: posts that this chunk has given a time; the platform's list (an index) may not show them yet. */
type Planned = Map<string, PlannedPost[]>;

/**
 * Creates the posts of the rows of one chunk.
 *
 * @param until when the worker's time is over (milliseconds): no row is tried again after it
 * @throws where a row stays unsettled; the others have their posts
 */
export async function createRows(one: Import, chunk: number, until: number, worker: Actor): Promise<ImportChunk> {
  const { tenantId, id, createdBy, inOrderFrom = one.chunks } = one;
  const rows = await getChunk(one, one.run!, chunk);
  const existing = await findExistingPosts(tenantId, rows);
  const request: RequestContext = {
    tenantId,
    actor: { actor: createdBy, correlationId: id, causationId: worker.causationId },
    scopes: await scopesOf(tenantId, createdBy),
    idempotency: undefined,
  };
  const isInOrder = chunk >= inOrderFrom;
  const planned: Planned = new Map(rows.map(({ input }) => [input.platformId, []]));
  const outcomes = await pMap(
    rows,
    async (row): Promise<Outcome> => {
      const post = existing.get(row.line);
      if (post !== undefined) return whose(post, id);
      const outcome = await settleRow(until, () => createRow(one, row, request, planned));
      // No row overtakes it.
      if (isInOrder && outcome instanceof Unsettled) throw outcome.error;
      return outcome;
    },
    // Times that have to be found are found in the order of the file.
    { concurrency: isInOrder ? 1 : ROWS_AT_ONCE },
  );
  // The message comes again for these rows; it finds the others done.
  const unsettled = outcomes.find((outcome) => outcome instanceof Unsettled);
  if (unsettled !== undefined) throw unsettled.error;
  const problems = outcomes.filter((outcome) => Array.isArray(outcome));
  return {
    chunk,
    created: outcomes.filter((outcome) => outcome === 'created').length,
    existing: outcomes.filter((outcome) => outcome === 'existing').length,
    failed: problems.length,
    problems: problems.flat(),
  };
}

/** Tries a row again where only a passing failure is in its way, while the others of its chunk go on. */
async function settleRow(until: number, run: () => Promise<Outcome>): Promise<Outcome> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      if (tries === ROW_TRIES || Date.now() > until) return new Unsettled(error);
      await delay(Math.random() * Math.min(MAX_PAUSE_MS, 100 * 2 ** tries));
    }
  }
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
