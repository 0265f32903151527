import type { Account } from '../accounts/account.ts';
import { readPlatforms } from '../accounts/account-items.ts';
import { retryOnSlotConflict } from '../calendar/slots/claim-slot.ts';
import type { PlannedPost } from '../calendar/times/planned-posts.ts';
import { checkNewPost } from '../posts/planning/check-new-post.ts';
import { listProblems } from '../posts/planning/refuse-post.ts';
import { creationOrder } from './creation-order.ts';
import { findExistingPosts } from './existing-rows.ts';
import type { ImportFormat } from './import.ts';
import { rowContentProblems } from './row-content-problems.ts';
import { atLine, type ImportProblem } from './rows/row-problem.ts';
import type { ValidRow } from './rows/valid-row.ts';

/** The gateway waits 29 seconds for a dry run: it tries so many rows with a time, and only validates the others. */
const MAX_INDEPENDENT = 2_000;
const MAX_IN_ORDER = 200;
const ROWS_AT_ONCE = 16;

/** Who asks makes a difference to warnings alone, and rows have none. */
const noAsker = { principal: '', scopes: [] };

interface TriedRows {
  /** Rows with a time that were checked against the calendar and the posts there are. */
  tried: number;
  problems: ImportProblem[];
}

/**
 * What the creation of valid rows would be refused with, by `checkNewPost` and in the order of their creation: each row
 * meets the posts there are and those of the rows before it. Rows without a time meet none of them, and those whose post
 * is there already are not created again.
 */
export async function tryRows(tenantId: string, rows: ValidRow[], format: ImportFormat): Promise<TriedRows> {
  const { independent, inOrder } = creationOrder(rows.filter(({ input }) => input.scheduledFor !== undefined));
  const [parallel, serial] = [independent.slice(0, MAX_INDEPENDENT), inOrder.slice(0, MAX_IN_ORDER)];
  const chosen = [...parallel, ...serial];
  const isChosen = new Set(chosen);
  const others = rows.filter((row) => !isChosen.has(row) && row.input.contentId !== undefined);
  const platformIds = [...new Set(chosen.map(({ input }) => input.platformId))];
  const [existing, accounts] = await Promise.all([
    findExistingPosts(tenantId, [...chosen, ...others]),
    readPlatforms(tenantId, platformIds),
  ]);
  const planned = new Map(platformIds.map((id): [string, PlannedPost[]] => [id, []]));
  const isNew = ({ line }: ValidRow) => !existing.has(line);
  const problems = await rowContentProblems(tenantId, [...chosen, ...others].filter(isNew), format);
  const tryOne = async (row: ValidRow) => {
    const { platformId } = row.input;
    const account = accounts.get(platformId);
    if (account === undefined || !isNew(row)) return;
    problems.push(...(await tryRow(row, account, planned.get(platformId)!, format)));
  };
  for (let start = 0; start < parallel.length; start += ROWS_AT_ONCE) {
    await Promise.all(parallel.slice(start, start + ROWS_AT_ONCE).map(tryOne));
  }
  for (const row of serial) await tryOne(row);
  return { tried: chosen.length, problems };
}

/** A row without problems is planned: the rows after it find its time taken. */
async function tryRow(
  { id, line, input }: ValidRow,
  account: Account,
  unlistedPosts: PlannedPost[],
  format: ImportFormat,
): Promise<ImportProblem[]> {
  // The validation has looked at the media, and the contents of all rows are looked up together.
  const check = {
    account,
    input,
    id,
    asker: noAsker,
    unlistedPosts,
    readTextGuard: 'always',
    looksAtMedia: false,
    isContentKnown: true,
  } as const;
  const { problems, time, contentHash } = await retryOnSlotConflict(() => checkNewPost(check));
  const found = listProblems(problems);
  if (found.length === 0) unlistedPosts.push({ id, at: time.scheduledFor!, contentHash, slotKey: time.slotKey });
  return found.map((problem) => atLine(line, problem, format));
}
