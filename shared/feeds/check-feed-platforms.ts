import type { Account } from '../accounts/account.ts';
import { readPlatforms } from '../accounts/account-items.ts';
import { schedulingOff, takesPlannedTimes } from '../accounts/planned-time.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import type { NewFeed } from './feed.ts';

/**
 * Each platform of a feed is connected, and takes what the feed makes: `queue` plans each post for a time.
 *
 * @throws HeraldError `invalid_request` with a problem for each platform that does not
 */
export async function checkFeedPlatforms(
  tenantId: string,
  { platformIds, mode }: Pick<NewFeed, 'platformIds' | 'mode'>,
): Promise<void> {
  const known = await readPlatforms(tenantId, platformIds);
  const problems = platformIds.flatMap((id, index) => problemsOf(id, known.get(id), mode, `/platformIds/${index}`));
  if (problems.length === 0) return;
  throw new HeraldError('invalid_request', 'A platform of the feed is not there, or does not take what it makes.', {
    remedy: 'Name platforms that are connected and take planned posts, or choose the mode "draft".',
    problems,
  });
}

function problemsOf(id: string, account: Account | undefined, mode: NewFeed['mode'], field: string): ContentProblem[] {
  if (account === undefined) {
    const message = `There is no platform with id ${id}.`;
    return [{ field, code: 'unknown_platform', message, remedy: 'GET /api/v1/platforms lists them.' }];
  }
  if (mode !== 'queue' || takesPlannedTimes(account)) return [];
  const remedy = 'Choose the mode "draft", or set "supportsScheduling": true with PATCH /api/v1/platforms/{id}.';
  return [{ ...schedulingOff(account), field, remedy }];
}
