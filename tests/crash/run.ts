import type { Json } from '../support/herald.ts';
import type { Strike } from './armed-faults.ts';
import { planRun } from './plan-run.ts';
import { act, type Post, readPost, schedulePost } from './posts.ts';
import { Random } from './random.ts';
import type { Site } from './site.ts';
import { type Counts, type Finding, hasEnded, judge, sum } from './verdict.ts';

export interface RunResult {
  run: number;
  counts: Counts;
  strikes: Strike[];
  /** Only the posts with which something is wrong. */
  findings: Finding[];
}

/** Before this many seconds to a due moment its posts are prepared; the next step is just after it. */
const PREPARED_SECONDS = 60;
/** Retries, redeliveries and looks at the platform are under faults too, for so long. */
const FAULTY_MINUTES = [1, 6];
/** After the faults: past every visibility timeout, back-off, limit and look, until nothing is left to happen. */
const RECOVERY_MINUTES = [1, 6, 15, 30, 60, 120, 240, 480, 1_440, 2_880];
/** Whatever comes again comes within the hour. */
const LAST_MINUTES = 60;

/** Schedules posts, lets them become due with faults armed, lets the system recover, and counts what stands. */
export async function crashRun(site: Site, seed: string, run: number): Promise<RunResult> {
  const { herald, faults, standIns } = site;
  const random = new Random(`${seed}/${run}`);
  const plan = planRun(random, standIns.platforms);
  herald.cloud.reseed(`${seed}/${run}`);
  const startedAt = Date.now();
  const posts: Post[] = [];
  const postIn = (text: string) => posts.find(({ id, mark }) => text.includes(id) || text.includes(mark))?.id;
  faults.arm({
    arms: plan.arms,
    random,
    postIn,
    async act(what, postId) {
      const post = posts.find(({ id }) => id === postId) ?? random.pick(posts);
      // In the middle of the first call that schedules any, there is none.
      if (post !== undefined) await act(herald, post, what);
    },
  });

  await Promise.all(
    plan.posts.map(async (one, index) => {
      const mark = `crash${run}post${index}of${startedAt}x`;
      const at = startedAt + plan.moments[one.moment]! * 1000;
      const imageUrl = `${standIns.images.url}/${mark}.png`;
      posts.push(await schedulePost(herald, one, { mark, platformId: site.platformIdOf(one.standIn), at, imageUrl }));
    }),
  );
  for (const moment of plan.moments) {
    for (const seconds of [moment - PREPARED_SECONDS, moment + 1]) {
      const left = startedAt + seconds * 1000 - Date.now();
      if (left > 0) await herald.cloud.advance(left);
    }
  }
  for (const minutes of FAULTY_MINUTES) await herald.cloud.advance(minutes * 60_000);
  faults.disarm();
  await recover(site, posts);

  const judged = await Promise.all(posts.map(async (post) => judge(post, await readPost(herald, post))));
  for (const { double } of standIns.platforms) double.requests.length = 0;
  standIns.images.requests.length = 0;
  return {
    run,
    counts: sum(judged.map(({ counts }) => counts)),
    strikes: [...faults.strikes],
    findings: judged.map(({ finding }) => finding).filter((finding) => finding.faults.length > 0),
  };
}

async function recover({ herald }: Site, posts: Post[]): Promise<void> {
  let open = posts;
  for (const minutes of RECOVERY_MINUTES) {
    await herald.cloud.advance(minutes * 60_000);
    const records: (Json | undefined)[] = await Promise.all(open.map((post) => readPost(herald, post)));
    open = open.filter((_, index) => !hasEnded(records[index]));
    if (open.length === 0) break;
  }
  await herald.cloud.advance(LAST_MINUTES * 60_000);
}
