import { afterAll, beforeAll, expect, it } from 'vitest';
import { crashBehaviour } from '../crash/behaviour.ts';
import { crashRun } from '../crash/run.ts';
import { type Site, startSite } from '../crash/site.ts';
import { tellRun } from '../crash/story.ts';

const SEED = 'herald';

let site: Site;
beforeAll(async () => {
  site = await startSite(crashBehaviour);
});
afterAll(() => site?.close());

// A few of the runs that `npm run test:crash` makes by the hundred. In the fourth the clock is moved while a post is prepared: a
// worker whose lease has ended is still at work beside the one that took over.
it.each([1, 2, 3, 4])('crash run %i: nothing stands twice, is lost, stuck or left over', async (run) => {
  const result = await crashRun(site, SEED, run);
  const story = result.findings.length === 0 ? '' : await tellRun(site.herald, SEED, result);
  expect(story).toBe('');
});
