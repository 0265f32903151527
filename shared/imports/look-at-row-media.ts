import pMap from 'p-map';
import type { Account } from '../accounts/account.ts';
import { adapterFor } from '../platforms/registry.ts';
import { checkMedia } from '../posts/planning/check-media.ts';
import type { ImportFormat } from './import.ts';
import type { GoodRow } from './rows/good-row.ts';
import { atLine, type ImportProblem } from './rows/row-problem.ts';

/** A dry run answers within one request. What is not looked at by then is judged when its post is prepared. */
const BUDGET_MS = 8_000;
const AT_ONCE = 10;

/** The files of a file's rows that their platforms surely do not take. */
export async function rowMediaProblems(
  rows: GoodRow[],
  platforms: Map<string, Account>,
  format: ImportFormat,
): Promise<ImportProblem[]> {
  const begin = Date.now();
  const found = await pMap(
    rows.filter(({ input }) => (input.mediaUrls ?? []).length > 0),
    async ({ line, input }) => {
      const account = platforms.get(input.platformId);
      if (account === undefined || Math.abs(Date.now() - begin) > BUDGET_MS) return [];
      const { problems } = await checkMedia(input.mediaUrls, adapterFor(account.kind).rules);
      return problems.map((problem) => atLine(line, problem, format));
    },
    { concurrency: AT_ONCE },
  );
  return found.flat();
}
