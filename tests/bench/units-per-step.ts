import type { Herald } from '../support/herald.ts';
import { checked } from './checked.ts';
import { table } from './statistics.ts';
import { measureUsage, type Usage } from './usage.ts';

const POSTS = 20;

/** What each step of a post's life costs at DynamoDB and elsewhere, per post. */
export async function benchUnitsPerStep(herald: Herald, platformId: string): Promise<string> {
  const due = Date.now() + 3_600_000;
  const ids: string[] = [];
  const rows: (string | number)[][] = [];
  const step = async (name: string, work: () => Promise<void>) => {
    for (const [fn, usage] of await measureUsage(work)) {
      if (usage.roundTrips > 0 || usage.others.size > 0) rows.push([`${name}: ${fn}`, ...perPost(usage)]);
    }
  };
  await step('schedule', async () => {
    for (let index = 0; index < POSTS; index += 1) {
      const { body } = await checked(
        herald.api('POST', '/api/v1/distributions', {
          platformId,
          body: `Units ${index}`,
          scheduledFor: new Date(due).toISOString(),
        }),
      );
      ids.push(body.id);
    }
    await herald.cloud.idle();
  });
  await step('wake', () => herald.cloud.advance(due - Date.now() - 59_000));
  await step('publish', async () => {
    await herald.cloud.advance(57_000);
    for (const id of ids)
      await herald.until(`/api/v1/distributions/${id}`, ({ status }) => status === 'published', 'Publishing');
    await herald.cloud.advance(30_000);
  });
  await step('metric sync', () => herald.cloud.advance(3_600_000));
  return table(
    `DynamoDB round trips and units per post (mean of ${POSTS})`,
    ['step: function', 'round trips', 'write units', 'read units', 'other calls'],
    rows,
  );
}

function perPost({ roundTrips, writeUnits, readUnits, others }: Usage): (string | number)[] {
  const calls = [...others].map(([call, count]) => `${call} ${(count / POSTS).toFixed(2)}`).join(', ');
  return [roundTrips / POSTS, writeUnits / POSTS, readUnits / POSTS, calls];
}
