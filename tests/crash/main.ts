import synthesizeOnce from '../support/synthesize-once.ts';
import { readOptions } from './options.ts';
import { Progress } from './progress.ts';
import { crashRun } from './run.ts';
import { type Site, startSite } from './site.ts';
import { tellRun } from './story.ts';
import { isClean, sum } from './verdict.ts';

/** A cloud that has seen many posts spends its time on their metrics. */
const RUNS_PER_SITE = 25;

/**
 * `npm run test:crash -- --runs N --seed S --from K`: posts under random faults, counted on the stand-ins. The last line
 * is JSON; exit code 1 for any count but zero.
 */
async function main(): Promise<void> {
  const { runs, seed, from } = readOptions(process.argv.slice(2));
  process.stderr.write(`seed ${seed}\n`);
  const cleanUp = synthesizeOnce();
  const progress = new Progress(runs);
  let site: Site | undefined;
  try {
    for (let run = from; run < from + runs; run += 1) {
      if ((run - from) % RUNS_PER_SITE === 0) {
        await site?.close();
        site = await startSite();
      }
      const result = await crashRun(site!, seed, run);
      progress.add(result);
      if (!isClean(result.counts)) progress.say(await tellRun(site!.herald, seed, result));
    }
  } finally {
    await site?.close();
    cleanUp();
  }
  progress.end();
  const total = sum(progress.results.map(({ counts }) => counts));
  process.stdout.write(`${JSON.stringify({ runs, ...total })}\n`);
  process.exitCode = isClean(total) ? 0 : 1;
}

await main();
